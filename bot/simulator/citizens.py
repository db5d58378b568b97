"""The people who hold the simulated phones."""

from __future__ import annotations

import secrets
import sqlite3
import string
import time
from dataclasses import asdict, dataclass
from typing import Any

from bot.simulator.database import Database

FIRST_CITIZENS = (("Warga Satu", "both"), ("Warga Dua", "phone"), ("Warga Tiga", "user_id"))
IDENTITIES = ("phone", "user_id", "both")


class CitizenError(ValueError):
    """A citizen who cannot be added; the text is shown on the page."""


@dataclass(frozen=True)
class Citizen:
    """A WhatsApp account: a phone number in digits, a business-scoped user id, or both."""

    id: int
    name: str
    phone: str | None
    user_id: str | None
    username: str | None
    last_inbound: float | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def phone_digits(written: str) -> str:
    """Digits as WhatsApp gives them: `0812…` and `+62 812…` both become `62812…`."""
    digits = "".join(letter for letter in written if letter.isdigit())
    return "62" + digits[1:] if digits.startswith("0") else digits


class CitizenBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def seed(self) -> None:
        """Give an empty simulator one citizen of each kind of identity."""
        if not self.all():
            for name, identity in FIRST_CITIZENS:
                self.add(name, identity)

    def add(self, name: str, identity: str, phone: str = "", user_id: str = "") -> Citizen:
        """Add a citizen known by `identity`; a missing phone or user id is made up.

        Raises CitizenError on an unknown identity or when number or id belong to somebody else.
        """
        if identity not in IDENTITIES:
            raise CitizenError("Identitas harus phone, user_id atau both")
        number = (phone_digits(phone) or new_phone()) if identity != "user_id" else None
        scoped = (user_id.strip() or new_user_id()) if identity != "phone" else None
        username = f"warga.{scoped[-6:].lower()}" if scoped and not number else None
        statement = "INSERT INTO citizens (name, phone, user_id, username) VALUES (?, ?, ?, ?)"
        values = (name.strip() or "Warga", number, scoped, username)
        try:
            return self.get(self._database.write(statement, values))
        except sqlite3.IntegrityError:
            raise CitizenError("Nomor atau ID itu sudah dipakai warga lain") from None

    def get(self, citizen_id: int) -> Citizen:
        """Raises CitizenError when there is no such citizen."""
        found = self._find("id = ?", citizen_id)
        if found is None:
            raise CitizenError("Warga tidak ditemukan")
        return found

    def all(self) -> list[Citizen]:
        return [Citizen(**dict(row)) for row in self._database.rows("SELECT * FROM citizens ORDER BY id")]

    def by_phone(self, phone: str) -> Citizen | None:
        return self._find("phone = ?", phone)

    def by_user_id(self, user_id: str) -> Citizen | None:
        return self._find("user_id = ?", user_id)

    def wrote(self, citizen: Citizen) -> None:
        """Open the 24-hour window of this citizen from now on."""
        statement = "UPDATE citizens SET last_inbound = ? WHERE id = ?"
        self._database.change(statement, (time.time(), citizen.id))

    def change_identity(self, citizen: Citizen, phone: str | None, user_id: str | None) -> Citizen:
        """Give the citizen a new number or user id, as after a change of SIM card."""
        statement = "UPDATE citizens SET phone = ?, user_id = ? WHERE id = ?"
        try:
            self._database.change(statement, (phone, user_id, citizen.id))
        except sqlite3.IntegrityError:
            raise CitizenError("Nomor atau ID itu sudah dipakai warga lain") from None
        return self.get(citizen.id)

    def _find(self, condition: str, value: Any) -> Citizen | None:
        row = self._database.row(f"SELECT * FROM citizens WHERE {condition}", (value,))
        return Citizen(**dict(row)) if row else None


def new_phone() -> str:
    """A number that cannot be a real mobile: Indonesia gives 0800 to toll-free lines."""
    return "62800" + "".join(secrets.choice(string.digits) for _ in range(8))


def new_user_id() -> str:
    """Meta's form: a country code, a dot, up to 128 letters and digits."""
    return "ID." + "".join(secrets.choice(string.digits) for _ in range(17))
