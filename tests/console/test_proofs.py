"""What the page of a report says of its proof."""

from __future__ import annotations

import pytest

from bot.reports.records import Report
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_founding_case, file_pothole, look_up
from tests.console.test_report_deeds import do
from tests.conversations.drawn_photos import as_jpeg, draw_texture
from tests.conversations.pictures import phone_picture

MENDED = draw_texture(3)


@pytest.fixture
def pupr(signed_in: SignedIn) -> StaffClient:
    return signed_in("officer", agency="PUPR")


def close(client: StaffClient, wiring: Wiring, ticket: str, photo: bytes, part: int = 0) -> Report:
    """Close a part with a photo, and look at the report."""
    form = {"kata": "Sudah ditambal.", "files": {"foto": ("sesudah.jpg", photo, "image/jpeg")}}
    closed = do(client, wiring, ticket, "selesai", part, **form)
    assert closed.status_code == 303, closed.text
    return look_up(wiring, ticket)


def page_of(client: StaffClient, ticket: str) -> str:
    """The page with its white space made even."""
    return " ".join(client.get(f"/staff/laporan/{ticket}").text.split())


def test_a_part_shows_its_proof_once_it_is_done(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert "Belum ada bukti" in page_of(pupr, ticket) and "Bukti lengkap" not in page_of(pupr, ticket)
    close(pupr, wiring, ticket, as_jpeg(MENDED))
    assert "Bukti lengkap" in page_of(pupr, ticket)


def test_a_reason_in_place_of_a_photo_is_lacking_proof(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    do(pupr, wiring, ticket, "selesai", kata="Sudah dijelaskan.", tanpa_foto="Urusan surat.")
    assert "Bukti kurang</span> Tanpa foto" in page_of(pupr, ticket)


def test_a_photo_used_elsewhere_is_refused_with_the_number(wiring: Wiring, pupr: StaffClient) -> None:
    first, second = file_pothole(wiring), file_pothole(wiring)
    close(pupr, wiring, first, as_jpeg(MENDED))
    again = {"foto": ("sesudah.jpg", as_jpeg(MENDED), "image/jpeg")}
    refused = do(pupr, wiring, second, "selesai", kata="Sudah.", files=again)
    assert refused.status_code == 409 and f"Foto 1 sudah dipakai di laporan {first}." in refused.text
    assert look_up(wiring, second).status == "diterima" and look_up(wiring, second).photos == []


def test_a_near_copy_names_the_report_only_to_who_may_see_it(
    wiring: Wiring, pupr: StaffClient, signed_in: SignedIn
) -> None:
    first, second = file_founding_case(wiring), file_founding_case(wiring)
    do(pupr, wiring, second, "alihkan", dinas=["DLH"], kata="Ini got di taman.")
    close(pupr, wiring, first, as_jpeg(MENDED))
    dlh = signed_in("officer", agency="DLH")
    part = next(place for place, row in enumerate(look_up(wiring, second).assignments) if row.agency == "DLH")
    close(dlh, wiring, second, as_jpeg(MENDED, 40), part)
    assert f'Foto mirip dengan foto di <a href="/staff/laporan/{first}">{first}</a>.' in page_of(pupr, second)
    theirs = page_of(dlh, second)
    assert "Bukti kurang" in theirs and "Foto mirip dengan foto di laporan lain." in theirs
    assert first not in theirs


def test_a_shared_photo_and_what_it_says_of_itself_are_told(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_founding_case(wiring)
    close(pupr, wiring, ticket, phone_picture())
    close(pupr, wiring, ticket, phone_picture(), part=1)
    assert "Foto yang sama dipakai untuk bagian lain laporan ini." in page_of(pupr, ticket)
