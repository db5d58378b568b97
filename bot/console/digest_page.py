"""What stood in the last morning digests of a desk, and whom they reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.contacts import desks_of
from bot.console.navigation import READS_REPORTS, WATCHES
from bot.console.visits import Console, NotFound, Page, Visit, page
from bot.conversations.messages import OutboxMessage
from bot.reports.busy_desks import HEADS, WORKERS
from bot.reports.digest_contents import HEADINGS
from bot.reports.digest_news import EMPTY, KNOWN, SENT
from bot.reports.digest_words import WORDS
from bot.reports.digests import FAILED, UNADDRESSED, WAITING
from bot.reports.office_records import Card, Digest
from bot.reports.records import Report
from bot.reports.saving import SAVED_DIGEST
from bot.reports.sight import LEADER, may_see

# Two working weeks of a desk with both its audiences.
MOST = 20
AUDIENCES = (WORKERS, HEADS)
STATES = {
    KNOWN: "Tidak dikirim: tidak ada yang baru sejak kartu dan ringkasan sebelumnya.",
    UNADDRESSED: "Tidak dikirim: belum ada kontak yang dikonfirmasi.",
    SAVED_DIGEST: "Tidak dikirim: mode hemat.",
    FAILED: "Tidak dapat disusun.",
}
REACHED = ("delivered", "read")


@dataclass(frozen=True)
class Heading:
    """Reports under one heading that this person may see; `title` counts all of them."""

    title: str
    reports: list[Report]


@dataclass(frozen=True)
class ShownDigest:
    """One digest; `whose` says whom it was for, `told` what became of it."""

    day: date
    whose: str
    told: str
    headings: list[Heading]


def show_digests(console: Console, visit: Visit) -> Response:
    desks = _desks(console, visit)
    chosen = visit.word("meja") or desks[0]
    if chosen not in desks:
        raise NotFound
    wanted = desks if visit.staff.role == LEADER and not visit.word("meja") else [chosen]
    with console.database.reading() as session:
        digests = _digests(console, session, visit, wanted)
        known: dict[str, Any] = {"digests": digests, "desks": desks, "chosen": wanted}
        return page(console, visit, "ringkasan.html", **known)


def _desks(console: Console, visit: Visit) -> list[str]:
    """The desks whose digests this person may read, his own first."""
    region = console.region
    if visit.staff.role == LEADER:
        return [level.desk for level in reversed(region.escalation) if level.desk] or [region.operator_agency]
    if visit.staff.role in WATCHES:
        return list(dict.fromkeys([region.operator_agency, *desks_of(region)]))
    if visit.staff.desk is None:
        raise NotFound
    return [visit.staff.desk]


def _digests(console: Console, session: Session, visit: Visit, desks: Sequence[str]) -> list[ShownDigest]:
    query = select(Digest).where(Digest.desk.in_(desks), Digest.audience.in_(AUDIENCES))
    if visit.staff.role == LEADER:
        query = query.where(Digest.audience == HEADS)
    query = query.where(Digest.state.not_in((WAITING, EMPTY)))
    rows = session.scalars(query.order_by(Digest.day.desc(), Digest.audience.desc()).limit(MOST)).all()
    seen, states = _visible(session, visit, rows), _states(session, rows)
    return [
        ShownDigest(
            row.day, _whose(console, row), _told(row, states[row.id]),
            [_heading(console, name, row.content[name], seen) for name in HEADINGS if name in row.content],
        )
        for row in rows
    ]  # fmt: skip


def _whose(console: Console, digest: Digest) -> str:
    """Whom a digest is for: a desk, the heads of an agency, or a level above the agencies."""
    levels = {level.desk: level.name for level in console.region.escalation if level.desk}
    if digest.audience == HEADS and digest.desk in levels:
        return levels[digest.desk]
    desk = console.region.agency_label(digest.desk)
    return f"Atasan {desk}" if digest.audience == HEADS else desk


def _visible(session: Session, visit: Visit, digests: Iterable[Digest]) -> dict[int, Report]:
    ids = {one for digest in digests for listed in digest.content.values() for one in listed}
    query = select(Report).where(Report.id.in_(ids), may_see(visit.staff))
    return {report.id: report for report in session.scalars(query)}


def _states(session: Session, digests: Iterable[Digest]) -> dict[int, list[str]]:
    """How far the messages of each digest have come."""
    states: dict[int, list[str]] = defaultdict(list)
    query = select(Card, OutboxMessage.state).outerjoin(OutboxMessage, OutboxMessage.id == Card.outbox_id)
    for card, state in session.execute(query.where(Card.digest_id.in_([row.id for row in digests]))):
        states[card.digest_id].append(state or card.dropped_because or "queued")
    return states


def _told(digest: Digest, states: Sequence[str]) -> str:
    if digest.state != SENT:
        return STATES.get(digest.state, "")
    reached = sum(state in REACHED for state in states)
    read = states.count("read")
    return f"Dikirim ke {len(states)} kontak: {reached} sampai, {read} dibaca."


def _heading(console: Console, name: str, ids: Sequence[int], seen: dict[int, Report]) -> Heading:
    title = console.wording.say(WORDS[name], jumlah=len(ids))
    return Heading(title, [seen[one] for one in ids if one in seen])


PAGES = (Page("/ringkasan", show_digests, READS_REPORTS),)
