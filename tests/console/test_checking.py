"""What the operator sees and does about closings that need a second look; grades of proof."""

from __future__ import annotations

import pytest

from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_accusation, file_pothole, look_up, told
from tests.console.test_proofs import MENDED, close
from tests.console.test_report_deeds import do, kinds
from tests.console.test_verdicts import answer
from tests.conversations.drawn_photos import as_jpeg

REASON = {"kata": "Lubang itu sudah rata, fotonya ada."}


@pytest.fixture
def pupr(signed_in: SignedIn) -> StaffClient:
    return signed_in("officer", agency="PUPR")


@pytest.fixture
def operator(signed_in: SignedIn) -> StaffClient:
    return signed_in("operator")


def close_poorly(wiring: Wiring, pupr: StaffClient, ticket: str) -> None:
    do(pupr, wiring, ticket, "selesai", kata="Sudah ditambal.", tanpa_foto="Malam hari.")


@pytest.fixture
def poor(wiring: Wiring, pupr: StaffClient) -> str:
    """The ticket of a report that was closed without a photo."""
    ticket = file_pothole(wiring)
    close_poorly(wiring, pupr, ticket)
    return ticket


@pytest.fixture
def denied(poor: str, wiring: Wiring, pupr: StaffClient) -> str:
    answer(wiring, "belum", "masih berlubang")
    close_poorly(wiring, pupr, poor)
    answer(wiring, "belum", "tetap berlubang")
    return poor


def test_weak_proof_stands_in_a_list_of_its_own(poor: str, wiring: Wiring, operator: StaffClient) -> None:
    file_pothole(wiring)
    counted = operator.get("/staff/laporan").text
    assert 'href="/staff/laporan?periksa=bukti"><b>1</b> bukti kurang' in counted
    assert "periksa=bantahan" not in counted
    # As the form sends it, with its other fields as they are.
    listed = operator.get("/staff/laporan?periksa=bukti&status=terbuka&urut=tenggat&milik=tugas").text
    assert "1 laporan" in listed and poor in listed


def test_a_second_no_stands_in_the_other(denied: str, operator: StaffClient) -> None:
    assert "<b>1</b> dua kali belum beres" in operator.get("/staff/laporan").text
    assert denied in operator.get("/staff/laporan?periksa=bantahan").text
    assert denied not in operator.get("/staff/laporan?periksa=bukti").text


@pytest.mark.parametrize("role", ["officer", "leader", "admin"])
def test_only_the_operator_is_asked_to_look(poor: str, signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert "periksa" not in browser.get("/staff/laporan").text
    page = browser.get(f"/staff/laporan/{poor}").text
    assert "Perlu diperiksa operator: bukti penutupannya kurang." in page and ">Tetap selesai<" not in page


def test_a_denial_is_upheld_after_a_look_at_what_the_citizen_reads(
    denied: str, wiring: Wiring, operator: StaffClient
) -> None:
    before = len(told(wiring, denied))
    shown = do(operator, wiring, denied, "pratinjau", pratinjau="tetap", **REASON)
    assert "tetap dinyatakan selesai" in shown.text and REASON["kata"] in shown.text
    assert len(told(wiring, denied)) == before
    assert "Tetap selesai, beri tahu warga" in operator.get(f"/staff/laporan/{denied}").text
    done = do(operator, wiring, denied, "tetap", **REASON)
    assert done.status_code == 303 and "tetap_selesai" in done.headers["location"]
    assert len(told(wiring, denied)) == before + 1 and kinds(wiring, denied)[-1] == "upheld"
    page = operator.get(f"/staff/laporan/{denied}").text
    assert "Diperiksa operator: tetap selesai" in page and "Perlu diperiksa operator:" not in page


def test_weak_proof_is_upheld_without_a_message(poor: str, wiring: Wiring, operator: StaffClient) -> None:
    before = len(told(wiring, poor))
    assert do(operator, wiring, poor, "tetap", **REASON).status_code == 303
    assert len(told(wiring, poor)) == before
    assert "<b>1</b> bukti kurang" not in operator.get("/staff/laporan").text


def test_what_needs_no_look_cannot_be_upheld(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient
) -> None:
    ticket = file_pothole(wiring)
    close(pupr, wiring, ticket, as_jpeg(MENDED))
    assert do(operator, wiring, ticket, "tetap", **REASON).status_code == 409
    assert do(pupr, wiring, ticket, "tetap", **REASON).status_code == 409


def test_an_open_part_has_no_proof_yet_and_says_so(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert "Belum ada bukti" in pupr.get(f"/staff/laporan/{ticket}").text
    do(pupr, wiring, ticket, "tolak", alasan="bukan_laporan", kata="Ini salam.")
    assert "Belum ada bukti" not in pupr.get(f"/staff/laporan/{ticket}").text


def test_the_operator_hears_nothing_of_weak_proof_in_a_secret_report(
    wiring: Wiring, signed_in: SignedIn, operator: StaffClient
) -> None:
    ticket = file_accusation(wiring)
    close_poorly(wiring, signed_in("inspektorat", agency="INSPEKTORAT"), ticket)
    assert look_up(wiring, ticket).status == "selesai"
    assert "bukti kurang</a>" not in operator.get("/staff/laporan").text
