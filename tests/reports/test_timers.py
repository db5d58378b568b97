from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.reports import closing, ringing, timers
from bot.reports.adopting import adopt_parts
from bot.reports.asking_back import awaited_report, take_info
from bot.reports.following import cancel_by_owner
from bot.reports.life_records import ClockEntry, Timer
from bot.reports.records import Report, ReportEvent
from bot.reports.ringing import Bell, ring_due
from bot.storage.database import Database
from tests.reports.cases import accusation, add_citizen, filed, founding_case, pothole
from tests.reports.deeds import OFFICER, OKI, WORDING, ask, by, first, hand_over, promise, take_back, wib
from tests.reports.officers import VAULT

LATE = wib("2026-12-02 00:00")
MORNING_AFTER = wib("2026-12-02 08:00")
SOON = date(2026, 12, 4)


def file_one(database: Database, make: Callable[[int], Any] = pothole) -> str:
    with database.writing() as session:
        return filed(session, make(add_citizen(session))).ticket


def change(database: Database, ticket: str, deed: Callable[[Session, Report], None]) -> None:
    with database.writing() as session:
        deed(session, session.scalars(select(Report).where(Report.ticket == ticket)).one())


def ring(database: Database, *moments: str) -> None:
    for written in moments:
        ring_due(database, OKI, WORDING, wib(written))


def events_of(database: Database, ticket: str) -> list[str]:
    with database.reading() as session:
        query = select(ReportEvent.kind).join(Report).where(Report.ticket == ticket)
        return list(session.scalars(query.order_by(ReportEvent.id)))[1:]


def told(database: Database) -> list[str]:
    with database.reading() as session:
        return [row.body["text"] for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def waiting(database: Database) -> list[tuple[str, datetime]]:
    with database.reading() as session:
        rows = session.scalars(select(Timer).where(Timer.state == "waiting").order_by(Timer.due_at))
        return [(row.kind, row.due_at) for row in rows]


def test_a_new_report_is_reminded_of_a_working_day_before_its_promise(database: Database) -> None:
    ticket = file_one(database)
    assert waiting(database) == [
        (timers.REMINDER, wib("2026-11-30 08:00")),
        (timers.BREACH, wib("2026-12-01 23:59:59")),
    ]
    ring(database, "2026-11-30 07:59")
    assert events_of(database, ticket) == []
    ring(database, "2026-11-30 08:00", "2026-11-30 08:01")
    assert (events_of(database, ticket), told(database)) == (["promise_near"], [])


def test_a_broken_promise_is_recorded_at_once_and_told_when_offices_open(database: Database) -> None:
    ticket = file_one(database)
    ring_due(database, OKI, WORDING, LATE)
    assert (events_of(database, ticket), told(database)) == (["promise_broken"], [])
    ring(database, "2026-12-02 07:59")
    assert told(database) == []
    ring(database, "2026-12-02 08:00", "2026-12-02 08:05")
    (words,) = told(database)
    assert ticket in words and "Selasa, 1 Desember 2026" in words and "Dinas PUPR" in words
    with database.reading() as session:
        assert session.scalars(select(Report.breach_told_at)).one() == MORNING_AFTER


def test_a_citizen_hears_of_a_breach_once_a_report_however_many_there_are(database: Database) -> None:
    ticket = file_one(database, lambda citizen: founding_case(OKI, citizen))
    ring(database, "2026-12-02 00:00", "2026-12-02 08:00")
    change(
        database, ticket, lambda session, report: promise(session, report, MORNING_AFTER, date(2026, 12, 4))
    )
    ring(database, "2026-12-05 00:00", "2026-12-07 08:00", "2027-01-05 08:00")
    assert events_of(database, ticket).count("promise_broken") == 3
    assert len([words for words in told(database) if "mohon maaf" in words]) == 1


def test_who_answers_before_the_offices_open_is_not_reported(database: Database) -> None:
    ticket = file_one(database)
    ring_due(database, OKI, WORDING, LATE)
    answered = wib("2026-12-02 06:00")
    change(database, ticket, lambda session, report: promise(session, report, answered, date(2026, 12, 10)))
    ring(database, "2026-12-02 08:00")
    assert len(told(database)) == 1  # the answer itself
    ring(database, "2026-12-11 00:00", "2026-12-11 08:00")
    assert "janji Dinas PUPR sampai Kamis, 10 Desember 2026 belum ditepati" in told(database)[-1]


def test_a_secret_report_names_neither_agency_nor_matter(database: Database) -> None:
    ticket = file_one(database, accusation)
    ring(database, "2026-12-02 00:00", "2026-12-02 08:00", "2026-12-03 08:00")
    assert "promise_broken" in events_of(database, ticket)
    (words,) = told(database)
    assert ticket in words and "Inspektorat" not in words and "pungut" not in words.lower()


def test_what_waits_for_the_citizen_breaks_nothing_and_is_remembered(database: Database) -> None:
    ticket = file_one(database)
    change(database, ticket, lambda session, report: ask(session, report, wib("2026-11-25 09:00")))
    assert waiting(database) == [(timers.SILENCE, wib("2026-12-09 23:59:59"))]
    ring(database, "2026-12-08 09:00", "2026-12-10 00:00", "2026-12-10 09:00")
    assert events_of(database, ticket) == ["asked", "citizen_silent"]
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        assert report.next_due_at == wib("2026-12-23 23:59:59")
    assert len(told(database)) == 1


def test_his_answer_lets_the_timers_go_on(database: Database) -> None:
    ticket = file_one(database)
    change(database, ticket, lambda session, report: ask(session, report, wib("2026-11-25 09:00")))

    def reply(session: Session, report: Report) -> None:
        take_info(session, OKI, report, "sebelah kiri", (), None, wib("2026-11-27 09:00"))

    change(database, ticket, reply)
    assert waiting(database) == [
        (timers.REMINDER, wib("2026-12-02 08:00")),
        (timers.BREACH, wib("2026-12-03 23:59:59")),
    ]


def test_the_clock_changes_nothing_in_which_question_was_asked_last(database: Database) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        older, newer = filed(session, pothole(citizen)), filed(session, pothole(citizen))
        ask(session, older, wib("2026-11-25 09:00"))
        ask(session, newer, wib("2026-12-07 09:00"))
    ring(database, "2026-12-10 09:00")
    with database.reading() as session:
        awaited = awaited_report(session, citizen)
        assert awaited is not None and awaited.ticket == newer.ticket


def test_another_government_is_asked_again_every_14_days(database: Database) -> None:
    ticket = file_one(database)
    change(database, ticket, lambda session, report: hand_over(session, report, wib("2026-11-25 09:00")))
    ring(database, "2026-12-09 09:00", "2026-12-09 09:01", "2026-12-23 09:00")
    assert events_of(database, ticket)[2:] == ["chase_due", "chase_due"]
    assert waiting(database) == [(timers.CHASE, wib("2027-01-06 09:00"))]


def test_who_refused_is_asked_no_more_and_the_agencys_promise_rings_again(database: Database) -> None:
    ticket = file_one(database)
    change(database, ticket, lambda session, report: hand_over(session, report, wib("2026-11-25 09:00")))
    change(database, ticket, lambda session, report: take_back(session, report, wib("2026-12-02 09:00")))
    assert waiting(database) == [
        (timers.REMINDER, wib("2026-12-18 08:00")),
        (timers.BREACH, wib("2026-12-21 23:59:59")),
    ]
    ring(database, "2026-12-09 09:00", "2026-12-18 08:00", "2026-12-22 00:00", "2026-12-22 08:00")
    assert events_of(database, ticket)[2:] == ["handover_returned", "promise_near", "promise_broken"]
    assert sum("mengembalikannya" in words for words in told(database)) == 1


def test_a_planned_day_is_told_on_that_day(database: Database) -> None:
    ticket = file_one(database)

    def plan(session: Session, report: Report) -> None:
        promise(session, report, wib("2026-11-25 09:00"), date(2027, 3, 2), "dijadwalkan")

    change(database, ticket, plan)
    ring(database, "2027-03-01 20:00")
    assert len(told(database)) == 1
    ring(database, "2027-03-02 08:00", "2027-03-02 08:10")
    assert "Waktu yang dijadwalkan" in told(database)[-1] and len(told(database)) == 2
    ring(database, "2027-03-30 09:00")
    assert events_of(database, ticket) == ["answered", "plan_due", "promise_near"]
    ring(database, "2027-04-01 00:00")
    assert events_of(database, ticket)[-1] == "promise_broken"


def test_what_is_over_rings_no_more(database: Database) -> None:
    done, taken_back = file_one(database), file_one(database)

    def close(session: Session, report: Report) -> None:
        closing.close(by(OFFICER, session, report, wib("2026-11-25 09:00")), first(report), "sudah", (), "-")

    change(database, done, close)
    change(
        database,
        taken_back,
        lambda session, report: cancel_by_owner(session, report, wib("2026-11-25 09:00")),
    )
    ring(database, "2027-01-05 09:00")
    assert events_of(database, done) == ["closed"]
    assert events_of(database, taken_back) == ["cancelled"]
    assert waiting(database) == []


def test_a_timer_that_cannot_ring_keeps_no_other_waiting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = file_one(database), file_one(database)

    def fail_for_one(ring: Any) -> bool:
        if ring.report.ticket == broken:
            raise LookupError("gone")
        ring.note("promise_broken", what="jawaban", until="2026-12-01")
        return True

    monkeypatch.setitem(ringing.DEEDS, timers.BREACH, fail_for_one)
    ring_due(database, OKI, WORDING, LATE)
    assert (events_of(database, broken), events_of(database, sound)) == ([], ["promise_broken"])


def test_after_a_crash_the_timer_rings_again_and_leaves_nothing_half_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = file_one(database)

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ringing, "keep_time", crash)
        with pytest.raises(KeyboardInterrupt):
            ring_due(database, OKI, WORDING, LATE)
    assert events_of(database, ticket) == []
    restarted = Database(database.engine.url.render_as_string(hide_password=False))
    ring_due(restarted, OKI, WORDING, LATE)
    restarted.dispose()
    assert events_of(database, ticket) == ["promise_broken"]


def test_several_processes_ring_each_timer_once(database: Database) -> None:
    tickets = [file_one(database) for _ in range(12)]
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(4)

    def run(_: int) -> None:
        mine = Database(url)
        together.wait()
        for moment in (LATE, MORNING_AFTER):
            while ring_due(mine, OKI, WORDING, moment):
                pass
        mine.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert [events_of(database, ticket) for ticket in tickets] == [["promise_broken"]] * 12
    assert len(told(database)) == 12


def test_what_has_no_ledger_yet_gets_one_and_no_citizen_is_told_of_old_breaches(database: Database) -> None:
    ticket, asked = file_one(database), file_one(database)
    change(database, asked, lambda session, report: ask(session, report, wib("2026-11-25 09:00")))
    with database.writing() as session:
        session.execute(delete(ClockEntry))
        session.execute(delete(Timer))
    bell = Bell(database, VAULT, OKI, WORDING)
    bell.ring(MORNING_AFTER)
    assert waiting(database) == [(timers.SILENCE, wib("2026-12-09 23:59:59"))]
    change(database, ticket, lambda session, report: promise(session, report, MORNING_AFTER, SOON))
    bell.ring(wib("2026-12-03 09:00"))
    # The heads of the office may know how long it has lain.
    assert events_of(database, ticket) == ["escalated", "answered", "promise_near"]
    assert len(told(database)) == 2
    assert adopt_parts(database, OKI, MORNING_AFTER) == 0
