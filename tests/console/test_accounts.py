from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.testclient import TestClient

from bot.console.browsers import browser_name
from bot.console.gate import COOKIE
from bot.console.records import Staff, StaffSession
from bot.storage.database import Database
from bot.storage.tables import now
from tests.console.conftest import SignedIn
from tests.console.people import PASSWORD, add_account, deeds, sign_in, submit

NEW = "sungai pagi lemari"
CHROME = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def test_a_signed_in_person_sees_his_pages(signed_in: SignedIn) -> None:
    officer = signed_in("officer", agency="PUPR", name="Budi")
    answer = officer.get("/staff/laporan")
    assert answer.status_code == 200
    assert "Budi" in answer.text


def test_a_signed_in_person_signs_out(signed_in: SignedIn) -> None:
    officer = signed_in("officer", agency="PUPR")
    assert officer.post("/staff/keluar").headers["location"] == "/staff/login"
    assert officer.get("/staff/laporan").status_code == 303


def test_a_camat_has_the_desk_of_his_district(signed_in: SignedIn) -> None:
    camat = signed_in("camat", district="16.02.05")
    assert camat.viewer.desk == "KEC-16.02.05"
    assert "Kayu Agung" in camat.get("/staff/akun").text


@pytest.mark.parametrize("column", ["created_at", "last_used_at"])
def test_a_session_ends_by_itself(signed_in: SignedIn, console_database: Database, column: str) -> None:
    officer = signed_in("officer", agency="PUPR")
    with console_database.writing() as session:
        session.query(StaffSession).update({column: now() - timedelta(days=8)})
    assert officer.get("/staff/akun").status_code == 303


def test_a_disabled_account_is_out_at_once(signed_in: SignedIn, console_database: Database) -> None:
    officer = signed_in("officer", agency="PUPR")
    with console_database.writing() as session:
        session.query(Staff).update({"disabled_at": now()})
    assert officer.get("/staff/akun").status_code == 303


@pytest.mark.parametrize("change", [{"disabled_at": now()}, {"role": "leader"}, {"agency": "DLH"}])
def test_a_form_that_takes_its_time_does_nothing_for_who_is_out_meanwhile(
    signed_in: SignedIn,
    console_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
) -> None:
    officer = signed_in("officer", agency="PUPR")

    async def read_slowly(request: Request, limit: int) -> FormData:
        with console_database.writing() as session:
            session.query(Staff).update(change)
        return await request.form()

    monkeypatch.setattr("bot.console.gate._read_form", read_slowly)
    answer = officer.post("/staff/akun/keluar-semua")
    assert answer.headers["location"] == "/staff/login" and deeds(console_database) == []


def test_he_sees_the_browsers_in_which_he_is_signed_in(app: Starlette, console_database: Database) -> None:
    add_account(console_database, "budi")
    phone, office = TestClient(app, follow_redirects=False), TestClient(app, follow_redirects=False)
    phone.headers["user-agent"] = CHROME
    sign_in(phone, "budi"), sign_in(office, "budi")
    shown = office.get("/staff/akun").text
    assert "Chrome di Android" in shown and shown.count("Perangkat ini") == 1


def test_he_signs_another_browser_out(app: Starlette, console_database: Database) -> None:
    add_account(console_database, "budi")
    phone, office = TestClient(app, follow_redirects=False), TestClient(app, follow_redirects=False)
    sign_in(phone, "budi"), sign_in(office, "budi")
    with console_database.reading() as session:
        oldest = session.query(StaffSession).order_by(StaffSession.id).first()
        assert oldest
        address = f"/staff/akun/perangkat/{oldest.id}/keluar"
    assert submit(office, address, shown_at="/staff/akun").status_code == 303
    assert phone.get("/staff/akun").status_code == 303
    assert office.get("/staff/akun").status_code == 200


def test_he_cannot_sign_others_out(signed_in: SignedIn, console_database: Database) -> None:
    officer, other = signed_in("officer", agency="PUPR"), signed_in("officer", agency="DLH")
    with console_database.reading() as session:
        row = session.query(StaffSession).where(StaffSession.staff_id == officer.viewer.id).one()
        address = f"/staff/akun/perangkat/{row.id}/keluar"
    assert other.post(address).status_code == 404
    assert officer.get("/staff/akun").status_code == 200


def test_he_signs_out_everywhere(app: Starlette, console_database: Database) -> None:
    add_account(console_database, "budi")
    phone, office = TestClient(app, follow_redirects=False), TestClient(app, follow_redirects=False)
    sign_in(phone, "budi"), sign_in(office, "budi")
    submit(office, "/staff/akun/keluar-semua", shown_at="/staff/akun")
    assert [browser.get("/staff/akun").status_code for browser in (phone, office)] == [303, 303]
    assert deeds(console_database)[-1] == "keluar_semua"


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(
    app: Starlette, console_database: Database
) -> None:
    add_account(console_database, "budi")
    phone, office = TestClient(app, follow_redirects=False), TestClient(app, follow_redirects=False)
    sign_in(phone, "budi"), sign_in(office, "budi")
    address = "/staff/akun/kata-sandi"
    wrong = submit(office, address, lama="salah", baru=NEW, ulang=NEW)
    assert wrong.status_code == 422 and "Kata sandi tidak cocok" in wrong.text
    before = office.cookies[COOKIE]
    assert submit(office, address, lama=PASSWORD, baru=NEW, ulang=NEW).status_code == 303
    assert office.cookies[COOKIE] != before
    assert office.get("/staff/akun").status_code == 200
    assert phone.get("/staff/akun").status_code == 303
    assert deeds(console_database)[-1] == "kata_sandi"


def test_a_form_that_came_too_late_shows_no_password(visitor: TestClient, console_database: Database) -> None:
    add_account(console_database, "budi")
    sign_in(visitor, "budi")
    typed = {"csrf": "of a former session", "lama": PASSWORD, "baru": NEW, "ulang": NEW}
    answer = visitor.post("/staff/akun/kata-sandi", data=typed)
    assert answer.status_code == 403 and PASSWORD not in answer.text and NEW not in answer.text


def test_who_holds_a_browser_cannot_guess_its_owners_password(
    visitor: TestClient, console_database: Database
) -> None:
    add_account(console_database, "budi")
    sign_in(visitor, "budi")
    for _ in range(5):
        submit(visitor, "/staff/akun/kata-sandi", lama="salah", baru=NEW, ulang=NEW)
    answer = submit(visitor, "/staff/akun/kata-sandi", lama=PASSWORD, baru=NEW, ulang=NEW)
    assert answer.status_code == 422 and "coba lagi dalam 30 detik" in answer.text


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome di Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "Firefox di Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge di Linux",
        ),
        ("curl/8.5", "Perangkat lain"),
        ("", "Perangkat lain"),
    ],
)
def test_a_browser_has_a_name_that_people_know(agent: str, name: str) -> None:
    assert browser_name(agent) == name
