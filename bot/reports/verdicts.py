"""The questions put to the owner when a part is closed: asked, found again, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Button
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports import events
from bot.reports.deadlines import working_calendar
from bot.reports.life_records import Verdict
from bot.reports.records import Assignment, Report
from bot.reports.statuses import DONE

YES = "sudah"
PARTLY = "belum_semua"
NO = "belum"
# What the button of each answer says.
TITLES = {
    YES: "utter_nilai_tombol_sudah",
    PARTLY: "utter_nilai_tombol_belum_semua",
    NO: "utter_nilai_tombol_belum",
}
NOT_DONE = (PARTLY, NO)
WAITING = "belum_menjawab"
SILENT = "tidak_menjawab"
# The intent that a press of the question's buttons means.
INTENT = "nilai_selesai"
WORKING_DAYS = 10
# For so long his next words are those that he still owes to a no.
WORDS_WITHIN = timedelta(days=1)

# Made once: every turn asks, and building it costs more than running it.
_UNANSWERED = and_(Verdict.answer.is_(None), Verdict.ended_at.is_(None))
_OWES_WORDS = and_(
    Verdict.answer.in_(NOT_DONE), Verdict.words_at.is_(None), Verdict.answered_at > bindparam("owes_since")
)
AWAITED = (
    select(Verdict)
    .join(Report, Report.id == Verdict.report_id)
    .where(Report.citizen_id == bindparam("citizen"), or_(_UNANSWERED, _OWES_WORDS))
    .order_by(Verdict.asked_at.desc(), Verdict.id.desc())
)


def open_question(session: Session, report: Report, part: Assignment, at: datetime) -> Verdict:
    """Ask the owner about a part that was just closed; an older question of the same part ends."""
    end_questions(session, part, at)
    question = Verdict(report_id=report.id, assignment_id=part.id, asked_at=at)
    session.add(question)
    session.flush()
    return question


def answer_buttons(wording: Wording, question: Verdict) -> tuple[Button, ...]:
    """The three answers. Each button names its own question, so that an old one answers nothing new."""
    return tuple(
        Button(f'/{INTENT}{{"verdict": {question.id}, "answer": "{answer}"}}', wording.say(title))
        for answer, title in TITLES.items()
    )


def end_questions(session: Session, part: Assignment, at: datetime) -> None:
    """Ask no longer; a no that waited for the validator is dealt with."""
    for question in session.scalars(
        select(Verdict).where(Verdict.assignment_id == part.id, Verdict.ended_at.is_(None))
    ):
        question.ended_at = at


def question_of(session: Session, citizen_id: int, verdict_id: int) -> Verdict | None:
    """The question of this id, if it was put to this citizen."""
    query = select(Verdict).join(Report, Report.id == Verdict.report_id)
    return session.scalar(query.where(Verdict.id == verdict_id, Report.citizen_id == citizen_id))


def awaited_questions(session: Session, citizen_id: int, at: datetime) -> list[Verdict]:
    """What this citizen was asked and has not answered, or not with the words he owes; the newest first."""
    return list(session.scalars(AWAITED, {"citizen": citizen_id, "owes_since": at - WORDS_WITHIN}))


def verdict_on(session: Session, part: Assignment) -> Verdict | None:
    """The owner's verdict on the last closing of a part."""
    query = select(Verdict).where(Verdict.assignment_id == part.id)
    return session.scalars(query.order_by(Verdict.id.desc()).limit(1)).first()


def judgement_of(session: Session, part: Assignment) -> str | None:
    """How the owner judges a part, else `belum_menjawab tidak_menjawab`; None where nobody asks him."""
    verdict = verdict_on(session, part)
    if verdict is None or verdict.answer:
        return verdict.answer if verdict else None
    if part.status != DONE:
        return None
    return SILENT if verdict.ended_at else WAITING


def is_any_silent(session: Session, region: Region, at: datetime) -> bool:
    """Whether there is anything for `end_silent_verdicts` to do."""
    return bool(_silent(session, region, at))


def end_silent_verdicts(session: Session, region: Region, at: datetime) -> int:
    """End the questions that nobody answered within ten working days; returns how many."""
    silent = _silent(session, region, at)
    for question in silent:
        question.ended_at = at
        report = session.get_one(Report, question.report_id)
        part = session.get_one(Assignment, question.assignment_id)
        events.record(session, report, events.JUDGED, events.SYSTEM, at, assignment=part, answer=SILENT)
    return len(silent)


def _silent(session: Session, region: Region, at: datetime) -> list[Verdict]:
    # Ten working days are more than ten days: only older questions need the calendar.
    query = select(Verdict).where(
        Verdict.answer.is_(None), Verdict.ended_at.is_(None), Verdict.asked_at < at - timedelta(WORKING_DAYS)
    )
    ends = working_calendar(region).add_working_days
    return [one for one in session.scalars(query) if ends(one.asked_at, WORKING_DAYS) < at]
