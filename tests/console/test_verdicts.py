"""What the page of a report says of its owner's verdict, and of trouble that has come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.reports.judging import Said, judge
from bot.reports.life_records import Verdict
from bot.reports.records import Report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_pothole
from tests.console.test_report_deeds import do


@pytest.fixture
def pupr(signed_in: SignedIn) -> StaffClient:
    return signed_in("officer", agency="PUPR")


@pytest.fixture
def closed(wiring: Wiring, pupr: StaffClient) -> str:
    """The ticket of a report that was declared done."""
    ticket = file_pothole(wiring)
    do(pupr, wiring, ticket, "selesai", kata="Sudah ditambal.", tanpa_foto="Malam hari.")
    return ticket


def answer(wiring: Wiring, given: str, words: str = "") -> None:
    with wiring.database.writing() as session:
        question = session.scalars(select(Verdict).order_by(Verdict.id.desc())).first()
        assert question is not None
        judge(session, wiring.region, question, given, Said(words), now())


def test_nothing_is_said_of_a_part_that_nobody_has_closed(wiring: Wiring, pupr: StaffClient) -> None:
    assert "Pelapor: <strong>" not in pupr.get(f"/staff/laporan/{file_pothole(wiring)}").text


def test_an_open_question_waits(closed: str, pupr: StaffClient) -> None:
    assert "Pelapor: <strong>belum menjawab</strong>" in pupr.get(f"/staff/laporan/{closed}").text


def test_a_question_that_nobody_answered_says_so(closed: str, wiring: Wiring, pupr: StaffClient) -> None:
    with wiring.database.writing() as session:
        session.scalars(select(Verdict)).one().ended_at = now()
    assert "Pelapor: <strong>tidak menjawab</strong>" in pupr.get(f"/staff/laporan/{closed}").text


def test_a_no_shows_with_its_words(closed: str, wiring: Wiring, pupr: StaffClient) -> None:
    answer(wiring, "belum_semua", "dekat masjid masih berlubang")
    page = pupr.get(f"/staff/laporan/{closed}").text
    assert "Pelapor: <strong>belum semua</strong>" in page and "Dibuka kembali" in page
    assert "Penilaian pelapor: belum semua" in page and "dekat masjid masih berlubang" in page


def test_a_second_no_asks_for_the_operator(closed: str, wiring: Wiring, pupr: StaffClient) -> None:
    answer(wiring, "belum")
    do(pupr, wiring, closed, "selesai", kata="Diulangi.", tanpa_foto="Malam hari.")
    answer(wiring, "belum")
    assert "perlu diperiksa operator" in pupr.get(f"/staff/laporan/{closed}").text


def test_what_has_come_back_leads_to_the_report_that_was_closed(
    closed: str, wiring: Wiring, pupr: StaffClient
) -> None:
    again = file_pothole(wiring, at=now() + timedelta(days=1))
    assert f'Rusak lagi dari <a href="/staff/laporan/{closed}">' in pupr.get(f"/staff/laporan/{again}").text
    assert f"Rusak lagi: {again}" in pupr.get(f"/staff/laporan/{closed}").text


def test_who_may_not_open_the_former_report_reads_no_link(
    closed: str, wiring: Wiring, signed_in: SignedIn
) -> None:
    again = file_pothole(wiring, at=now() + timedelta(days=1))
    with wiring.database.writing() as session:
        report = session.scalars(select(Report).where(Report.ticket == again)).one()
        report.assignments[0].agency = "DLH"
    page = signed_in("officer", agency="DLH").get(f"/staff/laporan/{again}").text
    assert f"/staff/laporan/{closed}" not in page
