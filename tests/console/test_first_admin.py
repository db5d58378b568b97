from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.testclient import TestClient

from bot.console.first_admin import first_admin_lines, make_first_admin
from bot.console.records import Staff
from bot.storage.database import Database
from tests.console.people import add_account, read_account, sign_in


def test_the_first_admin_signs_in_and_chooses_a_password(
    visitor: TestClient, console_database: Database
) -> None:
    password = make_first_admin(console_database)
    assert password
    assert sign_in(visitor, "admin", password).headers["location"] == "/staff/kata-sandi"
    assert read_account(console_database, "admin").role == "admin"


def test_where_somebody_is_known_nobody_is_made(console_database: Database) -> None:
    add_account(console_database, "budi", disabled_at=None)
    assert make_first_admin(console_database) is None


def test_of_processes_that_start_at_once_one_gets_the_password(migrated_url: str) -> None:
    databases = [Database(migrated_url) for _ in range(4)]
    with ThreadPoolExecutor(len(databases)) as threads:
        passwords = list(threads.map(make_first_admin, databases))
    assert len([password for password in passwords if password]) == 1
    with databases[0].reading() as session:
        assert session.query(Staff).count() == 1
    for database in databases:
        database.dispose()


def test_the_lines_say_where_who_and_what() -> None:
    text = "\n".join(first_admin_lines("http://127.0.0.1:8000", "abcd-efgh-jkmn"))
    assert all(word in text for word in ("http://127.0.0.1:8000/staff", "admin", "abcd-efgh-jkmn"))
