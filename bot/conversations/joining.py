"""Makes one citizen of two, when WhatsApp says that they were one person all along."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import TrackerEvent
from bot.storage.tables import Table

OWN_COLUMNS = {(Citizen.__tablename__, "joined_into")}


def join_citizens(session: Session, joined: Citizen, into: Citizen) -> None:
    """Move everything that belongs to `joined`, in every room, over to `into`.

    The tracker's events of the joined citizen are deleted: they are the working memory of a session that
    nobody continues, and the transcript tells the same. A row that cannot follow, because `into` already
    has its only one (an open draft), stays and is found through `joined_into`. A turn that is being worked
    on for the joined citizen loses its lease, so that it runs again for the remaining one.
    """
    session.flush()
    session.execute(sa.delete(TrackerEvent).where(TrackerEvent.citizen_id == joined.id))
    for table, column in _columns_of_citizens():
        _move(session, table, column, joined.id, into.id)
    joined.joined_into = into.id
    joined.lease_token = None
    joined.lease_until = None
    into.last_inbound_at = max(filter(None, (into.last_inbound_at, joined.last_inbound_at)), default=None)
    into.privacy_told_at = into.privacy_told_at or joined.privacy_told_at
    _keep_agreements(joined, into)
    session.flush()
    # The moved rows were changed below the session's own copies of them.
    session.expire_all()


def _keep_agreements(joined: Citizen, into: Citizen) -> None:
    """What staff decided about either holds for the one who remains."""
    into.updates_stopped_at = into.updates_stopped_at or joined.updates_stopped_at
    into.human_asked_at = into.human_asked_at or joined.human_asked_at
    if into.taken_by is None:
        into.taken_by, into.staff_active_at = joined.taken_by, joined.staff_active_at
    if joined.blocked_until and (into.blocked_until is None or joined.blocked_until > into.blocked_until):
        for fact in ("blocked_until", "blocked_because", "blocked_by"):
            setattr(into, fact, getattr(joined, fact))
    joined.human_asked_at = joined.taken_by = joined.blocked_until = None


def _columns_of_citizens() -> Iterator[tuple[sa.Table, sa.Column[int]]]:
    """Every column of every table that points at a citizen, whichever room it belongs to."""
    for table in Table.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is Citizen.__table__.c.id and (table.name, key.parent.name) not in OWN_COLUMNS:
                yield table, key.parent


def _move(session: Session, table: sa.Table, column: sa.Column[int], joined: int, into: int) -> None:
    try:
        with session.begin_nested():
            session.execute(sa.update(table).where(column == joined).values({column.name: into}))
    except IntegrityError:
        _move_singly(session, table, column, joined, into)


def _move_singly(session: Session, table: sa.Table, column: sa.Column[int], joined: int, into: int) -> None:
    keys = list(table.primary_key.columns)
    for row in session.execute(sa.select(*keys).where(column == joined)).all():
        this_row = sa.and_(*(key == value for key, value in zip(keys, row, strict=True)))
        try:
            with session.begin_nested():
                session.execute(sa.update(table).where(this_row).values({column.name: into}))
        except IntegrityError:
            continue
