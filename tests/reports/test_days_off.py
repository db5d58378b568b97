"""Deadlines, reminders and news around Lebaran, the end of the year, and midnight in Kayu Agung."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.region.calendar import WorkingCalendar
from bot.region.pack import Region, load_region
from bot.reports import closing
from bot.reports.answering import DONE_BY, PLANNED
from bot.reports.asking_back import take_info
from bot.reports.cases import Unclear
from bot.reports.clock import time_by_hand
from bot.reports.deadlines import due_dates, working_calendar
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer
from bot.reports.promises import BROKEN, KEPT, OPEN, promise_outcome
from bot.reports.records import Promise, Report
from bot.reports.ringing import ring_due
from bot.reports.status import OwnerView, status_for
from bot.storage.database import Database
from tests.reports.cases import PACK, add_citizen, filed, pothole
from tests.reports.deeds import OFFICER, OKI, WORDING, ask, by, first, hand_over, promise, wib

# Nyepi, Lebaran and their cuti bersama in 2027: the offices are closed from Saturday 6 to Monday 15 March.
BEFORE_LEBARAN, AFTER_LEBARAN = "2027-03-05", "2027-03-16"


def report_at(session: Session, written: str) -> Report:
    return filed(session, pothole(add_citizen(session), at=wib(written)))


def timers_of(session: Session, report: Report) -> list[tuple[str, datetime]]:
    query = select(Timer).where(Timer.report_id == report.id, Timer.state == "waiting")
    return [(timer.kind, timer.due_at) for timer in session.scalars(query.order_by(Timer.due_at))]


def outcome(session: Session, report: Report, written: str) -> str:
    part = report.assignments[0]
    made = session.scalars(select(Promise).where(Promise.assignment_id == part.id)).one()
    return promise_outcome(OKI, made, part, read_ledger(session, report)[part.id], wib(written))


# filed, first answer due, reminder, whole due
DEADLINES = [
    ("2027-03-05 09:00", "2027-03-22", "2027-03-19", "2027-04-06"),  # the last day before Lebaran
    ("2027-03-11 09:00", "2027-03-22", "2027-03-19", "2027-04-06"),  # in the middle of it
    ("2027-03-01 09:00", "2027-03-16", "2027-03-05", "2027-03-31"),  # reminded before, due after
    ("2026-12-23 09:00", "2027-01-04", "2026-12-31", "2027-01-18"),  # Christmas and the new year
    ("2026-12-30 09:00", "2027-01-08", "2027-01-07", "2027-01-21"),  # the new year and Isra Mikraj
    ("2026-11-28 09:00", "2026-12-04", "2026-12-03", "2026-12-17"),  # a Saturday
    ("2026-11-24 23:59", "2026-12-01", "2026-11-30", "2026-12-14"),
    ("2026-11-25 00:00", "2026-12-02", "2026-12-01", "2026-12-15"),  # still the day before in UTC
    ("2026-11-25 07:00", "2026-12-02", "2026-12-01", "2026-12-15"),  # midnight in UTC changes nothing
]


@pytest.mark.parametrize(("sent", "answer", "reminded", "settled"), DEADLINES)
def test_days_off_move_every_deadline_and_reminder(
    session: Session, sent: str, answer: str, reminded: str, settled: str
) -> None:
    report = report_at(session, sent)
    assert report.answer_due_at == wib(f"{answer} 23:59:59")
    assert report.due_at == wib(f"{settled} 23:59:59")
    assert timers_of(session, report) == [
        ("pengingat", wib(f"{reminded} 08:00")),
        ("janji_lewat", wib(f"{answer} 23:59:59")),
    ]


def test_a_promise_broken_before_lebaran_is_told_when_the_offices_open_again(database: Database) -> None:
    with database.writing() as session:
        report = report_at(session, "2027-02-26 09:00")
        assert report.answer_due_at == wib(f"{BEFORE_LEBARAN} 23:59:59")
    told = []
    for written in (f"{BEFORE_LEBARAN} 23:59:59", "2027-03-15 23:59:59", f"{AFTER_LEBARAN} 08:00"):
        while ring_due(database, OKI, WORDING, wib(written)):
            pass
        with database.reading() as session:
            told.append(len(list(session.scalars(select(OutboxMessage)))))
    assert told == [0, 0, 1]


def test_a_citizen_who_is_asked_before_lebaran_has_ten_working_days(session: Session) -> None:
    report = report_at(session, "2027-03-02 09:00")
    ask(session, report, wib("2027-03-03 09:00"))
    session.flush()
    assert timers_of(session, report) == [("warga_diam", wib("2027-03-29 23:59:59"))]


def test_waiting_while_the_offices_are_closed_costs_and_wins_nothing(session: Session) -> None:
    report = report_at(session, "2027-03-04 09:00")
    part = report.assignments[0]
    before = part.answer_due_at, part.due_at
    ask(session, report, wib(f"{BEFORE_LEBARAN} 17:00"))
    take_info(session, OKI, report, "sebelah kiri", (), None, wib("2027-03-15 20:00"))
    assert (part.answer_due_at, part.due_at) == before
    lines = read_ledger(session, report)[part.id]
    hands = time_by_hand(lines, working_calendar(OKI), wib(f"{AFTER_LEBARAN} 08:30"))
    # Thursday from 9 to 16, Friday from 8 to 16.30, and half an hour after Lebaran.
    assert hands == {"PUPR": 420 + 510 + 30, "warga": 0}


def test_another_government_is_asked_again_after_14_days_whatever_days_they_are(session: Session) -> None:
    report = report_at(session, "2027-02-23 09:00")
    hand_over(session, report, wib("2027-02-24 09:00"))
    session.flush()
    assert timers_of(session, report) == [("tanya_lagi", wib("2027-03-10 09:00"))]


@pytest.mark.parametrize(
    ("planned", "last", "over"),
    [
        (date(2026, 12, 1), "2026-12-31 23:59:59", "2027-01-01 00:00"),
        (date(2027, 2, 1), "2027-02-28 23:59:59", "2027-03-01 00:00"),
        (date(2028, 2, 29), "2028-02-29 23:59:59", "2028-03-01 00:00"),
    ],
)
def test_a_plan_ends_with_its_month_in_local_time(
    session: Session, planned: date, last: str, over: str
) -> None:
    report = report_at(session, "2026-11-24 09:30")
    promise(session, report, wib("2026-11-24 10:00"), planned, PLANNED)
    session.flush()
    assert (outcome(session, report, last), outcome(session, report, over)) == (OPEN, BROKEN)


def test_today_is_the_day_in_kayu_agung_though_it_is_yesterday_in_utc(session: Session) -> None:
    report, after_midnight = report_at(session, "2026-11-24 09:30"), wib("2026-11-26 00:30")
    with pytest.raises(Unclear):
        promise(session, report, after_midnight, date(2026, 11, 25), DONE_BY)
    promise(session, report, after_midnight, date(2026, 11, 26), DONE_BY)


@pytest.mark.parametrize(("closed", "judged"), [("23:59:59", KEPT), ("00:00:00", BROKEN)])
def test_the_last_second_of_a_day_is_in_time_and_the_next_is_not(
    session: Session, closed: str, judged: str
) -> None:
    report = report_at(session, "2026-11-24 09:30")
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 12, 31))
    at = wib(f"2026-12-31 {closed}") + timedelta(days=closed == "00:00:00")
    closing.close(by(OFFICER, session, report, at), first(report), "sudah", (), "gelap")
    session.flush()
    assert outcome(session, report, "2027-01-31 09:00") == judged


def test_a_deadline_is_overdue_from_the_first_second_of_the_next_local_day(session: Session) -> None:
    report = report_at(session, "2026-11-24 09:30")

    def is_overdue(written: str) -> bool:
        view = status_for(session, OKI, report.ticket, report.citizen_id, wib(written))
        assert isinstance(view, OwnerView)
        return view.lines[0].overdue

    assert not is_overdue("2026-12-01 23:59:59")
    assert is_overdue("2026-12-02 00:00:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-25 08:00"),  # whoever comes with the opening is told the next day
        ("2026-11-24 23:59:59", "2026-11-25 08:00"),
        ("2026-11-27 17:00", "2026-11-30 08:00"),
        ("2026-12-31 18:00", "2027-01-04 08:00"),
        ("2027-03-05 16:30", "2027-03-16 08:00"),
    ],
)
def test_news_wait_for_the_next_opening(moment: str, opens: str) -> None:
    assert working_calendar(OKI).next_opening(wib(moment)) == wib(opens)


def test_friday_is_longer_and_its_end_is_no_office_time() -> None:
    calendar = working_calendar(OKI)
    assert calendar.is_office_time(wib("2026-11-27 16:15"))
    assert not calendar.is_office_time(wib("2026-11-27 16:30"))
    assert not calendar.is_office_time(wib("2026-11-26 16:15"))


@pytest.fixture
def corrected(tmp_path: Path) -> Region:
    """The pack after a decree that no library knows yet: one day more off, one day that is worked."""
    pack = Path(shutil.copytree(PACK, tmp_path / "oki"))
    file = pack / "holidays.yml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("add:\n", "add:\n  2026-11-30: Hari jadi kabupaten\n")
    file.write_text(text.replace("remove: []", "remove: [2026-12-25]"), encoding="utf-8")
    return load_region(pack)


def test_a_correction_of_the_pack_moves_what_is_counted_from_then_on(corrected: Region) -> None:
    noon = datetime(2026, 11, 24, 5, tzinfo=timezone.utc)
    due = due_dates(corrected, "jalan_jembatan", "pengaduan", noon)
    assert due.answer_at == wib("2026-12-02 23:59:59") != due_dates(OKI, "jalan_jembatan", "pengaduan", noon)
    calendar = WorkingCalendar(corrected)
    assert calendar.working_minutes(wib("2026-11-30 08:00"), wib("2026-11-30 16:00")) == 0
    assert calendar.working_minutes(wib("2026-12-25 08:00"), wib("2026-12-25 16:30")) == 510
    assert calendar.working_day_before(wib("2026-12-28 09:00")) == wib("2026-12-25 08:00")
    assert calendar.next_opening(wib("2026-11-27 17:00")) == wib("2026-12-01 08:00")


def test_a_date_given_before_the_correction_stays_as_it_was_told(session: Session, corrected: Region) -> None:
    report = report_at(session, "2026-11-24 09:30")
    view = status_for(session, corrected, report.ticket, report.citizen_id, wib("2026-11-25 09:00"))
    assert isinstance(view, OwnerView)
    assert view.lines[0].due_at == wib("2026-12-01 23:59:59")
