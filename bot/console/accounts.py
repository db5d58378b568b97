"""Accounts of the staff and the sessions of their browsers."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.console.records import Staff, StaffSession
from bot.region.pack import Region
from bot.reports.sight import CAMAT, Viewer
from bot.storage.vault import Vault

# OWASP, "Password Storage Cheat Sheet": argon2id with at least 19 MiB and two rounds; the library's own
# defaults (RFC 9106, second choice: 64 MiB, three rounds) are stronger.
HASHER = PasswordHasher()
# Each hash takes 64 MiB and a processor: many sign-ins at once must not take the machine.
_HASHING = threading.BoundedSemaphore(2)
SESSION_IDLE = timedelta(hours=12)
SESSION_LIFE = timedelta(days=7)
# How long somebody may take over the steps after the password.
STEP_LIFE = timedelta(minutes=15)
# How stale `last_used_at` may become: not every page that is looked at needs a write.
TOUCH_EVERY = timedelta(minutes=5)

IN = "in"
NEW_PASSWORD = "password"
CODE = "code"


@dataclass(frozen=True)
class SignedIn:
    """A session and whose it is, as plain values."""

    session_id: int
    viewer: Viewer
    stage: str
    stale: bool


def hash_password(password: str) -> str:
    with _HASHING:
        return HASHER.hash(password)


def is_password(staff: Staff | None, password: str) -> bool:
    """Whether this is the password; takes as long when there is no such account."""
    hashed = staff.password_hash if staff and staff.password_hash else _nobodys_hash()
    try:
        with _HASHING:
            HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
    return staff is not None and staff.password_hash is not None


def renewed_hash(hashed: str, password: str) -> str:
    """The same password under the parameters of today; the given hash when it has them."""
    return hash_password(password) if HASHER.check_needs_rehash(hashed) else hashed


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe(16))


def next_stage(staff: Staff, passed: str = "") -> str:
    """What this account still has to do after the step `passed`; "" is the password itself."""
    if not passed and staff.totp_confirmed_at:
        return CODE
    return NEW_PASSWORD if staff.must_change_password else IN


def open_session(
    session: Session, vault: Vault, staff: Staff, device: str, at: datetime, passed: str = ""
) -> str:
    """Begin a session at the stage that comes after `passed`; return the token for the cookie."""
    token = secrets.token_urlsafe(32)
    stage = next_stage(staff, passed)
    if stage == IN:
        staff.last_seen_at = at
    session.add(
        StaffSession(
            staff_id=staff.id,
            token_hash=vault.lookup("staff session", token),
            stage=stage,
            device=device[:200],
            created_at=at,
            last_used_at=at,
        )
    )
    session.flush()
    return token


def renew_session(session: Session, vault: Vault, session_id: int, passed: str, at: datetime) -> str:
    """Go on after a step with another token: whoever planted or saw the former one has nothing."""
    former = session.get_one(StaffSession, session_id)
    former.ended_at = at
    staff = session.get_one(Staff, former.staff_id)
    return open_session(session, vault, staff, former.device or "", at, passed)


def find_session(session: Session, vault: Vault, region: Region, token: str, at: datetime) -> SignedIn | None:
    """The session of a cookie, unless it has ended, run out, or its account was disabled."""
    query = (
        select(StaffSession, Staff)
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == vault.lookup("staff session", token))
        .where(StaffSession.ended_at.is_(None), Staff.disabled_at.is_(None))
        .where(StaffSession.last_used_at > at - SESSION_IDLE, StaffSession.created_at > at - SESSION_LIFE)
        .where(or_(StaffSession.stage == IN, StaffSession.created_at > at - STEP_LIFE))
    )
    found = session.execute(query).tuples().one_or_none()
    if found is None:
        return None
    row, staff = found
    return SignedIn(row.id, viewer_of(staff, region), row.stage, row.last_used_at < at - TOUCH_EVERY)


def touch_session(session: Session, session_id: int, at: datetime) -> None:
    """Remember that the session is in use."""
    row = session.get_one(StaffSession, session_id)
    row.last_used_at = at
    session.get_one(Staff, row.staff_id).last_seen_at = at


def end_session(session: Session, session_id: int, at: datetime) -> None:
    session.get_one(StaffSession, session_id).ended_at = at


def end_all_sessions(session: Session, staff_id: int, at: datetime, but: int = 0) -> None:
    """Sign somebody out everywhere, but for the session with the id `but`."""
    open_ones = update(StaffSession).where(
        StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None), StaffSession.id != but
    )
    session.execute(open_ones.values(ended_at=at))


def find_staff(session: Session, username: str) -> Staff | None:
    return session.scalars(select(Staff).where(Staff.username == username.strip().lower())).one_or_none()


def own_row(session: Session, staff_id: int) -> Staff:
    """An account as it is now, readable also after the session has ended."""
    staff = session.get_one(Staff, staff_id)
    session.expunge(staff)
    return staff


def viewer_of(staff: Staff, region: Region) -> Viewer:
    """The person as the reports know him; a camat's desk is the copy code of his district."""
    desk = staff.agency
    if staff.role == CAMAT and staff.district:
        desk = region.copy_code(staff.district)
    return Viewer(staff.id, staff.name, staff.role, desk)
