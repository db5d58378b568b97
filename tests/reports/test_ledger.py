from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import answering, asking_back, closing, correcting, passing_on
from bot.reports.clock import CITIZENS, NOBODYS, OUTSIDE, time_by_hand
from bot.reports.deadlines import due_dates, working_calendar
from bot.reports.following import add_words, cancel_by_owner
from bot.reports.judging import NOTHING_SAID, judge
from bot.reports.ledger import read_ledger
from bot.reports.life_records import ClockEntry, Verdict
from bot.reports.promises import BROKEN, KEPT, OPEN, VOID, promise_outcome
from bot.reports.records import Promise, Report
from bot.reports.status import OwnerView, status_for
from tests.reports.cases import TUESDAY, add_citizen, filed, founding_case, pothole
from tests.reports.deeds import (
    CLEANER,
    OFFICER,
    OPERATOR,
    ask,
    by,
    first,
    hand_over,
    promise,
    take_back,
    wib,
)

DAY = timedelta(days=1)


@pytest.fixture
def report(session: Session) -> Report:
    return filed(session, pothole(add_citizen(session)))


def hands(session: Session, report: Report) -> list[tuple[str, str]]:
    session.flush()
    parts = [part.id for part in report.assignments]
    entries = select(ClockEntry).where(ClockEntry.assignment_id.in_(parts))
    ordered = session.scalars(entries.order_by(ClockEntry.assignment_id, ClockEntry.id))
    return [(entry.whose, entry.because) for entry in ordered]


def answer_of_citizen(session: Session, region: Region, report: Report, written: str) -> None:
    asking_back.take_info(session, region, report, "sebelah kiri", (), None, wib(written))


def test_every_part_of_a_new_report_begins_in_the_hand_of_its_agency(
    session: Session, region: Region
) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    assert hands(session, report) == [("PUPR", "filed")] * 2


def test_every_move_leaves_the_part_in_the_hand_that_has_it_then(
    session: Session, region: Region, report: Report
) -> None:
    answering.start(by(OFFICER, session, report, wib("2026-11-24 10:00")), first(report))
    ask(session, report, wib("2026-11-24 11:00"))
    answer_of_citizen(session, region, report, "2026-11-24 12:00")
    passing_on.hand_on(
        by(OFFICER, session, report, wib("2026-11-24 13:00")), first(report), ["DLH"], "bukan kami"
    )
    passing_on.hand_on(
        by(CLEANER, session, report, wib("2026-11-24 14:00")), first(report), ["PUPR"], "jalan"
    )
    correcting.change_category(
        by(OFFICER, session, report, wib("2026-11-24 14:05")), first(report), "drainase_banjir"
    )
    promise(session, report, wib("2026-11-24 14:10"), date(2026, 12, 1))
    hand_over(session, report, wib("2026-11-24 15:00"))
    passed_on = answering.Answer(answering.PASSED_ON, "Ditambal minggu depan.")
    answering.answer(by(OFFICER, session, report, wib("2026-11-25 09:00")), first(report), passed_on)
    closing.close(by(OFFICER, session, report, wib("2026-12-02 09:00")), first(report), "sudah", (), "gelap")
    closing.reopen(by(OFFICER, session, report, wib("2026-12-03 09:00")), first(report), "kembali rusak")
    closing.reject(by(OFFICER, session, report, wib("2026-12-03 10:00")), first(report), "lainnya", "maaf")
    assert hands(session, report) == [
        ("PUPR", "filed"),
        (CITIZENS, "asked"),
        ("PUPR", "info_given"),
        ("DLH", "handed_on"),
        ("PUPR", "handed_on"),
        (OUTSIDE, "handover_agreed"),
        (NOBODYS, "closed"),
        ("PUPR", "reopened"),
        (NOBODYS, "rejected"),
    ]


def test_what_changes_no_hand_leaves_no_line(session: Session, report: Report) -> None:
    add_words(session, report, "makin dalam", TUESDAY + DAY)
    passing_on.ask_handover(by(OFFICER, session, report, TUESDAY + DAY), first(report), "PUBMTR", "SK", "1")
    passing_on.refuse_handover(by(OPERATOR, session, report, TUESDAY + DAY), first(report), "jalan kabupaten")
    assert hands(session, report) == [("PUPR", "filed")]


def test_a_part_given_to_two_agencies_has_a_ledger_for_each(session: Session, report: Report) -> None:
    passing_on.hand_on(
        by(OFFICER, session, report, TUESDAY + DAY), first(report), ["DLH", "DISHUB"], "berdua"
    )
    assert hands(session, report) == [("PUPR", "filed"), ("DLH", "handed_on"), ("DISHUB", "handed_on")]


def test_a_report_that_is_taken_back_or_merged_is_nobodys(session: Session, report: Report) -> None:
    double = filed(session, pothole(add_citizen(session)))
    closing.merge(by(OPERATOR, session, double, TUESDAY + DAY), report.ticket)
    cancel_by_owner(session, report, TUESDAY + DAY)
    assert hands(session, double)[-1] == (NOBODYS, "merged")
    assert hands(session, report)[-1] == (NOBODYS, "cancelled")


def test_the_owners_no_gives_the_time_back_to_the_agency(
    session: Session, region: Region, report: Report
) -> None:
    closing.close(by(OFFICER, session, report, TUESDAY + DAY), first(report), "sudah", (), "gelap")
    question = session.scalars(select(Verdict).where(Verdict.report_id == report.id)).one()
    judge(session, region, question, "belum", NOTHING_SAID, TUESDAY + 2 * DAY)
    assert hands(session, report)[-1] == ("PUPR", "reopened")
    assert report.assignments[0].next_due_at == report.assignments[0].answer_due_at > TUESDAY + 2 * DAY


def test_while_the_citizen_is_asked_no_promise_comes_nearer(
    session: Session, region: Region, report: Report
) -> None:
    part = report.assignments[0]
    before = part.answer_due_at, part.due_at
    ask(session, report, wib("2026-11-25 09:00"))
    assert part.next_due_at == wib("2026-12-09 23:59:59")  # ten working days: looked after again
    view = status_for(session, region, report.ticket, report.citizen_id, wib("2027-01-05 09:00"))
    assert isinstance(view, OwnerView) and (view.lines[0].due_at, view.lines[0].overdue) == (None, False)
    answer_of_citizen(session, region, report, "2026-11-30 09:00")
    assert part.answer_due_at == wib("2026-12-04 23:59:59") == part.next_due_at
    assert part.due_at == wib("2026-12-17 23:59:59")
    assert before == (wib("2026-12-01 23:59:59"), wib("2026-12-14 23:59:59"))


def test_short_questions_win_no_day_each(session: Session, region: Region, report: Report) -> None:
    part = report.assignments[0]
    for hour in (9, 11, 13):
        ask(session, report, wib(f"2026-11-25 {hour:02}:00"))
        answer_of_citizen(session, region, report, f"2026-11-25 {hour:02}:10")
        assert part.due_at == wib("2026-12-15 23:59:59")


def test_a_question_after_the_promise_was_broken_mends_nothing(
    session: Session, region: Region, report: Report
) -> None:
    ask(session, report, wib("2026-12-03 09:00"))
    answer_of_citizen(session, region, report, "2026-12-07 09:00")
    assert report.assignments[0].answer_due_at == wib("2026-12-01 23:59:59")
    assert report.assignments[0].due_at == wib("2026-12-16 23:59:59")


def test_an_answer_given_before_that_of_the_citizen_is_in_time(session: Session, report: Report) -> None:
    part = report.assignments[0]
    ask(session, report, wib("2026-11-30 09:00"))
    promise(session, report, wib("2026-12-03 09:00"), date(2026, 12, 10))
    assert part.answered_at is not None and part.answered_at < part.answer_due_at


def test_what_another_government_needed_is_not_the_agencys(
    session: Session, region: Region, report: Report
) -> None:
    hand_over(session, report, wib("2026-11-24 15:00"))
    assert report.assignments[0].next_due_at == wib("2026-12-08 15:00")  # asked again after 14 days
    closing.close(
        by(OFFICER, session, report, wib("2027-01-14 09:00")), first(report), "ditambal", (), "jauh"
    )
    part = report.assignments[0]
    assert part.closed_at is not None and part.closed_at < part.due_at
    lines = read_ledger(session, report)[part.id]
    minutes = time_by_hand(lines, working_calendar(region), wib("2027-01-14 09:00"))
    assert minutes["PUPR"] == 330  # from 9.30 to 15.00


def test_a_refusal_from_outside_gives_the_time_back_to_the_agency(
    session: Session, region: Region, report: Report
) -> None:
    part, before = report.assignments[0], report.assignments[0].due_at
    hand_over(session, report, wib("2026-11-25 09:00"))
    take_back(session, report, wib("2026-12-02 09:00"))
    assert hands(session, report) == [
        ("PUPR", "filed"),
        (OUTSIDE, "handover_agreed"),
        ("PUPR", "handover_returned"),
    ]
    calendar = working_calendar(region)
    assert part.due_at == part.next_due_at == calendar.add_working_days(before, 5)
    minutes = time_by_hand(read_ledger(session, report)[part.id], calendar, wib("2026-12-02 10:00"))
    outside = calendar.working_minutes(wib("2026-11-25 09:00"), wib("2026-12-02 09:00"))
    assert minutes[OUTSIDE] == outside > 0
    assert sum(minutes.values()) == calendar.working_minutes(TUESDAY, wib("2026-12-02 10:00"))


def test_a_promise_waits_while_another_government_makes_up_its_mind(
    session: Session, region: Region, report: Report
) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 11, 27))
    hand_over(session, report, wib("2026-11-25 09:00"))
    take_back(session, report, wib("2026-12-02 09:00"), OPERATOR)
    assert outcome(session, region, report, "2026-12-04 23:00") == OPEN
    assert outcome(session, region, report, "2026-12-05 00:01") == BROKEN


def test_a_refusal_by_the_operator_leaves_the_time_where_it_ran(session: Session, report: Report) -> None:
    part, before = report.assignments[0], (report.assignments[0].answer_due_at, report.assignments[0].due_at)
    passing_on.ask_handover(by(OFFICER, session, report, TUESDAY + DAY), first(report), "PUBMTR", "SK", "1")
    passing_on.refuse_handover(by(OPERATOR, session, report, TUESDAY + 7 * DAY), first(report), "milik kita")
    assert (part.answer_due_at, part.due_at) == before
    assert part.next_due_at == part.answer_due_at


def test_a_new_category_keeps_the_days_that_were_waited(
    session: Session, region: Region, report: Report
) -> None:
    ask(session, report, wib("2026-11-25 09:00"))
    answer_of_citizen(session, region, report, "2026-11-26 09:00")
    correcting.change_category(
        by(OFFICER, session, report, wib("2026-11-26 10:00")), first(report), "pohon_taman"
    )
    fresh = due_dates(region, "pohon_taman", "pengaduan", TUESDAY)
    calendar = working_calendar(region)
    assert report.assignments[0].due_at == calendar.add_working_days(fresh.settle_at, 1)


def outcome(session: Session, region: Region, report: Report, written: str) -> str:
    session.flush()
    made = session.scalars(select(Promise).order_by(Promise.id)).first()
    part = report.assignments[0]
    assert made is not None
    return promise_outcome(region, made, part, read_ledger(session, report)[part.id], wib(written))


def test_a_promise_is_open_then_broken(session: Session, region: Region, report: Report) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 11, 27))
    assert outcome(session, region, report, "2026-11-27 23:00") == OPEN
    assert outcome(session, region, report, "2026-11-28 00:01") == BROKEN


@pytest.mark.parametrize(("closed", "judged"), [("2026-11-27 15:00", KEPT), ("2026-11-28 08:00", BROKEN)])
def test_a_promise_is_kept_by_closing_in_time(
    session: Session, region: Region, report: Report, closed: str, judged: str
) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 11, 27))
    closing.close(by(OFFICER, session, report, wib(closed)), first(report), "sudah", (), "gelap")
    assert outcome(session, region, report, "2026-12-24 09:00") == judged


def test_a_promise_waits_for_the_citizen(session: Session, region: Region, report: Report) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 11, 27))
    ask(session, report, wib("2026-11-25 09:00"))
    assert outcome(session, region, report, "2026-12-24 09:00") == OPEN
    answer_of_citizen(session, region, report, "2026-11-30 09:00")
    assert outcome(session, region, report, "2026-12-02 23:00") == OPEN
    assert outcome(session, region, report, "2026-12-03 09:00") == BROKEN


def test_a_plan_is_kept_until_the_end_of_its_month(session: Session, region: Region, report: Report) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2027, 3, 1), "dijadwalkan")
    assert outcome(session, region, report, "2027-03-31 23:00") == OPEN
    assert outcome(session, region, report, "2027-04-01 00:01") == BROKEN


def test_who_has_handed_a_part_on_has_nothing_to_keep(
    session: Session, region: Region, report: Report
) -> None:
    promise(session, report, wib("2026-11-24 10:00"), date(2026, 12, 10))
    passing_on.hand_on(
        by(OFFICER, session, report, wib("2026-11-25 09:00")), first(report), ["DLH"], "sampah"
    )
    assert outcome(session, region, report, "2027-01-05 09:00") == VOID
