from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.console import accounts
from bot.console.gate import COOKIE
from bot.console.passwords import one_time_password, problem_of
from bot.console.records import FailedSignIn, StaffSession
from bot.console.throttle import Throttle, Wait, network_of
from bot.storage.database import Database
from bot.storage.tables import now
from bot.storage.vault import Vault
from tests.console.people import CSRF, PASSWORD, add_account, deeds, read_account, sign_in, submit

NEW = "sungai pagi lemari"


class Clock:
    """The time of the console's gate."""

    def __init__(self) -> None:
        self.at = now()

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr("bot.console.gate.now", clock)
    yield clock


def test_name_and_password_are_enough(visitor: TestClient, console_database: Database) -> None:
    add_account(console_database, "budi")
    answer = sign_in(visitor, " Budi ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    assert visitor.get("/staff/laporan").status_code == 200
    assert deeds(console_database) == ["masuk"]


def test_after_signing_in_he_is_where_he_wanted_to_be(
    visitor: TestClient, console_database: Database
) -> None:
    add_account(console_database, "budi")
    asked = visitor.get("/staff/laporan?dinas=PUPR")
    assert asked.headers["location"] == "/staff/login?lanjut=%2Fstaff%2Flaporan%3Fdinas%3DPUPR"
    answer = sign_in(visitor, "budi", lanjut="/staff/laporan?dinas=PUPR")
    assert answer.headers["location"] == "/staff/laporan?dinas=PUPR"


@pytest.mark.parametrize(
    "onward",
    ["//evil.example/staff/", "https://evil.example/staff/", "/staff/\\evil.example", "/simulator", "//["],
)
def test_signing_in_leads_to_no_other_site(
    visitor: TestClient, console_database: Database, onward: str
) -> None:
    add_account(console_database, "budi")
    assert sign_in(visitor, "budi", lanjut=onward).headers["location"] == "/staff"


def test_a_wrong_password_and_an_unknown_name_look_alike(
    visitor: TestClient, console_database: Database
) -> None:
    add_account(console_database, "budi")
    wrong, unknown = sign_in(visitor, "budi", "salah"), sign_in(visitor, "siti", "salah")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("budi", "siti") == unknown.text
    assert COOKIE not in visitor.cookies


def test_a_disabled_account_stays_outside(visitor: TestClient, console_database: Database) -> None:
    add_account(console_database, "budi", disabled_at=now())
    assert sign_in(visitor, "budi").status_code == 401


def test_five_slips_cost_a_wait_that_grows(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi")
    for _ in range(5):
        assert sign_in(visitor, "budi", "salah").status_code == 401
    refused = sign_in(visitor, "budi")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "31")
    assert "coba lagi dalam 30 detik" in refused.text
    clock.pass_by(seconds=31)
    assert sign_in(visitor, "budi", "salah").status_code == 401
    assert "coba lagi dalam 60 detik" in sign_in(visitor, "budi").text
    clock.pass_by(seconds=61)
    assert sign_in(visitor, "budi").status_code == 303


def test_while_one_has_to_wait_no_password_is_hashed(
    visitor: TestClient, console_database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_account(console_database, "budi")
    for _ in range(5):
        sign_in(visitor, "budi", "salah")
    monkeypatch.setattr("bot.console.sign_in.is_password", lambda *_: pytest.fail("was hashed"))
    assert sign_in(visitor, "budi").status_code == 429


def test_the_slips_of_one_name_are_not_those_of_another(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi")
    for _ in range(5):
        sign_in(visitor, "siti", "salah")
    assert sign_in(visitor, "siti", "salah").status_code == 429
    assert sign_in(visitor, "budi").status_code == 303


def test_who_is_in_has_his_slips_forgotten(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi")
    for _ in range(4):
        sign_in(visitor, "budi", "salah")
    assert sign_in(visitor, "budi").status_code == 303
    assert [sign_in(visitor, "budi", "salah").status_code for _ in range(2)] == [401, 401]


def test_an_address_that_tries_many_names_has_to_wait(console_database: Database) -> None:
    vault = Vault("tests")
    at = now()
    with console_database.writing() as session:
        for number in range(20):
            assert not isinstance(Throttle(vault, f"name{number}", "192.0.2.7").begin(session, at), Wait)
        assert isinstance(Throttle(vault, "other", "192.0.2.7").begin(session, at), Wait)
        assert not isinstance(Throttle(vault, "other", "192.0.2.8").begin(session, at), Wait)


def test_attempts_count_on_either_database_and_are_forgotten(migrated_url: str) -> None:
    database, vault, at = Database(migrated_url), Vault("tests"), now()
    throttle = Throttle(vault, "budi", "192.0.2.7")
    with database.writing() as session:
        for _ in range(5):
            throttle.begin(session, at)
        waiting = throttle.begin(session, at)
        assert isinstance(waiting, Wait) and waiting.words == "30 detik"
        assert not isinstance(throttle.begin(session, at + timedelta(hours=1)), Wait)
        assert session.query(FailedSignIn).count() == 2
    database.dispose()


def test_a_household_is_one_address() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::2") != network_of("2001:db8:0:1::1")
    assert network_of("192.0.2.7") != network_of("192.0.2.8")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7")


def test_a_password_that_another_made_must_be_changed(
    visitor: TestClient, console_database: Database
) -> None:
    add_account(console_database, "budi", must_change_password=True)
    answer = sign_in(visitor, "budi", lanjut="/staff/akun")
    assert answer.headers["location"] == "/staff/kata-sandi?lanjut=%2Fstaff%2Fakun"
    assert visitor.get("/staff/laporan").headers["location"] == "/staff/kata-sandi"
    before = visitor.cookies[COOKIE]
    answer = submit(visitor, "/staff/kata-sandi", baru=NEW, ulang=NEW, lanjut="/staff/akun")
    assert answer.headers["location"] == "/staff/akun"
    assert visitor.cookies[COOKIE] != before
    assert visitor.get("/staff/laporan").status_code == 200
    assert sign_in(visitor, "budi").status_code == 401
    assert sign_in(visitor, "budi", NEW).headers["location"] == "/staff"


def test_of_two_who_have_a_password_for_one_use_one_comes_in(
    app: Starlette, console_database: Database
) -> None:
    add_account(console_database, "budi", must_change_password=True)
    owner, thief = (TestClient(app, follow_redirects=False) for _ in range(2))
    for browser in (thief, owner):
        assert sign_in(browser, "budi").headers["location"] == "/staff/kata-sandi"
    token = CSRF.search(thief.get("/staff/kata-sandi").text)
    submit(owner, "/staff/kata-sandi", baru=NEW, ulang=NEW)
    other = "kebun malam sepeda"
    late = thief.post("/staff/kata-sandi", data={"csrf": token and token[1], "baru": other, "ulang": other})
    assert late.headers["location"].startswith("/staff/login")
    assert sign_in(thief, "budi", NEW).headers["location"] == "/staff"


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("pendek", "pendek", "paling sedikit 10"),
        ("rahasia12345", "rahasia12345", "terlalu mudah ditebak"),
        ("1234567890", "1234567890", "terlalu mudah ditebak"),
        ("budisantoso", "budisantoso", "sama dengan nama pengguna"),
        ("BudiSantoso2026", "BudiSantoso2026", "sama dengan nama pengguna"),
        (PASSWORD, PASSWORD, "harus lain dari yang lama"),
        (NEW, NEW + "x", "tidak sama"),
    ],
)
def test_a_poor_password_is_refused_beside_its_field(
    visitor: TestClient, console_database: Database, new: str, again: str, said: str
) -> None:
    add_account(console_database, "budisantoso", must_change_password=True)
    sign_in(visitor, "budisantoso")
    answer = submit(visitor, "/staff/kata-sandi", baru=new, ulang=again)
    assert answer.status_code == 422 and said in answer.text
    assert read_account(console_database, "budisantoso").must_change_password


def test_the_steps_of_signing_in_can_be_left(visitor: TestClient, console_database: Database) -> None:
    add_account(console_database, "budi", must_change_password=True)
    sign_in(visitor, "budi")
    answer = submit(visitor, "/staff/kata-sandi/batal", shown_at="/staff/kata-sandi")
    assert answer.headers["location"] == "/staff/login"
    assert visitor.get("/staff/login").status_code == 200


def test_a_step_that_is_left_open_ends_by_itself(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi", must_change_password=True)
    sign_in(visitor, "budi")
    clock.pass_by(minutes=16)
    assert visitor.get("/staff/kata-sandi").headers["location"].startswith("/staff/login")


def test_a_page_that_asks_for_news_keeps_nobody_signed_in(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi")
    sign_in(visitor, "budi")
    for _ in range(13):
        clock.pass_by(hours=1)
        answer = visitor.get("/staff/laporan?status=terbuka", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/staff/login"


def test_who_opens_a_page_each_hour_stays_signed_in(
    visitor: TestClient, console_database: Database, clock: Clock
) -> None:
    add_account(console_database, "budi")
    sign_in(visitor, "budi")
    for _ in range(13):
        clock.pass_by(hours=1)
        assert visitor.get("/staff/laporan").status_code == 200


def test_a_hash_of_former_parameters_is_renewed(visitor: TestClient, console_database: Database) -> None:
    former = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    add_account(console_database, "budi")
    with console_database.writing() as session:
        session.query(accounts.Staff).update({"password_hash": former})
    assert sign_in(visitor, "budi").status_code == 303
    assert read_account(console_database, "budi").password_hash != former
    assert sign_in(visitor, "budi").status_code == 303


def test_signing_in_again_ends_the_former_session_of_the_browser(
    visitor: TestClient, console_database: Database
) -> None:
    add_account(console_database, "budi")
    sign_in(visitor, "budi")
    sign_in(visitor, "budi")
    with console_database.reading() as session:
        open_ones = session.query(StaffSession).where(StaffSession.ended_at.is_(None)).count()
    assert open_ones == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://["])
def test_another_site_cannot_sign_anybody_in(
    visitor: TestClient, console_database: Database, origin: str
) -> None:
    add_account(console_database, "budi")
    fields = {"username": "budi", "password": PASSWORD}
    answer = visitor.post("/staff/login", data=fields, headers={"origin": origin})
    assert answer.status_code == 403 and COOKIE not in visitor.cookies


def test_a_one_time_password_is_good_enough_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert not any(problem_of(password, "admin") for password in made)
