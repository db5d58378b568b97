"""The lines of a conversation as one member of the staff may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from bot.console.delivery import Delivery, delivery_of
from bot.console.readings import Reading, reading_of
from bot.console.records import Staff
from bot.conversations.messages import Media, OutboxMessage, TranscriptEntry
from bot.conversations.outbox import TO_OFFICERS
from bot.reports.personal import masked
from bot.reports.records import Report
from bot.reports.sight import TRAINER, Viewer, may_see

LINES = 80
HIDDEN = "bagian rahasia"


@dataclass(frozen=True)
class Line:
    """One line, with personal numbers masked.

    A `hidden` line belongs to a secret report that is not this person's: only its moment is here.
    `ticket` is that of a report which he may open. `typed_by` wrote down a voice note of the citizen.
    """

    id: int
    speaker: str
    at: datetime
    hidden: bool = False
    kind: str = "text"
    text: str = ""
    edited_text: str = ""
    edited: bool = False
    revoked: bool = False
    quoted: str = ""
    buttons: tuple[str, ...] = ()
    list_label: str = ""
    rows: tuple[str, ...] = ()
    pin: tuple[float, float] | None = None
    is_template: bool = False
    media: Media | None = None
    filename: str = ""
    staff_name: str = ""
    typed_by: str = ""
    delivery: Delivery | None = None
    reading: Reading | None = None
    ticket: str | None = None


@dataclass(frozen=True)
class _Around:
    """Everything that the lines of one page point to, by its id."""

    visible: dict[int, str]
    secret: set[int]
    of_draft: dict[int, int]
    media: dict[int, Media]
    outbox: dict[int, OutboxMessage]
    staff: dict[int, str]
    quoted: dict[str, TranscriptEntry] = field(default_factory=dict)


def lines_of(
    session: Session,
    viewer: Viewer,
    *,
    citizen_id: int | None = None,
    report: Report | None = None,
    before: int | None = None,
    limit: int = LINES,
) -> list[Line]:
    """The newest lines of a chat, or those of one report, in their order.

    `before` is the id of the line above which to go on. The caller has checked that the viewer may read this
    chat or this report; secret lines of other reports stay hidden all the same.
    """
    query = select(TranscriptEntry).where(_within(citizen_id, report))
    if before is not None and (edge := session.get(TranscriptEntry, before)) is not None:
        earlier = and_(TranscriptEntry.at == edge.at, TranscriptEntry.id < edge.id)
        query = query.where(or_(TranscriptEntry.at < edge.at, earlier))
    newest = query.order_by(TranscriptEntry.at.desc(), TranscriptEntry.id.desc()).limit(limit)
    return show_lines(session, viewer, session.scalars(newest).all()[::-1])


def show_lines(session: Session, viewer: Viewer, entries: Sequence[TranscriptEntry]) -> list[Line]:
    """These lines of any chats as this person may read them."""
    around = _around(session, viewer, entries)
    lines = [_line(entry, around) for entry in entries]
    return [_words_only(line) for line in lines] if viewer.role == TRAINER else lines


def _words_only(line: Line) -> Line:
    """What trainers need: no file and no pin, which tell who the citizen is (product.md §6)."""
    return replace(line, media=None, filename="", pin=None)


def _within(citizen_id: int | None, report: Report | None) -> ColumnElement[bool]:
    if report is None:
        return TranscriptEntry.citizen_id == citizen_id
    # What officers were sent about it belongs to their chats.
    card = exists().where(OutboxMessage.id == TranscriptEntry.outbox_id, OutboxMessage.purpose == TO_OFFICERS)
    own = and_(TranscriptEntry.report_id == report.id, ~card)
    return own if report.draft_id is None else or_(own, TranscriptEntry.draft_id == report.draft_id)


def _around(session: Session, viewer: Viewer, entries: Sequence[TranscriptEntry]) -> _Around:
    reports = _reports(session, viewer, entries)
    media = _ids(entry.media_id for entry in entries)
    outbox = _ids(entry.outbox_id for entry in entries)
    staff = _ids(entry.staff_id for entry in entries) | _ids(_typed_by(entry) for entry in entries)
    quotes = {entry.reply_to for entry in entries if entry.reply_to}
    around = _Around(
        visible={row.id: row.ticket for row, seen in reports if seen},
        secret={row.id for row, _ in reports if row.secret},
        of_draft={row.draft_id: row.id for row, _ in reports if row.draft_id is not None},
        media={row.id: row for row in _rows(session, Media, media)},
        outbox={row.id: row for row in _rows(session, OutboxMessage, outbox)},
        staff={row.id: row.name for row in _rows(session, Staff, staff)},
    )
    if quotes:
        found = session.scalars(select(TranscriptEntry).where(TranscriptEntry.wamid.in_(quotes)))
        around.quoted.update({str(entry.wamid): entry for entry in found})
    return around


def _reports(
    session: Session, viewer: Viewer, entries: Sequence[TranscriptEntry]
) -> Sequence[tuple[Report, bool]]:
    """The reports that the lines belong to, and whether this person may see each."""
    ids, drafts = (_ids(entry.report_id for entry in entries), _ids(entry.draft_id for entry in entries))
    if not ids and not drafts:
        return []
    query = select(Report, may_see(viewer)).where(or_(Report.id.in_(ids), Report.draft_id.in_(drafts)))
    return [(row, bool(seen)) for row, seen in session.execute(query).tuples()]


def _rows(session: Session, table: Any, ids: set[int]) -> Iterable[Any]:
    return session.scalars(select(table).where(table.id.in_(ids))) if ids else ()


def _ids(values: Iterable[int | None]) -> set[int]:
    return {value for value in values if value is not None}


def _typed_by(entry: TranscriptEntry) -> int | None:
    return (entry.content or {}).get("typed_by") if entry.speaker == "citizen" else None


def _is_hidden(entry: TranscriptEntry, around: _Around) -> bool:
    own = {entry.report_id, around.of_draft.get(entry.draft_id or 0)} - {None}
    if any(report_id in around.secret and report_id not in around.visible for report_id in own):
        return True
    return entry.secret and not any(report_id in around.visible for report_id in own)


def _line(entry: TranscriptEntry, around: _Around) -> Line:
    if _is_hidden(entry, around):
        return Line(entry.id, entry.speaker, entry.at, hidden=True)
    content = entry.content or {}
    report_id = entry.report_id or around.of_draft.get(entry.draft_id or 0)
    sent = around.outbox.get(entry.outbox_id or 0)
    return Line(
        id=entry.id,
        speaker=entry.speaker,
        at=entry.at,
        kind=entry.kind,
        text=masked(entry.text or ""),
        edited_text=masked(str(content.get("edited_text") or "")),
        edited=entry.edited_at is not None or bool(content.get("edited")),
        revoked=entry.revoked_at is not None,
        quoted=_quoted(entry, around),
        buttons=tuple(button["title"] for button in content.get("buttons") or ()),
        list_label=content.get("list_label") or "",
        rows=tuple(row["title"] for row in content.get("rows") or ()),
        pin=_pin(entry, content),
        is_template=bool(content.get("template")),
        media=around.media.get(entry.media_id or 0),
        filename=masked(str(content.get("filename") or "")),
        staff_name=around.staff.get(entry.staff_id or 0, ""),
        typed_by=around.staff.get(_typed_by(entry) or 0, ""),
        delivery=delivery_of(sent) if sent else None,
        reading=reading_of(entry.understanding) if entry.speaker == "citizen" else None,
        ticket=around.visible.get(report_id or 0),
    )


def _quoted(entry: TranscriptEntry, around: _Around) -> str:
    quoted = around.quoted.get(entry.reply_to or "")
    if quoted is None or quoted.citizen_id != entry.citizen_id:
        return ""
    return HIDDEN if _is_hidden(quoted, around) else masked(quoted.text or "")


def _pin(entry: TranscriptEntry, content: dict[str, Any]) -> tuple[float, float] | None:
    if entry.kind != "location" or content.get("latitude") is None:
        return None
    return float(content["latitude"]), float(content["longitude"])
