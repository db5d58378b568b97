"""Invented citizens, who are plainly invented, and accounts of every role."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.console.accounts import hash_password
from bot.console.demo.rows import Row
from bot.console.demo.world import World
from bot.console.records import AnswerTemplate, AuditEntry, Staff
from bot.conversations.citizens import PHONE, USER_ID, Citizen, Identity
from bot.region.pack import Region
from bot.reports.office_records import Contact
from bot.reports.sight import ADMIN, CAMAT, INSPEKTORAT, LEADER, OFFICER, OPERATOR, TRAINER

# No mobile number of Indonesia begins so: 0800 is for calls that cost the caller nothing.
PHONES = "62800"
PREFIX = "demo."
WRITES_AGAIN = 0.35
KNOWS_US_SINCE = timedelta(days=90)


def citizen_of(world: World, at: datetime) -> Row:
    """Somebody who writes at this moment: mostly somebody new."""
    if world.citizens and world.chance(WRITES_AGAIN):
        return world.rng.choice(world.citizens)
    return new_citizen(world, at)


def new_citizen(world: World, at: datetime) -> Row:
    """A citizen with a user id and a telephone number that nobody has."""
    number = world.rows.next_id(Citizen)
    name = world.vault.seal(f"Warga Demo {number}")
    citizen = world.rows.add(Citizen, id=number, created_at=at, profile_name_sealed=name)
    for kind, value in ((USER_ID, f"demo.{number}"), (PHONE, f"{PHONES}{number:08d}")):
        world.rows.add(
            Identity,
            citizen_id=number,
            kind=kind,
            value_hash=world.vault.lookup(kind, value),
            value_sealed=world.vault.seal(value),
            first_seen_at=at,
            last_seen_at=at,
        )
    world.citizens.append(citizen)
    return citizen


def add_staff(world: World, password: str, at: datetime) -> list[str]:
    """An account of every role and desk, all with the same password; returns their names."""
    hashed, since = hash_password(password), at - KNOWS_US_SINCE
    names = []
    for username, name, role, agency, district in _accounts(world.region):
        names.append(PREFIX + username)
        row = world.rows.add(
            Staff,
            username=PREFIX + username,
            name=f"{name} (demo)",
            role=role,
            agency=agency,
            district=district,
            password_hash=hashed,
            must_change_password=False,
            created_at=since,
            last_seen_at=at,
        )
        desk = agency or (world.region.copy_code(district) if district else None)
        if desk:
            world.desks[desk] = row["id"]
        if role == OPERATOR:
            world.operator = row["id"]
    return names


def _accounts(region: Region) -> list[tuple[str, str, str, str | None, str | None]]:
    accounts: list[tuple[str, str, str, str | None, str | None]] = [
        ("admin", "Admin", ADMIN, None, None),
        ("operator", "Operator", OPERATOR, None, None),
        ("bupati", region.wording["leader"], LEADER, None, None),
        ("pelatih", "Pelatih", TRAINER, None, None),
    ]
    for agency in region.agencies.values():
        if agency.has_sign_in and agency.code != region.district_agency:
            role = INSPEKTORAT if agency.code == region.accused.default else OFFICER
            accounts.append((agency.code.lower(), agency.short_name, role, agency.code, None))
    for district in region.districts.values():
        username = f"camat.{district.name.lower().replace(' ', '-')}"
        label = region.agency_label(region.copy_code(district.code))
        accounts.append((username, label, CAMAT, None, district.code))
    return accounts


def add_office(world: World, at: datetime) -> None:
    """Whom to call at each desk, prepared answers, and who signed in."""
    for number, (desk, staff_id) in enumerate(world.desks.items(), start=1):
        label = world.region.agency_label(desk)
        phone = world.vault.seal(f"{PHONES}{90_000_000 + number}")
        world.rows.add(
            Contact, desk=desk, name=f"Kontak demo {label}", position="Sekretariat", phone_sealed=phone,
            confirmed_at=at - timedelta(days=number),
        )  # fmt: skip
        signed_in = at - timedelta(hours=number * 3)
        world.rows.add(AuditEntry, staff_id=staff_id, deed="masuk", at=signed_in)
    for template in world.texts.staff["templat"]:
        world.rows.add(
            AnswerTemplate, title=template["judul"], text=template["isi"], category=template.get("kategori"),
            written_by=world.operator, changed_at=at - timedelta(days=20),
        )  # fmt: skip
