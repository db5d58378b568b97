"""`lapor staff`, and the first admin that a new installation gets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.console.accounts import find_staff, is_password
from bot.console.records import AuditEntry, StaffSession
from bot.settings import load_settings
from bot.wiring import Wiring
from tests.operations.conftest import Lapor, MakeProgram, Outcome

PASSWORD = "kuda baterai jepit"
ADD = ("staff", "add", "--password-stdin")


@pytest.fixture
def wiring(project: Path) -> Wiring:
    wiring = Wiring(load_settings(project), project)
    wiring.prepare_database()
    return wiring


def listed(lapor: Lapor) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lapor("staff", "list", "--json").out.splitlines()]


def test_an_account_is_added_with_its_owners_password(lapor: Lapor, wiring: Wiring) -> None:
    outcome = lapor(*ADD, "Budi", "--role", "officer", "--agency", "PUPR", typed=f"{PASSWORD}\n")
    assert outcome == Outcome(0, "Added budi (officer).\n", "")
    with wiring.database.reading() as session:
        staff = find_staff(session, "budi")
        assert staff and is_password(staff, PASSWORD) and not staff.must_change_password
        assert session.query(AuditEntry).one().deed == "akun_dibuat"


def test_accounts_are_listed_for_people_and_for_machines(lapor: Lapor) -> None:
    lapor(*ADD, "budi", "--role", "camat", "--district", "16.02.05", "--name", "Budi S.", typed=PASSWORD)
    (line,) = lapor("staff", "list").out.splitlines()
    assert line.split() == ["budi", "camat", "16.02.05", "active", "Budi", "S."]
    (found,) = listed(lapor)
    assert (found["username"], found["role"], found["district"]) == ("budi", "camat", "16.02.05")
    assert found["disabled"] is False and "password_hash" not in found


def test_inspektorat_has_the_agency_that_hears_of_accusations(lapor: Lapor) -> None:
    lapor(*ADD, "siti", "--role", "inspektorat", typed=PASSWORD)
    assert listed(lapor)[0]["agency"] == "INSPEKTORAT"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--role", "king"), "unknown role 'king'"),
        (("--role", "officer"), "officer needs --agency"),
        (("--role", "officer", "--agency", "PU"), "unknown agency 'PU'"),
        (("--role", "officer", "--agency", "KEC"), "unknown agency 'KEC'"),
        (("--role", "camat"), "camat needs --district"),
        (("--role", "camat", "--district", "16.02.99"), "unknown district '16.02.99'"),
        (("--role", "admin", "--name", "x" * 81), "too long"),
    ],
)
def test_an_account_that_cannot_be_is_code_2(lapor: Lapor, arguments: tuple[str, ...], word: str) -> None:
    assert lapor(*ADD, "budi", *arguments, typed=PASSWORD).is_refusal(word)
    assert listed(lapor) == []


@pytest.mark.parametrize("username", ["b", "budi santoso", "-budi", "büdi", "b" * 65])
def test_a_username_is_a_plain_word(lapor: Lapor, username: str) -> None:
    arguments = ("staff", "add", "--role", "admin", "--password-stdin", "--", username)
    assert lapor(*arguments, typed=PASSWORD).is_refusal("a username has")


def test_a_password_must_come_by_standard_input(lapor: Lapor) -> None:
    assert lapor("staff", "add", "budi", "--role", "admin").is_refusal("--password-stdin")
    assert lapor(*ADD, "budi", "--role", "admin", typed="\n").is_refusal("no password")


def test_an_easy_password_is_taken_with_a_warning(lapor: Lapor) -> None:
    outcome = lapor(*ADD, "budi", "--role", "admin", typed="budi")
    assert outcome.code == 0 and "easy to guess" in outcome.error


def test_a_taken_username_is_code_1(lapor: Lapor) -> None:
    lapor(*ADD, "budi", "--role", "operator", typed=PASSWORD)
    outcome = lapor(*ADD, "BUDI", "--role", "operator", typed=PASSWORD)
    assert outcome == Outcome(1, "", "lapor: the username budi is taken\n")


def test_a_disabled_account_is_signed_out(lapor: Lapor, wiring: Wiring) -> None:
    lapor(*ADD, "budi", "--role", "operator", typed=PASSWORD)
    with wiring.database.writing() as session:
        session.add(StaffSession(staff_id=1, token_hash="x", stage="in"))
    assert lapor("staff", "disable", "Budi") == Outcome(0, "Disabled budi.\n", "")
    assert lapor("staff", "disable", "budi").code == 0
    assert listed(lapor)[0]["disabled"] is True
    with wiring.database.reading() as session:
        assert session.query(StaffSession).one().ended_at


def test_the_last_admin_and_nobody_cannot_be_disabled(lapor: Lapor) -> None:
    lapor(*ADD, "budi", "--role", "admin", typed=PASSWORD)
    assert lapor("staff", "disable", "budi").error.startswith("lapor: budi is the last admin")
    assert lapor("staff", "disable", "siti") == Outcome(1, "", "lapor: there is no account siti\n")


def test_the_first_start_prints_a_password_that_signs_in_once(make_program: MakeProgram) -> None:
    program = make_program()
    running = program.start("web", "--port", str(program.port))
    running.wait_for("web ready")
    found = re.search(r"Username +(\S+)\n +Password +(\S+)", running.output)
    assert found and found[1] == "admin"
    assert f"{program.url}/staff" in running.output
    browser = requests.Session()
    fields = {"username": found[1], "password": found[2]}
    answer = browser.post(f"{program.url}/staff/login", data=fields, timeout=10)
    assert answer.url == f"{program.url}/staff/kata-sandi"
    running.stop()
    again = program.start("web", "--port", str(program.port))
    again.wait_for("web ready")
    assert "Password" not in again.output
