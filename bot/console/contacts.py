"""Whom to call at an agency or with a camat; every quarter somebody confirms that the number still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import phonenumbers
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.console.records import Staff
from bot.region.pack import Region
from bot.reports.office_records import Contact
from bot.reports.offices import is_confirmed
from bot.storage.vault import Vault

COUNTRY = "ID"
LONGEST = 120


@dataclass(frozen=True)
class Person:
    """A contact as it was typed."""

    name: str
    position: str
    phone: str
    note: str
    is_head: bool = False


@dataclass(frozen=True)
class Known:
    """A contact as it is shown; `is_old` asks for a confirmation, by `staff_id` he acts on WhatsApp."""

    id: int
    name: str
    position: str | None
    phone: str | None
    note: str | None
    is_head: bool
    confirmed_at: datetime
    is_old: bool
    staff_id: int | None


@dataclass(frozen=True)
class Desk:
    """An agency or a camat: `code` is what assignments and contacts name it by."""

    code: str
    level: str
    has_sign_in: bool
    accounts: int
    contacts: list[Known]


def desks_of(region: Region) -> dict[str, tuple[str, bool]]:
    """Every desk with its level and whether it answers in the console itself: leaders, agencies, camats."""
    agencies = {
        agency.code: (agency.level, agency.has_sign_in)
        for agency in region.agencies.values()
        if agency.code != region.district_agency
    }
    camats = {region.copy_code(code): ("kecamatan", True) for code in region.districts}
    return {**dict.fromkeys(region.leaders, ("pimpinan", True)), **agencies, **camats}


def list_desks(session: Session, vault: Vault, region: Region, at: datetime) -> list[Desk]:
    accounts = _accounts(session, region)
    contacts: dict[str, list[Known]] = {}
    open_ones = select(Contact).where(Contact.ended_at.is_(None)).order_by(Contact.name, Contact.id)
    for contact in session.scalars(open_ones):
        contacts.setdefault(contact.desk, []).append(_known(vault, contact, at))
    return [
        Desk(code, level, has_sign_in, accounts.get(code, 0), contacts.get(code, []))
        for code, (level, has_sign_in) in desks_of(region).items()
    ]


def add_contact(session: Session, vault: Vault, desk: str, person: Person, at: datetime) -> Contact:
    """Keep a contact without problems; his number is sealed."""
    contact = Contact(
        desk=desk,
        name=person.name,
        position=person.position or None,
        phone_sealed=vault.seal(read_phone(person.phone) or ""),
        note=person.note or None,
        is_head=person.is_head,
        confirmed_at=at,
    )
    session.add(contact)
    session.flush()
    return contact


def find_contact(session: Session, desk: str, contact_id: int) -> Contact | None:
    contact = session.get(Contact, contact_id)
    return contact if contact and contact.desk == desk and contact.ended_at is None else None


def problems_of(person: Person) -> dict[str, str]:
    """What keeps a contact from being saved, by its form field."""
    found = {}
    if not person.name:
        found["nama"] = "Nama perlu diisi."
    for field, value in (("nama", person.name), ("jabatan", person.position), ("catatan", person.note)):
        if len(value) > LONGEST:
            found[field] = f"Paling panjang {LONGEST} huruf."
    if not person.phone:
        found["telepon"] = "Nomor telepon perlu diisi."
    elif read_phone(person.phone) is None:
        found["telepon"] = "Ini bukan nomor telepon Indonesia yang lengkap, misalnya 0812 3456 7890."
    return found


def read_phone(text: str) -> str | None:
    """The number as machines write it (+62…); None when nobody could be called there."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(number: str) -> str:
    """As people dictate it: 0812-3456-7890, and with its country where that is another."""
    known = phonenumbers.parse(number, COUNTRY)
    at_home = phonenumbers.region_code_for_number(known) == COUNTRY
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(known, style.NATIONAL if at_home else style.INTERNATIONAL)


def _known(vault: Vault, contact: Contact, at: datetime) -> Known:
    phone = vault.open(contact.phone_sealed) if contact.phone_sealed else None
    is_old = not is_confirmed(contact, at)
    shown = (contact.position, phone, contact.note, contact.is_head, contact.confirmed_at, is_old)
    return Known(contact.id, contact.name, *shown, contact.staff_id)


def _accounts(session: Session, region: Region) -> dict[str, int]:
    """How many enabled accounts each desk has."""
    query = (
        select(Staff.agency, Staff.district, func.count())
        .where(Staff.disabled_at.is_(None))
        .group_by(Staff.agency, Staff.district)
    )
    found: dict[str, int] = {}
    for agency, district, count in session.execute(query).tuples():
        desk = region.copy_code(district) if district else agency
        if desk:
            found[desk] = found.get(desk, 0) + count
    return found
