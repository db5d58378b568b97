"""Slows down who guesses: wrong passwords and codes cost a growing wait, for the name and for the address."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from bot.console.records import FailedSignIn
from bot.storage.vault import Vault

FORGOTTEN_AFTER = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# Wrong attempts without a wait. A whole office comes from one address, and its people mistype too.
FREE_OF_NAME = 5
FREE_OF_ADDRESS = 20
# Any number of our own: attempts are counted one after the other on PostgreSQL, as on SQLite.
COUNTING_LOCK = 5_217_431


@dataclass(frozen=True)
class Attempt:
    """An attempt that may be made. It counts as failed until it is forgiven."""

    rows: tuple[int, ...]


@dataclass(frozen=True)
class Wait:
    """No attempt now; `left` is how long not."""

    left: timedelta

    @property
    def words(self) -> str:
        """For example "45 detik" or "2 menit"; never less than is left."""
        seconds = max(1, -(-self.left // timedelta(seconds=1)))
        return f"{seconds} detik" if seconds <= 60 else f"{-(-seconds // 60)} menit"


class Throttle:
    """Counts the attempts for one name from one address."""

    def __init__(self, vault: Vault, username: str, address: str) -> None:
        self._name = vault.lookup("sign-in name", username.strip().lower())
        self._address = vault.lookup("sign-in address", network_of(address))

    def begin(self, session: Session, at: datetime) -> Attempt | Wait:
        """Count an attempt before its password is looked at, so that many at once gain nothing.

        To be called in a transaction of its own, which ends before the password is hashed.
        """
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": COUNTING_LOCK})
        session.execute(delete(FailedSignIn).where(FailedSignIn.at <= at - FORGOTTEN_AFTER))
        left = max(
            _wait_of(session, self._name, FREE_OF_NAME, at),
            _wait_of(session, self._address, FREE_OF_ADDRESS, at),
        )
        if left > timedelta():
            return Wait(left)
        rows = [FailedSignIn(key=key, at=at) for key in (self._name, self._address)]
        session.add_all(rows)
        session.flush()
        return Attempt(tuple(row.id for row in rows))

    def forgive(self, session: Session, attempt: Attempt) -> None:
        """The attempt was right: it is no failure."""
        _forget(session, attempt.rows)

    def clear_name(self, session: Session) -> None:
        """The person is in: his slips are forgotten. Those of the address stay, they may be another's."""
        session.execute(delete(FailedSignIn).where(FailedSignIn.key == self._name))


def network_of(address: str) -> str:
    """What one guesser holds: an IPv4 address, or the 64 bits that a household gets of IPv6."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        # A socket for both kinds of addresses writes every IPv4 one so: they are not one household.
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


def _wait_of(session: Session, key: str, free: int, at: datetime) -> timedelta:
    found = select(func.count(), func.max(FailedSignIn.at)).where(FailedSignIn.key == key)
    count, last = session.execute(found).one()
    if count < free:
        return timedelta()
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(count - free, 16))
    return last + wait - at


def _forget(session: Session, rows: Sequence[int]) -> None:
    session.execute(delete(FailedSignIn).where(FailedSignIn.id.in_(rows)))
