"""The people of the staff: adding, changing, closing accounts, with the rules that every door keeps."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.console.accounts import end_all_sessions, find_staff, hash_password
from bot.console.audit import note
from bot.console.contact_accounts import unlink_account
from bot.console.passwords import one_time_password
from bot.console.records import Staff
from bot.console.second_factor import forget_secret
from bot.region.pack import Region
from bot.reports.sight import ADMIN, CAMAT, INSPEKTORAT, OFFICER, OPERATOR, ROLES

# An e-mail address is a username as well: outside providers know people by it.
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")
LONGEST_NAME = 80
NEEDS_AGENCY = frozenset({OFFICER, INSPEKTORAT})
MAY_HAVE_AGENCY = NEEDS_AGENCY | {OPERATOR}

# What can be wrong with a detail.
NEEDED, UNKNOWN, SHAPE, TAKEN = "needed", "unknown", "shape", "taken"


class LastAdmin(Exception):
    """Nobody could manage accounts any more."""


@dataclass(frozen=True)
class Details:
    """An account as it is asked for; the empty string stands for "none"."""

    username: str
    name: str
    role: str
    agency: str = ""
    district: str = ""


def completed(details: Details, region: Region) -> Details:
    """The details without what the role has no use for; Inspektorat has an agency by default."""
    agency = details.agency if details.role in MAY_HAVE_AGENCY else ""
    if details.role == INSPEKTORAT:
        agency = agency or region.accused.default
    username = details.username.strip().lower()
    return replace(
        details,
        username=username,
        name=details.name.strip() or username,
        agency=agency,
        district=details.district if details.role == CAMAT else "",
    )


def problems_of(details: Details, region: Region) -> dict[str, str]:
    """What is wrong with completed details, by field; `TAKEN` only the database knows."""
    found = {}
    if not USERNAME.fullmatch(details.username):
        found["username"] = SHAPE
    if len(details.name) > LONGEST_NAME:
        found["name"] = SHAPE
    if details.role not in ROLES:
        found["role"] = UNKNOWN
    if details.agency and not _is_agency(details.agency, region):
        found["agency"] = UNKNOWN
    elif details.role in NEEDS_AGENCY and not details.agency:
        found["agency"] = NEEDED
    if details.district and details.district not in region.districts:
        found["district"] = UNKNOWN
    elif details.role == CAMAT and not details.district:
        found["district"] = NEEDED
    return found


def _is_agency(code: str, region: Region) -> bool:
    """The agency of the sub-districts is no desk by itself: each camat is one."""
    return code in region.agencies and code != region.district_agency


def add_person(
    session: Session, details: Details, password: str, at: datetime, by: int | None, *, one_time: bool
) -> Staff | None:
    """Make an account; None when the username is taken. `one_time` passwords are changed at first use."""
    if find_staff(session, details.username):
        return None
    staff = Staff(
        username=details.username, password_hash=hash_password(password), must_change_password=one_time
    )
    _fill_in(staff, details)
    session.add(staff)
    session.flush()
    note(session, by, "akun_dibuat", at, account=staff.id, role=staff.role)
    return staff


def change_person(session: Session, staff: Staff, details: Details, at: datetime, by: int) -> None:
    """Change what an account is; raises LastAdmin when nobody else is admin. The username stays."""
    if details.role != ADMIN:
        _keep_an_admin(session, staff)
    before = (staff.name, staff.role, staff.agency, staff.district)
    _fill_in(staff, details)
    after = (staff.name, staff.role, staff.agency, staff.district)
    names = ("name", "role", "agency", "district")
    changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
    if {"role", "agency", "district"} & set(changed):
        unlink_account(session, staff.id)
    if changed:
        note(session, by, "akun_diubah", at, account=staff.id, fields=changed)


def close_account(session: Session, staff: Staff, at: datetime, by: int | None) -> None:
    """Disable an account and end its sessions; raises LastAdmin when nobody else is admin."""
    _keep_an_admin(session, staff)
    if staff.disabled_at is None:
        staff.disabled_at = at
        unlink_account(session, staff.id)
        note(session, by, "akun_ditutup", at, account=staff.id)
    end_all_sessions(session, staff.id, at)


def open_account(session: Session, staff: Staff, at: datetime, by: int) -> None:
    staff.disabled_at = None
    note(session, by, "akun_dibuka", at, account=staff.id)


def give_password(session: Session, staff: Staff, at: datetime, by: int) -> str:
    """Replace the password by one for one use, and sign the person out everywhere."""
    password = one_time_password()
    staff.password_hash, staff.must_change_password = hash_password(password), True
    end_all_sessions(session, staff.id, at)
    note(session, by, "akun_kata_sandi", at, account=staff.id)
    return password


def take_codes_off(session: Session, staff: Staff, at: datetime, by: int) -> None:
    """For a lost telephone: the password alone opens the account again."""
    forget_secret(staff)
    note(session, by, "akun_kode_masuk", at, account=staff.id)


def sign_out(session: Session, staff: Staff, at: datetime, by: int) -> None:
    end_all_sessions(session, staff.id, at)
    note(session, by, "akun_dikeluarkan", at, account=staff.id)


def names_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these accounts, also of closed ones."""
    query = select(Staff.id, Staff.name).where(Staff.id.in_(ids))
    return dict(session.execute(query).tuples().all())


def list_people(session: Session, words: str = "", role: str = "") -> list[Staff]:
    """The accounts by name, those in use first; `words` are looked for in name and username."""
    query = select(Staff).order_by(Staff.disabled_at.is_not(None), func.lower(Staff.name), Staff.id)
    if role:
        query = query.where(Staff.role == role)
    for word in words.lower().split():
        query = query.where(
            or_(
                func.lower(Staff.name).contains(word, autoescape=True),
                Staff.username.contains(word, autoescape=True),
            )
        )
    return list(session.scalars(query))


def _fill_in(staff: Staff, details: Details) -> None:
    staff.name, staff.role = details.name, details.role
    staff.agency, staff.district = details.agency or None, details.district or None


def _keep_an_admin(session: Session, staff: Staff) -> None:
    if staff.role != ADMIN or staff.disabled_at:
        return
    admins = select(Staff.id).where(Staff.role == ADMIN, Staff.disabled_at.is_(None)).order_by(Staff.id)
    # Locked, so that of two admins who close each other's account at once one is refused.
    if session.scalars(admins.with_for_update()).all() == [staff.id]:
        raise LastAdmin
