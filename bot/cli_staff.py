"""`lapor staff`: accounts of the console, for who has a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.console.accounts import find_staff
from bot.console.passwords import problem_of as problem_of_password
from bot.console.people import (
    NEEDED,
    SHAPE,
    UNKNOWN,
    Details,
    LastAdmin,
    add_person,
    close_account,
    completed,
    list_people,
    problems_of,
)
from bot.console.records import Staff
from bot.reports.sight import ROLES
from bot.settings import load_settings
from bot.storage.tables import now
from bot.wiring import Wiring

FAILED, WRONG = 1, 2
MESSAGES = {
    ("username", SHAPE): "a username has 2 to 64 of a-z, 0-9 and . _ @ -, and begins with a letter or digit",
    ("name", SHAPE): "this --name is too long",
    (
        "role",
        UNKNOWN,
    ): "unknown role {role!r}; one of: {roles}",
    ("agency", UNKNOWN): "unknown agency {agency!r}; `agencies.csv` of the region lists the codes",
    ("agency", NEEDED): "{role} needs --agency CODE",
    ("district", UNKNOWN): "unknown district {district!r}; a Kemendagri code such as 16.02.05",
    ("district", NEEDED): "camat needs --district CODE",
}

staff_app = typer.Typer(no_args_is_help=True, help="Accounts of the staff.")


@staff_app.command("add")
def add(
    username: str,
    role: Annotated[str, typer.Option(help="admin operator officer camat inspektorat leader trainer")],
    name: Annotated[str, typer.Option(help="By default the username.")] = "",
    agency: Annotated[str, typer.Option(help="Code of the agency, e.g. PUPR.")] = "",
    district: Annotated[str, typer.Option(help="Kemendagri code, e.g. 16.02.05.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Add an account. The password is the person's own: nobody is asked to change it."""
    if not password_stdin:
        _end("give the password on standard input, with --password-stdin", WRONG)
    wiring = _wiring()
    details = completed(Details(username, name, role, agency.strip(), district.strip()), wiring.region)
    for field, kind in problems_of(details, wiring.region).items():
        _end(MESSAGES[field, kind].format(**vars(details), roles=" ".join(ROLES)), WRONG)
    password = _read_password(details.username)
    wiring.prepare_database()
    with wiring.database.writing() as session:
        made = add_person(session, details, password, now(), None, one_time=False)
    if made is None:
        _end(f"the username {details.username} is taken", FAILED)
    typer.echo(f"Added {details.username} ({details.role}).")


@staff_app.command("list")
def list_accounts(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the accounts."""
    wiring = _wiring()
    wiring.prepare_database()
    with wiring.database.reading() as session:
        for staff in list_people(session):
            found = account_json(staff)
            typer.echo(json.dumps(found, ensure_ascii=False) if as_json else _line(found))


@staff_app.command("disable")
def disable(username: str) -> None:
    """Disable an account and sign it out everywhere."""
    wiring = _wiring()
    wiring.prepare_database()
    try:
        with wiring.database.writing() as session:
            staff = find_staff(session, username)
            if staff is None:
                _end(f"there is no account {username}", FAILED)
            close_account(session, staff, now(), None)
    except LastAdmin:
        _end(f"{username} is the last admin: add another one first", FAILED)
    typer.echo(f"Disabled {username.strip().lower()}.")


def account_json(staff: Staff) -> dict[str, Any]:
    """An account without anything secret; moments in ISO 8601, UTC."""
    return {
        "username": staff.username,
        "name": staff.name,
        "role": staff.role,
        "agency": staff.agency,
        "district": staff.district,
        "disabled": staff.disabled_at is not None,
        "must_change_password": staff.must_change_password,
        "second_factor": staff.totp_confirmed_at is not None,
        "created_at": staff.created_at.isoformat(),
        "last_seen_at": staff.last_seen_at.isoformat() if staff.last_seen_at else None,
    }


def _line(found: dict[str, Any]) -> str:
    desk = found["agency"] or found["district"] or "-"
    state = "disabled" if found["disabled"] else "active"
    return f"{found['username']:<24}  {found['role']:<12}  {desk:<16}  {state:<8}  {found['name']}"


def _read_password(username: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        _end("no password on standard input", WRONG)
    if problem_of_password(password, username):
        # Scripts may want it so; a person at the console would be refused.
        typer.echo("lapor: warning: this password is easy to guess", err=True)
    return password


def _wiring() -> Wiring:
    root = Path.cwd()
    return Wiring(load_settings(root), root)


def _end(message: str, code: int) -> NoReturn:
    typer.echo(f"lapor: {message}", err=True)
    raise typer.Exit(code)
