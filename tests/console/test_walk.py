"""Every route of the console for every role, and every object for those it is not for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bot.console.gate import HEADERS
from bot.console.routes import PAGES
from bot.console.sign_in import own_path
from bot.console.visits import EVERYONE, Page
from bot.reports.sight import (
    ADMIN,
    CAMAT,
    INSPEKTORAT,
    LEADER,
    OFFICER,
    OPERATOR,
    ROLES,
    TRAINER,
)
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_accusation, file_founding_case, file_pothole, look_up

AGENCIES = {OFFICER: "DLH", INSPEKTORAT: "INSPEKTORAT"}
DISTRICTS = {CAMAT: "16.02.03"}
# Nothing of these is in the database: what is looked up is never found, and a deed never done.
NOBODYS = {
    "ticket": "OKI-0000-0000",
    "id": "999999",
    "browser": "999999",
    "desk": "NONE",
    "username": "nobody",
    "code": "NONE",
}
INSIDE = tuple(target for target in PAGES if target.stage == "in")
MINE = (OFFICER, CAMAT, INSPEKTORAT, OPERATOR, LEADER, ADMIN, TRAINER)


def name_of(target: Page) -> str:
    return f"{target.method} {target.path}"


def address_of(target: Page, **objects: str) -> str:
    path = target.path
    for name, value in {**NOBODYS, **objects}.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"{target.path}: give the test a value for it"
    return f"/staff{path}"


@pytest.fixture
def browsers(signed_in: SignedIn) -> dict[str, StaffClient]:
    return {role: signed_in(role, agency=AGENCIES.get(role), district=DISTRICTS.get(role)) for role in ROLES}


def ask(client: TestClient, target: Page, address: str) -> int:
    answer = client.get(address) if target.method == "GET" else client.post(address)
    return int(answer.status_code)


def test_every_page_says_who_may_come() -> None:
    assert all(target.roles and target.roles <= EVERYONE for target in INSIDE)
    assert len({(target.method, target.path) for target in PAGES}) == len(PAGES)


def test_only_the_listed_pages_are_there(app: Starlette) -> None:
    mount = next(route for route in app.routes if isinstance(route, Mount) and route.path == "/staff")
    served = {(next(iter(route.methods - {"HEAD"})), route.path) for route in mount.routes
              if isinstance(route, Route) and route.path != "/{rest:path}"}  # fmt: skip
    assert served == {(target.method, target.path) for target in PAGES}


def test_nobody_comes_in_without_signing_in(visitor: TestClient) -> None:
    for target in PAGES:
        if not target.stage:
            continue
        address = address_of(target)
        answer = visitor.get(address) if target.method == "GET" else visitor.post(address)
        assert answer.status_code == 303, name_of(target)
        assert answer.headers["location"].startswith("/staff/login"), name_of(target)


def test_a_page_is_not_there_for_a_role_that_it_is_not_for(browsers: dict[str, StaffClient]) -> None:
    walked = 0
    for target in INSIDE:
        for role in EVERYONE - target.roles:
            assert ask(browsers[role], target, address_of(target)) == 404, f"{role}: {name_of(target)}"
            walked += 1
    assert walked > 80


def test_a_page_without_an_object_opens_for_every_role_that_it_is_for(
    browsers: dict[str, StaffClient],
) -> None:
    for target in INSIDE:
        if "{" in target.path or target.method != "GET":
            continue
        for role in target.roles:
            status = ask(browsers[role], target, address_of(target))
            assert status in (200, 303), f"{role}: {name_of(target)}: {status}"


def test_no_form_is_taken_without_its_token(browsers: dict[str, StaffClient]) -> None:
    for target in INSIDE:
        if target.method != "POST":
            continue
        browser = browsers[next(role for role in MINE if role in target.roles)]
        assert TestClient.post(browser, address_of(target)).status_code == 403, name_of(target)
        foreign = browser.post(address_of(target), headers={"origin": "https://example.org"})
        assert foreign.status_code == 403, name_of(target)


@dataclass(frozen=True)
class Stranger:
    """A report, and who must not find it."""

    ticket: str
    roles: tuple[str, ...]


@pytest.fixture
def strangers(wiring: Wiring) -> Iterator[list[Stranger]]:
    """An ordinary report of PUPR in Kayu Agung, and a secret one of the Inspektorat."""
    yield [
        Stranger(file_pothole(wiring), (OFFICER, CAMAT, INSPEKTORAT, TRAINER)),
        Stranger(file_founding_case(wiring), (OFFICER, CAMAT, INSPEKTORAT, TRAINER)),
        Stranger(file_accusation(wiring), (OFFICER, CAMAT, OPERATOR, LEADER, ADMIN, TRAINER)),
        Stranger(file_accusation(wiring, agency=None), MINE),
    ]


def test_no_page_and_no_deed_reaches_a_report_that_is_not_his(
    wiring: Wiring, browsers: dict[str, StaffClient], strangers: list[Stranger]
) -> None:
    of_report = [target for target in INSIDE if "{ticket}" in target.path]
    assert len(of_report) > 15
    for stranger in strangers:
        before = [event.id for event in look_up(wiring, stranger.ticket).events]
        for role in stranger.roles:
            for target in of_report:
                address = address_of(target, ticket=stranger.ticket)
                form = {"alasan": "ingin tahu saja", "kata": "halo", "pratinjau": "status"}
                browser = browsers[role]
                answer = browser.get(address) if target.method == "GET" else browser.post(address, data=form)
                assert answer.status_code == 404, f"{role}: {name_of(target)}"
        assert [event.id for event in look_up(wiring, stranger.ticket).events] == before


def test_no_list_shows_a_report_that_is_not_his(
    browsers: dict[str, StaffClient], strangers: list[Stranger]
) -> None:
    addresses = ["/staff/laporan?status=semua", "/staff/peta/titik?status=semua", "/staff/laporan?q=rusak"]
    for stranger in strangers:
        for role in stranger.roles:
            for address in addresses:
                assert stranger.ticket not in browsers[role].get(address).text, f"{role}: {address}"


def test_a_ticket_in_the_search_leads_only_to_his_own(
    browsers: dict[str, StaffClient], strangers: list[Stranger]
) -> None:
    ordinary = strangers[0].ticket
    assert browsers[OPERATOR].get(f"/staff/laporan?q={ordinary}").status_code == 303
    assert browsers[OFFICER].get(f"/staff/laporan?q={ordinary}").status_code == 200


def test_every_answer_carries_the_headers(browsers: dict[str, StaffClient], visitor: TestClient) -> None:
    ordinary = browsers[OPERATOR]
    answers = [
        visitor.get("/staff/login"),
        visitor.get("/staff/laporan"),
        visitor.get("/staff/tidak-ada"),
        ordinary.get("/staff/laporan"),
        ordinary.get("/staff/laporan/OKI-0000-0000"),
        TestClient.post(ordinary, "/staff/keluar"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert all(answer.headers.get(name) for name in HEADERS), answer.url


def test_no_page_has_script_or_style_of_its_own(wiring: Wiring, browsers: dict[str, StaffClient]) -> None:
    ticket = file_founding_case(wiring)
    for target in INSIDE:
        if target.method != "GET" or ("{" in target.path and "{ticket}" not in target.path):
            continue
        role = OPERATOR if OPERATOR in target.roles else next(iter(target.roles))
        text = browsers[role].get(address_of(target, ticket=ticket)).text
        assert " style=" not in text and "<style" not in text and " onclick=" not in text, name_of(target)
        assert text.count("<script") == text.count("<script src="), name_of(target)


@pytest.mark.parametrize(
    "onward",
    ["https://example.org", "//example.org", "/\\example.org", "/staff//x\\y", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(onward: str) -> None:
    assert own_path(onward) == "/staff"
    assert own_path("/staff/laporan?q=x") == "/staff/laporan?q=x"


def test_a_form_that_is_too_large_is_refused(browsers: dict[str, StaffClient]) -> None:
    large = {"kata": "a" * 300_000}
    assert browsers[OFFICER].post("/staff/laporan/OKI-0000-0000/catat", data=large).status_code == 413
