"""The owner judges a part that was declared done: his first no opens it again, without the staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import events
from bot.reports.checking import DENIED
from bot.reports.deadlines import due_dates
from bot.reports.events import Words, record
from bot.reports.following import add_words, attach_photos
from bot.reports.life_records import Verdict
from bot.reports.records import Assignment, Report
from bot.reports.statuses import DONE, IN_PROGRESS
from bot.reports.timekeeping import keep_time
from bot.reports.verdicts import NOT_DONE, YES

# What a judgement led to.
NOTED = "noted"
OPENED_AGAIN = "opened_again"
TO_VALIDATOR = "to_validator"
WORDS_KEPT = "words_kept"
SAID_BEFORE = "said_before"
OVER = "over"


@dataclass(frozen=True)
class Said:
    """What came with an answer: words, and the ids of stored media of this citizen."""

    words: str = ""
    media_ids: Sequence[int] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words.strip() or self.media_ids)


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Judged:
    """What followed; `words_missing`: he has not told yet what is not done."""

    outcome: str
    report: Report
    part: Assignment
    words_missing: bool = False


def judge(
    session: Session, region: Region, question: Verdict, answer: str, said: Said, at: datetime
) -> Judged:
    """Take the owner's answer, once. What is answered already, or over, takes nothing but his words."""
    report, part = _locked(session, question)
    if question.answer or question.ended_at or part.status != DONE:
        if not said.is_empty:
            return _with_words(session, question, report, part, said, at)
        return Judged(SAID_BEFORE if question.answer else OVER, report, part)
    question.answer, question.answered_at = answer, at
    question.words_at = None if said.is_empty else at
    _note(session, report, part, events.JUDGED, at, said.words, answer=answer)
    _keep_photos(session, report, said, at)
    if answer == YES:
        part.to_check = None
        return Judged(NOTED, report, part)
    report.unread_at = report.unread_at or at
    if not _is_first_no(session, question):
        part.to_check = None if report.secret else DENIED
        _note(session, report, part, events.SECOND_NO, at)
        return Judged(TO_VALIDATOR, report, part, said.is_empty)
    question.ended_at = at
    begin_again(region, report, part, at)
    keep_time(session, region, report, events.REOPENED, at)
    _note(session, report, part, events.REOPENED, at)
    return Judged(OPENED_AGAIN, report, part, said.is_empty)


def add_missing_words(session: Session, question: Verdict, said: Said, at: datetime) -> Judged:
    """Keep what he says is not done, after he had only said no."""
    report, part = _locked(session, question)
    return _with_words(session, question, report, part, said, at)


def begin_again(region: Region, report: Report, part: Assignment, at: datetime) -> None:
    """Put a closed part back to work, with the time of the pack for a new answer; `keep_time` comes next."""
    due = due_dates(region, part.category, report.report_class, at)
    part.status, part.answered_at, part.to_check = IN_PROGRESS, None, None
    part.answer_due_at, part.due_at = due.answer_at, due.settle_at


def _locked(session: Session, question: Verdict) -> tuple[Report, Assignment]:
    """The report of a question and its part, which nobody else changes before the transaction ends."""
    session.flush()
    report = session.get_one(Report, question.report_id, with_for_update=True, populate_existing=True)
    session.refresh(question)
    part = session.get_one(Assignment, question.assignment_id, populate_existing=True)
    return report, part


def _is_first_no(session: Session, question: Verdict) -> bool:
    earlier = select(func.count()).where(
        Verdict.assignment_id == question.assignment_id,
        Verdict.id < question.id,
        Verdict.answer.in_(NOT_DONE),
    )
    return not session.scalar(earlier)


def _with_words(
    session: Session, question: Verdict, report: Report, part: Assignment, said: Said, at: datetime
) -> Judged:
    question.words_at = question.words_at or at
    add_words(session, report, said.words, at)
    _keep_photos(session, report, said, at)
    return Judged(WORDS_KEPT, report, part)


def _keep_photos(session: Session, report: Report, said: Said, at: datetime) -> None:
    if said.media_ids:
        attach_photos(session, report, said.media_ids, at)


def _note(
    session: Session,
    report: Report,
    part: Assignment,
    kind: str,
    at: datetime,
    words: str = "",
    **data: str,
) -> None:
    said = Words(citizen=words.strip() or None)
    record(
        session, report, kind, events.CITIZEN, at,
        assignment=part, status=part.status, words=said, **data,
    )  # fmt: skip
