from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.wiring import Wiring
from tests.operations.conftest import Lapor, Outcome
from tests.operations.program import free_port
from tests.reports.cases import add_citizen, filed, pothole

TOKEN = {"WHATSAPP_ACCESS_TOKEN": "the token", "WHATSAPP_PHONE_NUMBER_ID": "100000000000001"}


@pytest.fixture
def ticket(project: Path) -> str:
    """A report in the project's database."""
    wiring = Wiring(load_settings(project), project)
    wiring.prepare_database()
    with wiring.database.writing() as session:
        return filed(session, pothole(add_citizen(session))).ticket


@pytest.mark.parametrize(
    "arguments",
    [
        ("up", "--prot", "8001"),
        ("up", "--port", "eight"),
        ("up", "--port", "0"),
        ("up", "--port", "65536"),
        ("up", "--workers", "0"),
        ("reports", "show"),
        ("reports", "list", "--limit", "0"),
        ("fly",),
    ],
)
def test_a_wrong_usage_is_code_2_without_a_traceback(lapor: Lapor, arguments: tuple[str, ...]) -> None:
    outcome = lapor(*arguments)
    assert outcome.code == 2
    assert "Usage:" in outcome.error and "Traceback" not in outcome.error


@pytest.mark.parametrize("role", ["up", "web"])
def test_a_taken_port_is_refused(lapor: Lapor, role: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        assert lapor(role, "--port", port).is_refusal(f"port {port} on 127.0.0.1", "in use")


def test_an_address_of_another_machine_is_refused(lapor: Lapor) -> None:
    assert lapor("up", "--host", "203.0.113.7").is_refusal("203.0.113.7")
    assert lapor("up", "--host", "no-such-name.invalid").is_refusal("no-such-name.invalid")


@pytest.mark.parametrize("role", ["up", "web"])
def test_the_simulator_is_kept_to_loopback(lapor: Lapor, role: str) -> None:
    assert lapor(role, "--host", "0.0.0.0", "--port", "1").code == 2
    outcome = lapor(role, "--host", "0.0.0.0", "--port", str(free_port()))
    assert outcome.is_refusal("the simulator serves loopback only", "SIMULATOR=1")


@pytest.mark.parametrize("command", [("up",), ("web",), ("courier",), ("db", "upgrade"), ("check",)])
def test_a_token_without_its_secret_is_refused(lapor: Lapor, command: tuple[str, ...]) -> None:
    assert lapor(*command, *_on_free_port(command), **TOKEN).is_refusal("WHATSAPP_APP_SECRET")


@pytest.mark.parametrize("command", [("up",), ("web",), ("worker",), ("courier",), ("reports", "list")])
def test_a_database_that_is_not_there_is_refused(lapor: Lapor, command: tuple[str, ...]) -> None:
    url = f"postgresql://lapor:very-secret@127.0.0.1:{free_port()}/lapor"
    outcome = lapor(*command, *_on_free_port(command), DATABASE_URL=url)
    assert outcome.is_refusal("DATABASE_URL", "refused")
    assert "very-secret" not in outcome.error


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://root:very-secret@127.0.0.1/lapor", "sqlite:////proc/nowhere/lapor.db"]
)
def test_a_database_that_cannot_be_served_is_refused(lapor: Lapor, url: str) -> None:
    outcome = lapor("db", "upgrade", DATABASE_URL=url)
    assert outcome.is_refusal("DATABASE_URL")
    assert "very-secret" not in outcome.error


def test_a_file_that_is_no_database_is_refused(lapor: Lapor, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database at all, but a text of some length " * 50)
    assert lapor("db", "upgrade", DATABASE_URL="sqlite:///notes.db").is_refusal("DATABASE_URL")


@pytest.mark.parametrize("command", [("up",), ("web",), ("worker",), ("courier",), ("reports", "list")])
def test_another_secret_key_is_refused(lapor: Lapor, command: tuple[str, ...]) -> None:
    assert lapor("db", "upgrade", SECRET_KEY="one").code == 0
    outcome = lapor(*command, *_on_free_port(command), SECRET_KEY="another")
    assert outcome.is_refusal("SECRET_KEY is not the one this database was made with")


def test_a_number_that_is_none_is_refused(lapor: Lapor) -> None:
    assert lapor("db", "upgrade", TURN_RETRIES="many").is_refusal("TURN_RETRIES")


def test_a_region_that_is_not_there_is_refused(lapor: Lapor) -> None:
    assert lapor("web", "--port", str(free_port()), REGION="data/region/nowhere").is_refusal("nowhere")


def test_a_worker_without_a_model_is_refused(lapor: Lapor) -> None:
    assert lapor("worker", MODELS="no-models").is_refusal("lapor train")


def test_the_database_is_upgraded_once(lapor: Lapor) -> None:
    assert lapor("db", "upgrade") == Outcome(0, "Database: migrated.\n", "")
    assert lapor("db", "upgrade") == Outcome(0, "Database: up to date.\n", "")


def test_the_secret_key_is_made_once_and_for_the_owner_only(lapor: Lapor, project: Path) -> None:
    lapor("db", "upgrade")
    made = project / "var" / "secret_key"
    first = made.read_text()
    lapor("db", "upgrade")
    assert made.read_text() == first
    assert len(first.strip()) >= 48
    assert made.stat().st_mode & 0o077 == 0


def test_reports_are_listed_for_people_and_for_machines(lapor: Lapor, ticket: str) -> None:
    (line,) = lapor("reports", "list").out.splitlines()
    assert line.startswith(ticket) and "diterima" in line
    (line,) = lapor("reports", "list", "--json").out.splitlines()
    assert json.loads(line)["ticket"] == ticket


@pytest.mark.parametrize(
    "spelling", [str, str.lower, lambda text: text.replace("-", ""), lambda text: text[4:]]
)
def test_a_ticket_is_found_in_any_spelling(lapor: Lapor, ticket: str, spelling: Callable[[str], str]) -> None:
    outcome = lapor("reports", "show", spelling(ticket), "--json")
    assert (outcome.code, json.loads(outcome.out)["ticket"]) == (0, ticket)
    assert ticket in lapor("reports", "show", spelling(ticket)).out


@pytest.mark.parametrize("asked", ["OKI-4829-1372", "OKI-0000-0001", "jalan"])
def test_an_unknown_ticket_is_code_1(lapor: Lapor, ticket: str, asked: str) -> None:
    assert lapor("reports", "show", asked, "--json") == Outcome(1, "", f"No report {asked}.\n")


def test_an_empty_database_lists_nothing(lapor: Lapor) -> None:
    assert lapor("reports", "list", "--json") == Outcome(0, "", "")


def _on_free_port(command: tuple[str, ...]) -> tuple[str, ...]:
    return ("--port", str(free_port())) if command[0] in ("up", "web") else ()
