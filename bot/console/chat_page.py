"""One chat, read like a chat, and the place to write in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.nameless import nameless
from bot.console.navigation import READS_CHATS, TALKS, WATCHES
from bot.console.records import Staff
from bot.console.transcript_lines import LINES, Line, lines_of
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.conversations.blocking import is_blocked
from bot.conversations.citizens import Citizen
from bot.conversations.identity import current_citizen
from bot.conversations.messages import TranscriptEntry
from bot.conversations.news import unheard_because
from bot.conversations.taking import IDLE, holder_of, waits_for_human
from bot.conversations.window import is_window_open, window_closes_at
from bot.reports.records import Draft, Report
from bot.reports.sight import Viewer, may_see

REPORTS = 10


@dataclass(frozen=True)
class Standing:
    """Who answers in the chat. `holder` is the name of the staff member, `mine` whether it is this one.

    `window` is until when free text can be sent, None when only a template can; `unheard` why news do not
    reach him, as `unheard_because` says it.
    """

    holder: str
    mine: bool
    waits_since: datetime | None
    is_waiting: bool
    back_at: datetime | None
    window: datetime | None
    blocked_until: datetime | None
    unheard: str


def show_chat(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        citizen = find_citizen(session, visit.path_id("id"))
        if citizen.id != visit.path_id("id"):
            return go_to(f"/staff/percakapan/{citizen.id}")
        return page(console, visit, "percakapan.html", **_contents(console, session, visit, citizen))


def refresh_chat(console: Console, visit: Visit) -> Response:
    """The lines again when anything about them has changed; nothing otherwise."""
    with console.database.reading() as session:
        citizen = find_citizen(session, visit.path_id("id"))
        values = _contents(console, session, visit, citizen)
        if visit.word("sidik") == values["print"]:
            return Response(status_code=204)
        return page(console, visit, "percakapan_isi.html", **values)


def find_citizen(session: Session, citizen_id: int) -> Citizen:
    """The citizen, or whom he was joined into. Raises NotFound."""
    citizen = session.get(Citizen, current_citizen(session, citizen_id))
    if citizen is None:
        raise NotFound
    return citizen


def has_secrets(session: Session, citizen_id: int) -> bool:
    """Whether a part of this chat is for another office alone."""
    secret = exists().where(TranscriptEntry.citizen_id == citizen_id, TranscriptEntry.secret.is_(True))
    report = exists().where(Report.citizen_id == citizen_id, Report.secret.is_(True))
    return bool(session.scalar(select(or_(secret, report))))


def reports_of(session: Session, viewer: Viewer, citizen_id: int) -> Sequence[Report]:
    """His newest reports that this person may see."""
    query = select(Report).where(Report.citizen_id == citizen_id, may_see(viewer))
    return session.scalars(query.order_by(Report.created_at.desc(), Report.id.desc()).limit(REPORTS)).all()


def standing_of(session: Session, visit: Visit, citizen: Citizen) -> Standing:
    holder = holder_of(citizen, visit.at)
    staff = session.get(Staff, holder) if holder is not None else None
    active = citizen.staff_active_at
    return Standing(
        holder=staff.name if staff else "Petugas" if holder else "",
        mine=holder == visit.staff.id,
        waits_since=citizen.human_asked_at,
        is_waiting=waits_for_human(citizen, visit.at),
        back_at=active + IDLE if holder is not None and active is not None else None,
        window=window_closes_at(citizen) if is_window_open(citizen, visit.at) else None,
        blocked_until=citizen.blocked_until if is_blocked(citizen, visit.at) else None,
        unheard=unheard_because(citizen),
    )


def _contents(console: Console, session: Session, visit: Visit, citizen: Citizen) -> dict[str, Any]:
    before = visit.number("sebelum")
    lines = lines_of(session, visit.staff, citizen_id=citizen.id, before=before)
    lines = nameless(console, session, visit.staff, citizen.id, lines)
    standing = standing_of(session, visit, citizen)
    is_erased = citizen.erased_at is not None
    return {
        "citizen_id": citizen.id,
        "lines": lines,
        "earlier": lines[0].id if len(lines) == LINES else None,
        "is_newest": before is None,
        "standing": standing,
        "print": _print(lines, standing),
        "reports": reports_of(session, visit.staff, citizen.id),
        "draft": _open_draft(session, citizen.id),
        "may_talk": visit.staff.role in TALKS and not is_erased,
        "may_identify": visit.staff.role in TALKS and not is_erased and not has_secrets(session, citizen.id),
        "may_erase": visit.staff.role in WATCHES and not is_erased,
    }


def _open_draft(session: Session, citizen_id: int) -> Draft | None:
    """The open draft, unless it is one that this page may not speak of."""
    draft = session.scalars(
        select(Draft).where(Draft.citizen_id == citizen_id, Draft.state == "open")
    ).one_or_none()
    if draft is None:
        return None
    secret = exists().where(TranscriptEntry.draft_id == draft.id, TranscriptEntry.secret.is_(True))
    return None if session.scalar(select(secret)) else draft


def _print(lines: list[Line], standing: Standing) -> str:
    """What the page was drawn from, in short: another one means that it is to be drawn anew."""
    seen = [
        (line.id, line.hidden, line.delivery, line.revoked, line.edited_text, _media(line)) for line in lines
    ]
    shown = (standing.holder, standing.mine, standing.is_waiting, standing.window is None, standing.unheard)
    return hashlib.sha256(repr((seen, shown)).encode()).hexdigest()[:16]


def _media(line: Line) -> str | None:
    return f"{line.media.state} {line.media.redacted_at}" if line.media else None


PAGES = (
    Page("/percakapan/{id}", show_chat, READS_CHATS),
    Page("/percakapan/{id}/baris", refresh_chat, READS_CHATS),
)
