"""All chats, those who wait for a human first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased
from starlette.responses import Response

from bot.console.nameless import nameless
from bot.console.navigation import READS_CHATS
from bot.console.people import names_of
from bot.console.readings import SURE, UNCLEAR_INTENTS
from bot.console.transcript_lines import Line, show_lines
from bot.console.visits import Console, Page, Visit, page
from bot.conversations.citizens import Citizen
from bot.conversations.line_words import lines_with, words_of
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.conversations.taking import IDLE, holder_of
from bot.reports.personal import masked

PER_PAGE = 30
MOST_WAITING = 50
LONGEST = 200
# Digits of which a masked number could be put together, and how many lines with them are looked at.
DIGITS = re.compile(r"\d(?:[ .-]?\d){2}")
MOST_NUMBERS = 2000
# How far back unclear messages are of use; further back the search for them takes too long.
UNCLEAR_DAYS = timedelta(days=30)
CITIZEN = re.compile(r"(?:warga\s*)?(\d{1,9})", re.IGNORECASE)
FILTERS = {
    "": "Semua",
    "menunggu": "Menunggu petugas",
    "diambil": "Dipegang petugas",
    "kurang_jelas": "Kurang jelas",
    "gagal": "Ada pesan gagal",
}


@dataclass(frozen=True)
class Chat:
    """A row of the list; `holder` is who has the chat, `waits_since` when he asked for a human."""

    citizen_id: int
    last: Line | None
    last_at: datetime
    holder: str
    waits_since: datetime | None


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to; `after` is the citizen below whom the page begins."""

    words: str
    only: str
    after: int | None


def show_chats(console: Console, visit: Visit) -> Response:
    sought = Sought(visit.word("q")[:LONGEST], visit.word("hanya"), visit.number("sesudah"))
    with console.database.reading() as session:
        chats, more = find_chats(session, visit, sought)
        chats = [_nameless(console, session, visit, chat) for chat in chats]
    values: dict[str, Any] = {"chats": chats, "more": more, "sought": sought, "filters": FILTERS}
    return page(console, visit, "percakapan_semua.html", **values)


def _nameless(console: Console, session: Session, visit: Visit, chat: Chat) -> Chat:
    last = nameless(console, session, visit.staff, chat.citizen_id, [chat.last] if chat.last else [])
    return replace(chat, last=last[0] if last else None)


def find_chats(session: Session, visit: Visit, sought: Sought) -> tuple[list[Chat], int | None]:
    """One page of chats, and the citizen after whom the next begins."""
    waiting = [] if sought.after else _waiting(session, visit.at, sought)
    if sought.only == "menunggu":
        return _shown(session, visit, waiting), None
    query = _narrowed(session, visit.at, sought).where(Citizen.human_asked_at.is_(None))
    if sought.after and (edge := session.get(Citizen, sought.after)) is not None:
        same = and_(Citizen.last_inbound_at == edge.last_inbound_at, Citizen.id < edge.id)
        query = query.where(or_(Citizen.last_inbound_at < edge.last_inbound_at, same))
    newest = query.order_by(Citizen.last_inbound_at.desc(), Citizen.id.desc()).limit(PER_PAGE + 1)
    found = session.scalars(newest).all()
    more = found[PER_PAGE - 1].id if len(found) > PER_PAGE else None
    return _shown(session, visit, [*waiting, *found[:PER_PAGE]]), more


def _waiting(session: Session, at: datetime, sought: Sought) -> Sequence[Citizen]:
    query = _narrowed(session, at, sought).where(Citizen.human_asked_at.is_not(None))
    return session.scalars(query.order_by(Citizen.human_asked_at).limit(MOST_WAITING)).all()


def _narrowed(session: Session, at: datetime, sought: Sought) -> Select[tuple[Citizen]]:
    query = select(Citizen).where(Citizen.joined_into.is_(None), Citizen.last_inbound_at.is_not(None))
    if sought.only == "diambil":
        query = query.where(Citizen.taken_by.is_not(None), Citizen.staff_active_at > at - IDLE)
    elif sought.only == "kurang_jelas":
        query = query.where(Citizen.last_inbound_at > at - UNCLEAR_DAYS, _is_unclear())
    elif sought.only == "gagal":
        failed = (OutboxMessage.citizen_id == Citizen.id, OutboxMessage.state == "failed")
        query = query.where(exists().where(*failed, OutboxMessage.handled_at.is_(None)))
    return query.where(_has(session, sought.words)) if sought.words else query


def _has(session: Session, words: str) -> ColumnElement[bool]:
    """A chat with these words in a line that is not secret, or of the citizen with this number."""
    lines = lines_with(session, words).subquery()
    if DIGITS.search(words):
        said = Citizen.id.in_(_who_said(session, words, lines))
    else:
        said = Citizen.id.in_(select(lines.c.citizen_id))
    number = CITIZEN.fullmatch(words)
    return or_(said, Citizen.id == int(number[1])) if number else said


def _who_said(session: Session, words: str, lines: Subquery) -> set[int]:
    """Who said it where nothing is masked: digit by digit, a search would tell a personal number."""
    newest = select(TranscriptEntry.citizen_id, TranscriptEntry.text)
    newest = newest.join(lines, lines.c.line_id == TranscriptEntry.id)
    newest = newest.order_by(TranscriptEntry.id.desc()).limit(MOST_NUMBERS)
    sought = words_of(words)
    return {
        citizen
        for citizen, text in session.execute(newest).tuples()
        if all(word in masked(text or "").lower() for word in sought)
    }


def _is_unclear() -> ColumnElement[bool]:
    """Whether the last words of the citizen were read with doubt."""
    spoken, last = aliased(TranscriptEntry), aliased(TranscriptEntry)
    newest = (
        select(last.id)
        .where(last.citizen_id == Citizen.id, last.speaker == "citizen", last.text.is_not(None))
        .order_by(last.at.desc(), last.id.desc())
        .limit(1)
        .correlate(Citizen)
        .scalar_subquery()
    )
    doubtful = or_(
        spoken.understanding["intent"].as_string().in_(UNCLEAR_INTENTS),
        spoken.understanding["confidence"].as_float() < SURE,
    )
    return exists().where(spoken.id == newest, spoken.secret.is_(False), doubtful)


def _shown(session: Session, visit: Visit, citizens: Sequence[Citizen]) -> list[Chat]:
    lines = _last_lines(session, visit, [citizen.id for citizen in citizens])
    holders = {citizen.id: holder_of(citizen, visit.at) for citizen in citizens}
    names = names_of(session, {one for one in holders.values() if one})
    return [
        Chat(
            citizen.id,
            lines.get(citizen.id),
            citizen.last_inbound_at or citizen.created_at,
            names.get(holders[citizen.id] or 0, ""),
            citizen.human_asked_at,
        )
        for citizen in citizens
    ]


def _last_lines(session: Session, visit: Visit, citizens: list[int]) -> dict[int, Line]:
    newest = (
        select(TranscriptEntry.id)
        .where(TranscriptEntry.citizen_id == Citizen.id)
        .order_by(TranscriptEntry.at.desc(), TranscriptEntry.id.desc())
        .limit(1)
        .correlate(Citizen)
        .scalar_subquery()
    )
    ids = select(newest).select_from(Citizen).where(Citizen.id.in_(citizens))
    entries = session.scalars(select(TranscriptEntry).where(TranscriptEntry.id.in_(ids))).all()
    lines = show_lines(session, visit.staff, entries)
    return {entry.citizen_id: line for entry, line in zip(entries, lines, strict=True)}


PAGES = (Page("/percakapan", show_chats, READS_CHATS),)
