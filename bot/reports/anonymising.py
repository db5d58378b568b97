"""Takes its owner out of one report: out of all words that were written about it, by him and by staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.region.pack import Region
from bot.reports import events
from bot.reports.anonymous import Person
from bot.reports.life_records import Redaction
from bot.reports.records import Handover, Report
from bot.reports.search_index import index_report
from bot.reports.statuses import IN_PROGRESS, NEEDS_INFO
from bot.reports.timekeeping import keep_time
from bot.reports.verdicts import end_questions

Hide = Callable[[str], str]


def hide_owner(
    session: Session, region: Region, report: Report, person: Person, actor: str, at: datetime
) -> None:
    """Leave a report without identity. What waited for its owner waits no longer."""
    _hide_in(person.hidden_in_own, report, "description", "location_text")
    for part in report.assignments:
        _hide_in(person.hidden_in_own, part, "problem")
        end_questions(session, part, at)
    for event in report.events:
        _hide_in(person.hidden_in_own, event, "citizen_words")
        _hide_in(person.hidden_in, event, "public_text", "internal_note")
    for wish in _handovers(session, report):
        _hide_in(person.hidden_in, wish, "proof", "decision")
    for redaction in session.scalars(select(Redaction).where(Redaction.report_id == report.id)):
        redaction.original_sealed = None
        _hide_in(person.hidden_in, redaction, "reason")
    _hide_in_cards(session, report, person)
    _go_on(session, region, report, at)
    events.record(session, report, events.IDENTITY_ERASED, actor, at)
    index_report(session, region, report)


def _hide_in(hide: Hide, row: Any, *columns: str) -> None:
    for column in columns:
        words = getattr(row, column)
        if words and (hidden := hide(words)) != words:
            setattr(row, column, hidden)


def _handovers(session: Session, report: Report) -> list[Handover]:
    parts = [part.id for part in report.assignments]
    return list(session.scalars(select(Handover).where(Handover.assignment_id.in_(parts))))


def _hide_in_cards(session: Session, report: Report, person: Person) -> None:
    """What others were told of the report in chats of their own."""
    told = select(TranscriptEntry).where(
        TranscriptEntry.report_id == report.id, TranscriptEntry.citizen_id != report.citizen_id
    )
    for line in session.scalars(told):
        line.text = _hidden(line.text, person.hidden_in_own)
        line.content = _hidden(line.content, person.hidden_in_own)
        message = session.get(OutboxMessage, line.outbox_id) if line.outbox_id else None
        if message is not None:
            message.body = _hidden(message.body, person.hidden_in_own)


def _hidden(value: Any, hide: Hide) -> Any:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, list):
        return [_hidden(item, hide) for item in value]
    if isinstance(value, dict):
        return {
            key: item if key in ("id", "name", "buttons") else _hidden(item, hide)
            for key, item in value.items()
        }
    return value


def _go_on(session: Session, region: Region, report: Report, at: datetime) -> None:
    """Nobody will answer any more: what an officer asked is the office's own again."""
    waited = [part for part in report.assignments if part.status == NEEDS_INFO]
    for part in waited:
        part.status = IN_PROGRESS
    if waited:
        keep_time(session, region, report, events.IDENTITY_ERASED, at)
