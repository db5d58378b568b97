"""Whatever staff, citizens and the clock do, in whatever order, a report stays possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.reports import answering, closing, correcting, passing_on
from bot.reports.answering import Answer
from bot.reports.asking_back import take_info
from bot.reports.cases import Case, NoSuchReport, NotAllowed, Unclear
from bot.reports.clock import STANDING, time_by_hand, whose_time
from bot.reports.deadlines import working_calendar
from bot.reports.following import WorkHasBegun, cancel_by_owner
from bot.reports.judging import NOTHING_SAID, judge
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer, Verdict
from bot.reports.records import Report, ReportEvent
from bot.reports.ringing import ring_due
from bot.reports.sight import Viewer
from bot.reports.statuses import derive_status, is_open
from bot.storage.database import Database
from bot.storage.tables import Table
from tests.reports.cases import TUESDAY, add_citizen, filed, founding_case
from tests.reports.deeds import OKI, OPERATOR, PROVINCE, WORDING, by

DEEDS = (
    "start", "ask", "reply", "promise", "plan", "pass_on", "hand_on", "split", "ask_handover", "agree",
    "refuse", "take_back", "category", "close", "reject", "reopen", "judge", "merge", "cancel", "note",
    "ring",
)  # fmt: skip
REFUSALS = (NotAllowed, Unclear, WorkHasBegun, NoSuchReport)
CALENDAR = working_calendar(OKI)
Step = tuple[str, int, int]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    database = Database("sqlite:///:memory:")
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(0, 12 * 24)), min_size=1, max_size=14
    )
)
@settings(max_examples=15, deadline=None)
def test_no_order_of_deeds_leads_to_an_impossible_report(database: Database, steps: list[Step]) -> None:
    with database.writing() as session:
        report = filed(session, founding_case(OKI, add_citizen(session)))
        other = filed(session, founding_case(OKI, add_citizen(session)))
        ticket, elsewhere = report.ticket, other.ticket
    at, written = TUESDAY, 1
    for deed, which, hours in steps:
        at += timedelta(hours=hours)
        with database.writing() as session:
            report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
            try:
                with session.begin_nested():
                    _do(session, report, deed, which, at, elsewhere)
            except REFUSALS:
                pass
        if deed == "ring":
            while ring_due(database, OKI, WORDING, at):
                pass
        with database.reading() as session:
            report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
            written = _check(session, report, at, written)


def _do(session: Session, report: Report, deed: str, which: int, at: datetime, elsewhere: str) -> None:
    part = report.assignments[which % len(report.assignments)]
    worker = Viewer(7, "Petugas", "officer", part.agency)
    if whose_time(part.status, "") == "luar" or deed in ("agree", "refuse", "merge"):
        worker = OPERATOR
    case, soon = by(worker, session, report, at), at.date() + timedelta(days=3)
    if deed in ("reply", "cancel", "judge", "merge"):
        _do_of_citizen(session, case, report, deed, at, elsewhere)
    elif deed != "ring":
        _do_of_staff(case, part.id, deed, soon)


def _do_of_citizen(
    session: Session, case: Case, report: Report, deed: str, at: datetime, elsewhere: str
) -> None:
    if deed == "reply":
        take_info(session, OKI, report, f"jawaban {at:%d%H}", (), None, at)
    elif deed == "cancel":
        cancel_by_owner(session, report, at)
    elif deed == "merge":
        closing.merge(case, elsewhere)
    else:
        query = select(Verdict).where(Verdict.report_id == report.id).order_by(Verdict.id.desc())
        question = session.scalars(query.limit(1)).first()
        if question is not None:
            judge(session, OKI, question, "belum", NOTHING_SAID, at)


def _do_of_staff(case: Case, part: int, deed: str, soon: date) -> None:
    deeds = {
        "start": lambda: answering.start(case, part),
        "ask": lambda: answering.ask(case, part, "Di mana?"),
        "promise": lambda: answering.answer(case, part, Answer("dikerjakan", "Kami tambal.", soon)),
        "plan": lambda: answering.answer(case, part, Answer("dijadwalkan", "Nanti.", soon, "APBD")),
        "pass_on": lambda: answering.answer(case, part, Answer("jawaban_instansi", "Sedang.")),
        "hand_on": lambda: passing_on.hand_on(case, part, ["DLH"], "bukan kami"),
        "split": lambda: passing_on.hand_on(case, part, ["DLH", "DISHUB"], "berdua"),
        "ask_handover": lambda: passing_on.ask_handover(case, part, PROVINCE, "jalan provinsi", "1"),
        "agree": lambda: passing_on.agree_handover(case, part, "600/1", ""),
        "refuse": lambda: passing_on.refuse_handover(case, part, "milik kabupaten"),
        "take_back": lambda: passing_on.take_back(case, part, "bukan jalan kami"),
        "category": lambda: correcting.change_category(case, part, "pohon_taman"),
        "close": lambda: closing.close(case, part, "sudah", (), "gelap"),
        "reject": lambda: closing.reject(case, part, "lainnya", "maaf"),
        "reopen": lambda: closing.reopen(case, part, "belum beres"),
        "note": lambda: answering.add_note(case, "catatan"),
    }
    deeds[deed]()


def _check(session: Session, report: Report, at: datetime, written: int) -> int:
    """Everything that must hold at any moment; returns the number of events, which never becomes less."""
    assert report.status == derive_status(part.status for part in report.assignments)
    ledger = read_ledger(session, report)
    for part in report.assignments:
        lines = ledger[part.id]
        assert lines[-1].whose == whose_time(part.status, part.agency)
        assert all(one.at <= two.at and one.whose != two.whose for one, two in pairwise(lines))
        whole = CALENDAR.working_minutes(lines[0].at, at)
        assert sum(time_by_hand(lines, CALENDAR, at).values()) == whole
        assert (part.next_due_at is None) == (part.closed_at is not None) == (not is_open(part.status))
        assert part.answer_due_at <= part.due_at or part.answered_at
        if lines[-1].whose in STANDING:
            assert part.next_due_at is not None and part.next_due_at > lines[-1].at
    _check_timers(session, report)
    events = session.scalar(select(func.count()).where(ReportEvent.report_id == report.id)) or 0
    assert events >= written
    return events


def _check_timers(session: Session, report: Report) -> None:
    waiting = session.scalars(select(Timer).where(Timer.report_id == report.id, Timer.state == "waiting"))
    kinds = Counter((timer.assignment_id, timer.kind) for timer in waiting)
    assert all(count == 1 for count in kinds.values())
    query = select(OutboxMessage).where(OutboxMessage.citizen_id == report.citizen_id)
    news = [row.body["text"] for row in session.scalars(query)]
    assert len([words for words in news if "mohon maaf: " in words]) == int(report.breach_told_at is not None)
