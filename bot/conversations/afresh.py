"""Makes a new citizen of one who is erased, for what he had already written when that happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen, Identity
from bot.conversations.forgetting import ERASED
from bot.conversations.messages import InboxEvent, Media


def start_afresh(session: Session, citizen: Citizen, at: datetime) -> Citizen | None:
    """Give messages that no turn has seen yet to a citizen of the same names; None when there are none.

    A cry for help that comes a second after the farewell is answered like any other.
    """
    unseen = select(InboxEvent.id).where(
        InboxEvent.citizen_id == citizen.id,
        InboxEvent.state == "waiting",
        InboxEvent.kind.not_in(("status", "timer")),
    )
    ids = session.scalars(unseen).all()
    if not ids:
        return None
    fresh = Citizen(
        created_at=at,
        last_inbound_at=citizen.last_inbound_at,
        profile_name_sealed=citizen.profile_name_sealed,
    )
    session.add(fresh)
    session.flush()
    _pass_names(session, citizen, fresh)
    for table, column in ((InboxEvent, InboxEvent.id), (Media, Media.inbox_id)):
        session.execute(update(table).where(column.in_(ids)).values(citizen_id=fresh.id))
    return fresh


def _pass_names(session: Session, citizen: Citizen, fresh: Citizen) -> None:
    """At most one citizen is found by a name: the former one first loses it."""
    query = select(Identity).where(Identity.citizen_id == citizen.id, Identity.ended_at.is_(None))
    copies = []
    for row in session.scalars(query):
        copies.append(
            Identity(
                citizen_id=fresh.id, kind=row.kind, value_hash=row.value_hash, value_sealed=row.value_sealed,
                first_seen_at=row.last_seen_at, last_seen_at=row.last_seen_at,
            )
        )  # fmt: skip
        row.value_hash = f"{ERASED}:{row.id}"
    session.flush()
    session.add_all(copies)
    session.flush()
