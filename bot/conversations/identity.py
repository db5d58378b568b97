"""Who writes: a citizen is not a phone number.

A citizen is known by Meta's business-scoped user id first and by the phone number second; either may be
missing and both are kept with their history. Numbers are recycled: the same phone with another user id
is another citizen. Two identities become one citizen only by a system event (which names the former
user id or phone), or when a citizen known by phone alone meets his first user id within 90 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.citizens import PHONE, USER_ID, Citizen, Identity
from bot.conversations.joining import join_citizens
from bot.conversations.names import Names, NamesChanged
from bot.storage.vault import Vault

# After this long in silence an Indonesian prepaid number may belong to somebody else.
PHONE_ALONE_TRUSTED = timedelta(days=90)
ATTEMPTS = 5


@dataclass(frozen=True)
class Sender:
    """How one webhook names the person behind it; the previous names come only with system events."""

    user_id: str | None
    phone: str | None
    profile_name: str | None
    previous_user_id: str | None = None
    previous_phone: str | None = None

    @property
    def names(self) -> dict[str, str]:
        """The present names by their kind."""
        given = {USER_ID: self.user_id, PHONE: self.phone}
        return {kind: value for kind, value in given.items() if value}

    @property
    def is_named(self) -> bool:
        return bool(self.user_id or self.phone or self.previous_user_id or self.previous_phone)


@dataclass(frozen=True)
class Address:
    """Where a message to a citizen goes; a part is None when WhatsApp never told it."""

    phone: str | None
    user_id: str | None


def resolve(session: Session, vault: Vault, sender: Sender, at: datetime) -> Citizen:
    """Find or create the citizen behind a sender, record his names, and lock his row until the commit.

    Two webhooks that create the same citizen at once end with one: the later waits for the earlier and
    then finds him. Raises ValueError when the sender has no name at all.
    """
    if not sender.is_named:
        raise ValueError("a sender without user id and without phone")
    for _ in range(ATTEMPTS):
        try:
            with session.begin_nested():
                return _resolve(session, Names(session, vault, at), sender, at)
        except (IntegrityError, NamesChanged):
            # Another transaction has just committed something about these names, which is visible now.
            continue
    raise RuntimeError("the identity of a sender kept changing hands")


def address_of(session: Session, vault: Vault, citizen_id: int) -> Address:
    """The names by which a citizen is reached now, also when he was joined into another."""
    rows = Names.current_of(session, current_citizen(session, citizen_id))
    values = {row.kind: vault.open(row.value_sealed) for row in rows}
    return Address(phone=values.get(PHONE), user_id=values.get(USER_ID))


def current_citizen(session: Session, citizen_id: int) -> int:
    """The id of the citizen whom this one became; his own when he was never joined into another."""
    citizen = session.get(Citizen, citizen_id)
    while citizen is not None and citizen.joined_into is not None:
        citizen = session.get(Citizen, citizen.joined_into)
    return citizen_id if citizen is None else citizen.id


def _resolve(session: Session, names: Names, sender: Sender, at: datetime) -> Citizen:
    before = names.holders({USER_ID: sender.previous_user_id, PHONE: sender.previous_phone})
    seen = names.holders({USER_ID: sender.user_id, PHONE: sender.phone})
    former = before.get(USER_ID) or before.get(PHONE)
    sure = [row.citizen_id for row in (former, seen.get(USER_ID)) if row is not None]
    if PHONE in seen and _is_trusted(names, seen[PHONE], sender, sure, at):
        sure.append(seen[PHONE].citizen_id)
    found = list(dict.fromkeys(sure))
    # Ascending order of locks: two webhooks about the same two people must not wait for each other.
    locked = {citizen_id: _lock(session, citizen_id) for citizen_id in sorted(found)}
    citizen = locked[found[0]] if found else _create(session, at)
    if former is not None and (sender.user_id or sender.phone):
        # A changed number makes a new user id as well, so whatever is not named again is over.
        names.end_others(citizen, {USER_ID: sender.user_id, PHONE: sender.phone})
    for other in found[1:]:
        join_citizens(session, locked[other], citizen)
    names.record(citizen, sender.names, seen)
    names.record_profile(citizen, sender.profile_name)
    return citizen


def _is_trusted(names: Names, row: Identity, sender: Sender, sure: list[int], at: datetime) -> bool:
    """Whether the holder of the phone is this sender; if not, the number has gone to somebody else."""
    if not sure and not sender.user_id:
        return True
    fresh = at - row.last_seen_at <= PHONE_ALONE_TRUSTED
    return fresh and not names.has_user_id(row.citizen_id)


def _create(session: Session, at: datetime) -> Citizen:
    citizen = Citizen(created_at=at)
    session.add(citizen)
    session.flush()
    return citizen


def _lock(session: Session, citizen_id: int) -> Citizen:
    # With the key share, rows that other transactions insert for this citizen need not wait.
    lock = {"key_share": True}
    citizen = session.get_one(Citizen, citizen_id, with_for_update=lock, populate_existing=True)
    if citizen.joined_into is not None or citizen.erased_at is not None:
        raise NamesChanged
    return citizen
