"""People of the tests who sign in by themselves."""

from __future__ import annotations

import re
from typing import Any

from starlette.testclient import TestClient

from bot.console.accounts import hash_password
from bot.console.records import AuditEntry, Staff
from bot.storage.database import Database

PASSWORD = "kuda baterai jepit"
CSRF = re.compile(r'name="csrf" value="([^"]+)"')


def add_account(database: Database, username: str, role: str = "operator", **columns: Any) -> int:
    """An account with PASSWORD that its owner chose himself, unless the columns say otherwise."""
    columns = {"name": username.title(), "must_change_password": False, **columns}
    with database.writing() as session:
        staff = Staff(username=username, role=role, password_hash=hash_password(PASSWORD), **columns)
        session.add(staff)
        session.flush()
        return staff.id


def read_account(database: Database, username: str) -> Staff:
    with database.reading() as session:
        staff = session.query(Staff).where(Staff.username == username).one()
        session.expunge(staff)
        return staff


def sign_in(browser: TestClient, username: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/staff/login", data={"username": username, "password": password, **more})


def submit(browser: TestClient, address: str, shown_at: str | None = None, **fields: str) -> Any:
    """Send a form as the page that shows it does, with its CSRF token."""
    found = CSRF.search(browser.get(shown_at or address).text)
    assert found, "no form with a token"
    return browser.post(address, data={"csrf": found[1], **fields})


def deeds(database: Database) -> list[str]:
    """The audit, oldest first."""
    with database.reading() as session:
        return [entry.deed for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
