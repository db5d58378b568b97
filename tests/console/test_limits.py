"""No field takes more than people can read, and each says so; a refused closing leaves no file behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_founding_case, file_pothole, look_up
from tests.console.test_proofs import MENDED, close
from tests.console.test_report_deeds import SOON, do
from tests.conversations.drawn_photos import as_jpeg, draw_texture

LONG, ENDLESS = "a" * 301, "a" * 1501
OFFICERS: dict[str, dict[str, Any]] = {
    "jawab": {"jenis": "dijadwalkan", "sampai": SOON, "kata": "Kami aspal.", "sumber": LONG},
    "usul": {"instansi": "PUBMTR", "kata": "SK jalan provinsi.", "surat": LONG},
    "kategori": {"kategori": "drainase_banjir", "kata": ENDLESS},
    "tempat": {"kecamatan": "16.02.05", "lokasi": LONG},
    "verifikasi": {"kata": ENDLESS},
    "catat": {"kata": ENDLESS},
    "tanya": {"kata": ENDLESS},
    "alihkan": {"dinas": "DLH", "kata": ENDLESS},
    "tolak": {"alasan": "lainnya", "kata": ENDLESS},
    "selesai": {"kata": "Sudah.", "tanpa_foto": ENDLESS},
}


@pytest.fixture
def pupr(signed_in: SignedIn) -> StaffClient:
    return signed_in("officer", agency="PUPR")


def files_of(wiring: Wiring) -> set[Path]:
    folder = Path(wiring.settings.media_url.removeprefix("file://"))
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("deed", OFFICERS)
def test_endless_words_are_refused_and_change_nothing(deed: str, wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_founding_case(wiring)
    refused = do(pupr, wiring, ticket, deed, **OFFICERS[deed])
    assert refused.status_code == 409 and "Terlalu panjang" in refused.text
    assert [event.kind for event in look_up(wiring, ticket).events] == ["filed"]


@pytest.mark.parametrize("form", [{"surat": LONG}, {"surat": "600/1", "kata": ENDLESS}])
def test_a_decision_of_the_operator_has_its_limits_too(
    form: dict[str, str], wiring: Wiring, pupr: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_founding_case(wiring)
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="SK jalan provinsi.", surat="")
    refused = do(signed_in("operator"), wiring, ticket, "usul-setuju", **form)
    assert refused.status_code == 409 and "Terlalu panjang" in refused.text


def test_a_reason_to_look_behind_what_is_hidden_has_its_limit(wiring: Wiring, signed_in: SignedIn) -> None:
    ticket = file_pothole(wiring)
    refused = signed_in("operator").post(f"/staff/laporan/{ticket}/identitas", data={"alasan": LONG})
    assert refused.status_code == 409 and "Terlalu panjang" in refused.text


def test_the_photos_of_a_refused_closing_are_deleted(wiring: Wiring, pupr: StaffClient) -> None:
    first, second = file_pothole(wiring), file_pothole(wiring)
    close(pupr, wiring, first, as_jpeg(MENDED))
    before = files_of(wiring)
    photos = [("baru.jpg", as_jpeg(draw_texture(9))), ("lama.jpg", as_jpeg(MENDED))]
    upload = [("foto", (name, content, "image/jpeg")) for name, content in photos]
    refused = do(pupr, wiring, second, "selesai", kata="Sudah.", files=upload)
    assert refused.status_code == 409 and before
    assert files_of(wiring) == before


def test_a_photo_beside_one_that_is_none_is_not_kept(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    upload = [("foto", ("a.jpg", as_jpeg(MENDED), "image/jpeg")), ("foto", ("b.jpg", b"teks", "image/jpeg"))]
    assert do(pupr, wiring, ticket, "selesai", kata="Sudah.", files=upload).status_code == 409
    assert files_of(wiring) == set()
