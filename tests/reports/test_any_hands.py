"""Whoever tries whatever on a report, in whatever order: what product and roles forbid never happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.reports import answering, closing, correcting, events, passing_on
from bot.reports.answering import Answer
from bot.reports.asking_back import take_info
from bot.reports.cases import Case, NoSuchReport, NotAllowed, Unclear, open_case
from bot.reports.clock import time_by_hand
from bot.reports.deadlines import working_calendar
from bot.reports.following import WorkHasBegun, cancel_by_owner
from bot.reports.judging import NOTHING_SAID, Said, judge
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer, Verdict
from bot.reports.promises import BROKEN, promise_outcome
from bot.reports.records import Promise, Report
from bot.reports.ringing import ring_due
from bot.reports.sight import Viewer
from bot.reports.statuses import derive_status
from bot.reports.verdicts import NO, PARTLY, YES, end_silent_verdicts
from bot.storage.database import Database
from bot.storage.tables import Table
from tests.reports.cases import TUESDAY, add_citizen, filed, founding_case
from tests.reports.deeds import OKI, PROVINCE, WORDING

CALENDAR = working_calendar(OKI)
REFUSALS = (NotAllowed, Unclear, WorkHasBegun, NoSuchReport)
# product.md §3: from each state the others that a part can come to.
WAYS = {
    "diterima": {"diproses", "butuh_info", "diteruskan", "selesai", "ditolak", "digabung", "dibatalkan"},
    "diproses": {"diterima", "butuh_info", "diteruskan", "selesai", "ditolak", "digabung"},
    "butuh_info": {"diterima", "diproses", "diteruskan", "selesai", "ditolak", "digabung"},
    "diteruskan": {"selesai", "digabung"},
    "selesai": {"diproses"},
    "ditolak": {"diproses"},
    "digabung": set(),
    "dibatalkan": set(),
}
READERS = ("admin", "trainer", "leader")
STAFF = (
    Viewer(1, "Operator", "operator", None),
    Viewer(2, "Petugas Jalan", "officer", "PUPR"),
    Viewer(3, "Petugas Kebersihan", "officer", "DLH"),
    Viewer(4, "Camat", "camat", "KEC-16.02.05"),
    Viewer(5, "Camat lain", "camat", "KEC-16.02.06"),
    Viewer(6, "Auditor", "inspektorat", "INSPEKTORAT"),
    *(Viewer(7, "Pembaca", role, None) for role in READERS),
)
ON_PARTS: dict[str, Callable[[Case, int], Any]] = {
    "start": answering.start,
    "ask": lambda case, part: answering.ask(case, part, "Di mana?"),
    "promise": lambda case, part: answering.answer(case, part, Answer("dikerjakan", "Segera.", _soon(case))),
    "plan": lambda case, part: answering.answer(
        case, part, Answer("dijadwalkan", "Nanti.", _soon(case), "APBD")
    ),
    "pass_on": lambda case, part: answering.answer(case, part, Answer("jawaban_instansi", "Sedang.")),
    "hand_on": lambda case, part: passing_on.hand_on(case, part, ["DLH"], "bukan kami"),
    "hand_to_camat": lambda case, part: passing_on.hand_on(case, part, ["KEC-16.02.05"], "dekat"),
    "split": lambda case, part: passing_on.hand_on(case, part, ["PUPR", "DISHUB"], "berdua"),
    "ask_handover": lambda case, part: passing_on.ask_handover(case, part, PROVINCE, "SK", "1"),
    "agree": lambda case, part: passing_on.agree_handover(case, part, "600/1", ""),
    "refuse": lambda case, part: passing_on.refuse_handover(case, part, "milik kabupaten"),
    "category": lambda case, part: correcting.change_category(case, part, "pohon_taman"),
    "close": lambda case, part: closing.close(case, part, "Sudah.", (), "gelap"),
    "reject": lambda case, part: closing.reject(case, part, "lainnya", "Maaf."),
    "reopen": lambda case, part: closing.reopen(case, part, "belum beres"),
}
OF_OTHERS = ("reply", "cancel", YES, PARTLY, NO, "silence", "ring", "merge", "take_double")


def _soon(case: Case) -> Any:
    return (case.at + timedelta(days=3)).date()


@dataclass(frozen=True)
class Step:
    """One attempt: by one of the staff, or what owner, clock and operator do; so many hours later."""

    deed: str
    by: Viewer
    part: int
    hours: int


STEPS = st.lists(
    st.builds(
        Step,
        deed=st.sampled_from((*ON_PARTS, *OF_OTHERS)),
        # Those who may do something come more often, so that reports get far.
        by=st.sampled_from((*STAFF[:2] * 5, STAFF[2], *STAFF)),
        part=st.integers(0, 3),
        hours=st.integers(0, 9 * 24),
    ),
    min_size=4,
    max_size=18,
)


@dataclass(frozen=True)
class Picture:
    """A report at one moment: what was written of it, how its parts stand, what its owner was told."""

    written: tuple[tuple[Any, ...], ...]
    states: dict[int, str]
    told: int
    told_double: int
    breach_told: bool
    answers: dict[int, str | None]
    broken: frozenset[int]


class Life:
    """One report and its double, and the picture of it after each step."""

    def __init__(self, database: Database) -> None:
        self.database, self.at = database, TUESDAY
        with database.writing() as session:
            self.ticket = filed(session, founding_case(OKI, add_citizen(session))).ticket
            self.double = filed(session, founding_case(OKI, add_citizen(session))).ticket
        self.pictures = [self.look()]

    def take(self, step: Step) -> None:
        self.at += timedelta(hours=step.hours)
        with self.database.writing() as session:
            try:
                with session.begin_nested():
                    self._do(session, step)
            except REFUSALS:
                pass
        if step.deed == "ring":
            while ring_due(self.database, OKI, WORDING, self.at):
                pass
        self.pictures.append(self.look())

    def _do(self, session: Session, step: Step) -> None:
        report = _report(session, self.ticket)
        questions = select(Verdict).where(Verdict.report_id == report.id).order_by(Verdict.id)
        if step.deed == "reply":
            take_info(session, OKI, report, f"jawaban {self.at:%j%H}", (), None, self.at)
        elif step.deed == "cancel":
            cancel_by_owner(session, report, self.at)
        elif step.deed == "silence":
            end_silent_verdicts(session, OKI, self.at)
        elif step.deed in (YES, PARTLY, NO):
            asked = list(session.scalars(questions))
            if asked:
                said = Said("masih rusak") if step.part % 2 else NOTHING_SAID
                judge(session, OKI, asked[-1 - step.part % len(asked)], step.deed, said, self.at)
        elif step.deed in ("merge", "take_double"):
            one, other = (self.ticket, self.double)[:: 1 if step.deed == "merge" else -1]
            closing.merge(open_case(session, OKI, WORDING, step.by, one, self.at), other)
        elif step.deed != "ring":
            part = report.assignments[step.part % len(report.assignments)]
            case = open_case(session, OKI, WORDING, step.by, self.ticket, self.at)
            before = part.status, part.agency
            ON_PARTS[step.deed](case, part.id)
            assert _may(step.by, *before), f"{step.by.role} {step.by.desk} did {step.deed} on {before}"

    def look(self) -> Picture:
        with self.database.reading() as session:
            report = _report(session, self.ticket)
            _check_moment(session, report, self.at)
            verdicts = session.scalars(select(Verdict).where(Verdict.report_id == report.id))
            return Picture(
                written=tuple(
                    (one.id, one.kind, one.actor, one.at, one.assignment_id, one.public_text, str(one.data))
                    for one in report.events
                ),
                states={part.id: part.status for part in report.assignments},
                told=_told(session, report),
                told_double=_told(session, _report(session, self.double)),
                breach_told=report.breach_told_at is not None,
                answers={verdict.id: verdict.answer for verdict in verdicts},
                broken=frozenset(_broken(session, report, self.at)),
            )


def _report(session: Session, ticket: str) -> Report:
    return session.scalars(select(Report).where(Report.ticket == ticket)).one()


def _told(session: Session, report: Report) -> int:
    query = select(OutboxMessage.id).where(OutboxMessage.citizen_id == report.citizen_id)
    return len(session.scalars(query).all())


def _may(by: Viewer, status: str, agency: str) -> bool:
    """product.md §6: the office that has the part, or the operator; nobody else does anything to it."""
    return by.role == "operator" or by.desk == agency


def _broken(session: Session, report: Report, at: datetime) -> Iterator[int]:
    ledger = read_ledger(session, report)
    for part in report.assignments:
        for made in session.scalars(select(Promise).where(Promise.assignment_id == part.id)):
            if promise_outcome(OKI, made, part, ledger[part.id], at) == BROKEN:
                yield made.id


def _check_moment(session: Session, report: Report, at: datetime) -> None:
    """What holds of every report at every moment."""
    assert report.status == derive_status(part.status for part in report.assignments)
    ledger = read_ledger(session, report)
    for part in report.assignments:
        lines = ledger[part.id]
        assert lines and lines[0].at >= report.created_at
        assert all(one.at <= two.at and one.whose != two.whose for one, two in pairwise(lines))
        hands = time_by_hand(lines, CALENDAR, at)
        assert sum(hands.values()) == CALENDAR.working_minutes(lines[0].at, at)
    kinds = Counter((one.assignment_id, one.kind) for one in report.events)
    verdicts = list(session.scalars(select(Verdict).where(Verdict.report_id == report.id)))
    asked = Counter(verdict.assignment_id for verdict in verdicts)
    assert all(kinds[part.id, events.CLOSED] == asked[part.id] for part in report.assignments)
    waiting = Counter(one.assignment_id for one in verdicts if not (one.answer or one.ended_at))
    assert set(waiting.values()) <= {1}
    by_owner = [one for one in report.events if (one.kind, one.actor) == (events.REOPENED, events.CITIZEN)]
    assert set(Counter(one.assignment_id for one in by_owner).values()) <= {1}


def _check_step(step: Step, before: Picture, after: Picture) -> None:
    """What holds between a moment and the next."""
    assert after.written[: len(before.written)] == before.written
    for part, state in before.states.items():
        reached = after.states[part]
        assert reached == state or reached in WAYS[state], f"{step.deed}: {state} became {reached}"
    fresh = after.written[len(before.written) :]
    public = [one for one in fresh if one[5] or one[1] == events.PLAN_DUE]
    breach = after.breach_told - before.breach_told
    assert after.told - before.told == len(public) + breach, step
    assert after.told_double - before.told_double <= 1
    assert before.breach_told <= after.breach_told
    assert all(after.answers[one] == answer for one, answer in before.answers.items() if answer)
    assert before.broken <= after.broken, f"{step.deed}: a broken promise was mended"


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    database = Database("sqlite:///:memory:")
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    yield database
    database.dispose()


@given(steps=STEPS)
@settings(max_examples=20, deadline=None)
def test_no_sequence_of_attempts_breaks_what_is_promised(database: Database, steps: list[Step]) -> None:
    life = Life(database)
    for step in steps:
        life.take(step)
        _check_step(step, *life.pictures[-2:])
    with database.writing() as session:
        # Nothing of this report rings in the next one.
        for timer in session.scalars(select(Timer).where(Timer.state == "waiting")):
            timer.state = "dropped"


def test_who_only_reads_is_refused_every_deed(database: Database) -> None:
    life = Life(database)
    readers = [viewer for viewer in STAFF if viewer.role in READERS]
    for viewer in readers:
        for deed in (*ON_PARTS, "merge", "take_double"):
            life.take(Step(deed, viewer, 0, 1))
    assert life.pictures[-1] == life.pictures[0]
