"""Hides a passage or a photo of a report wherever it stands; the original is sealed for the Inspektorat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TrackerEvent, TranscriptEntry
from bot.reports import events
from bot.reports.answering import needed
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.events import Words
from bot.reports.life_records import Redaction
from bot.reports.records import Draft, Handover, ReportPhoto
from bot.reports.search_index import index_report
from bot.reports.sight import OPERATOR
from bot.storage.vault import Vault

TOMBSTONE = "[disamarkan]"
SHORTEST = 3
# Keys in JSON whose values the program reads, and no citizen has written.
NAMES = frozenset(
    "event name intent entity extractor type kind id mime graph_id sha256 language policy sender_id "
    "message_id input_channel utter_action parse_id target asked category category_choices report_class "
    "village_code district_code candidates road filed_by changed read".split()
)


@dataclass(frozen=True)
class _Place:
    """A column of a row in which words stand, with how redactions name it."""

    row: Any
    column: str
    target: str
    target_id: int


def redact_words(case: Case, vault: Vault, passage: str, reason: str) -> int:
    """Put a tombstone in place of a passage everywhere; return in how many places it stood.

    Report, parts, events, chat, queues, draft and the bot's memory of the chat are covered. Raises
    NotAllowed, and Unclear for a passage that stands nowhere.
    """
    _check(case)
    hidden, why = passage.strip(), needed(reason, "alasan")
    if len(hidden) < SHORTEST:
        raise Unclear(f"Salin bagian yang akan disamarkan, sedikitnya {SHORTEST} huruf.")
    found = [place for place in _places(case) if _replace(place, hidden)]
    if not found:
        raise Unclear("Bagian itu tidak ditemukan. Salin persis seperti tertulis di laporan.")
    found += [place for place in _remembered(case) if _replace(place, hidden)]
    first = found[0]
    _keep(case, first.target, first.target_id, vault.seal(hidden), why)
    case.note(events.REDACTED, Words(internal=why), target=first.target)
    index_report(case.session, case.region, case.report)
    return len(found)


def redact_photo(case: Case, media_id: int, reason: str) -> None:
    """Hide a photo from everybody but the Inspektorat. Raises NotAllowed, Unclear."""
    _check(case)
    why = needed(reason, "alasan")
    own = select(ReportPhoto.media_id).where(ReportPhoto.report_id == case.report.id)
    query = select(Media).where(Media.id == media_id, Media.id.in_(own), Media.redacted_at.is_(None))
    media = case.session.scalars(query).one_or_none()
    if media is None:
        raise Unclear("Foto itu tidak ada, atau sudah disamarkan.")
    media.redacted_at = case.at
    _keep(case, "media", media.id, None, why)
    case.note(events.REDACTED, Words(internal=why), target="media")


def _check(case: Case) -> None:
    if case.viewer.role != OPERATOR:
        raise NotAllowed("redact")


def _keep(case: Case, target: str, target_id: int, sealed: str | None, reason: str) -> None:
    case.session.add(
        Redaction(
            report_id=case.report.id, target=target, target_id=target_id, original_sealed=sealed,
            reason=reason, staff_id=case.viewer.id, at=case.at,
        )
    )  # fmt: skip


def _places(case: Case) -> Iterator[_Place]:
    """Every column that may hold words of this report, those that people read first."""
    report = case.report
    yield _Place(report, "description", "description", report.id)
    yield _Place(report, "location_text", "location", report.id)
    for part in report.assignments:
        yield _Place(part, "problem", "problem", part.id)
    for event in report.events:
        for column in ("citizen_words", "public_text", "internal_note"):
            yield _Place(event, column, "words", event.id)
    parts = [part.id for part in report.assignments]
    for wish in case.session.scalars(select(Handover).where(Handover.assignment_id.in_(parts))):
        yield _Place(wish, "proof", "words", wish.id)
        yield _Place(wish, "decision", "words", wish.id)
    lines = list(case.session.scalars(_lines_of(case)))
    for line in lines:
        for column in ("text", "content", "understanding"):
            yield _Place(line, column, "line", line.id)
    yield from _copies(case, lines)


def _lines_of(case: Case) -> Select[tuple[TranscriptEntry]]:
    own = TranscriptEntry.report_id == case.report.id
    if case.report.draft_id is not None:
        own = or_(own, TranscriptEntry.draft_id == case.report.draft_id)
    return select(TranscriptEntry).where(own)


def _copies(case: Case, lines: list[TranscriptEntry]) -> Iterator[_Place]:
    """The same words in queues and draft."""
    inbox = [line.inbox_id for line in lines if line.inbox_id]
    outbox = [line.outbox_id for line in lines if line.outbox_id]
    for event in case.session.scalars(select(InboxEvent).where(InboxEvent.id.in_(inbox))):
        yield _Place(event, "payload", "line", event.id)
    for message in case.session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(outbox))):
        yield _Place(message, "body", "line", message.id)
    if case.report.draft_id is not None:
        draft = case.session.get_one(Draft, case.report.draft_id)
        yield _Place(draft, "content", "description", draft.id)


def _remembered(case: Case) -> Iterator[_Place]:
    """The bot's memory of the chat. It holds other reports too, secret ones among them: a passage that
    stands here alone must look as if it stood nowhere.
    """
    remembered = select(TrackerEvent).where(TrackerEvent.citizen_id == case.report.citizen_id)
    for step in case.session.scalars(remembered):
        yield _Place(step, "event", "line", step.id)


def _replace(place: _Place, hidden: str) -> bool:
    value = getattr(place.row, place.column)
    if value is None:
        return False
    if isinstance(value, str):
        if hidden not in value:
            return False
        setattr(place.row, place.column, value.replace(hidden, TOMBSTONE))
        return True
    replaced = _replaced(value, hidden)
    if replaced == value:
        return False
    setattr(place.row, place.column, replaced)
    return True


def _replaced(value: Any, hidden: str) -> Any:
    """The same JSON with the tombstone in its words alone: its keys, numbers and names stay readable."""
    if isinstance(value, str):
        return value.replace(hidden, TOMBSTONE)
    if isinstance(value, list):
        return [_replaced(item, hidden) for item in value]
    if not isinstance(value, dict):
        return value
    # The name of a place that was shared is the citizen's; any other is the program's.
    names = NAMES - {"name"} if "latitude" in value else NAMES
    return {key: item if key in names else _replaced(item, hidden) for key, item in value.items()}
