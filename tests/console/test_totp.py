from __future__ import annotations

from datetime import datetime, timezone

import pyotp
import pytest
from starlette.testclient import TestClient

from bot.console.gate import COOKIE
from bot.console.records import Staff
from bot.console.second_factor import matching_step, use_step
from bot.storage.database import Database
from bot.storage.tables import now
from bot.storage.vault import Vault
from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.console.people import PASSWORD, add_account, deeds, read_account, sign_in, submit

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(shift: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(now(), counter_offset=shift)


@pytest.fixture
def guarded(wiring: Wiring) -> Database:
    """A database in which budi has turned codes on."""
    sealed = wiring.vault.seal(SECRET)
    add_account(wiring.database, "budi", totp_sealed=sealed, totp_confirmed_at=now())
    return wiring.database


def test_after_the_password_a_code_is_asked_for(visitor: TestClient, guarded: Database) -> None:
    answer = sign_in(visitor, "budi", lanjut="/staff/akun")
    assert answer.headers["location"] == "/staff/kode?lanjut=%2Fstaff%2Fakun"
    assert visitor.get("/staff/laporan").headers["location"] == "/staff/kode"
    before = visitor.cookies[COOKIE]
    answer = submit(visitor, "/staff/kode", kode=code(), lanjut="/staff/akun")
    assert answer.headers["location"] == "/staff/akun"
    assert visitor.cookies[COOKIE] != before
    assert visitor.get("/staff/akun").status_code == 200
    assert deeds(guarded) == ["masuk"]


def test_a_code_counts_once(visitor: TestClient, guarded: Database) -> None:
    used = code()
    sign_in(visitor, "budi")
    submit(visitor, "/staff/kode", kode=used)
    sign_in(visitor, "budi")
    answer = submit(visitor, "/staff/kode", kode=used)
    assert answer.status_code == 422 and "sudah dipakai" in answer.text


def test_wrong_codes_have_to_wait_like_wrong_passwords(visitor: TestClient, guarded: Database) -> None:
    sign_in(visitor, "budi")
    wrong = "000000" if code() != "000000" else "000001"
    for _ in range(5):
        assert "tidak cocok" in submit(visitor, "/staff/kode", kode=wrong).text
    assert "Terlalu banyak percobaan" in submit(visitor, "/staff/kode", kode=code()).text
    # Nor does the password, which he knows, open the door in the meantime.
    assert sign_in(visitor, "budi").status_code == 429


def test_codes_beside_the_present_one_count_and_others_do_not(wiring: Wiring) -> None:
    staff = Staff(totp_sealed=wiring.vault.seal(SECRET), totp_last_step=None)
    at = datetime(2026, 12, 1, 3, 0, 10, tzinfo=timezone.utc)
    present = int(at.timestamp()) // 30
    generator = pyotp.TOTP(SECRET)
    steps = {
        shift: matching_step(wiring.vault, staff, generator.at(at, counter_offset=shift), at)
        for shift in range(-2, 3)
    }
    assert steps == {-2: None, -1: present - 1, 0: present, 1: present + 1, 2: None}
    staff.totp_last_step = present
    assert matching_step(wiring.vault, staff, generator.at(at, counter_offset=-1), at) is None


def test_of_two_browsers_with_the_same_code_one_is_let_in(guarded: Database) -> None:
    with guarded.writing() as session:
        staff_id = session.query(Staff).one().id
        assert [use_step(session, staff_id, 7) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("nonsense", ["", "12345", "abcdef", "１２３４５６", "9" * 400])
def test_nonsense_is_no_code(wiring: Wiring, nonsense: str) -> None:
    staff = Staff(totp_sealed=wiring.vault.seal(SECRET), totp_last_step=None)
    assert matching_step(wiring.vault, staff, nonsense, now()) is None


def test_codes_are_turned_on_with_the_first_right_one(signed_in: SignedIn, wiring: Wiring) -> None:
    officer = signed_in("officer", agency="PUPR")
    shown = officer.get("/staff/akun/kode-masuk").text
    assert 'src="data:image/svg+xml' in shown
    assert officer.post("/staff/akun/kode-masuk", data={"kode": "1"}).status_code == 422
    assert read_account(wiring.database, "officer1").totp_confirmed_at is None
    answer = officer.post("/staff/akun/kode-masuk", data={"kode": present_code(wiring)})
    assert answer.headers["location"] == "/staff/akun?kabar=kode_nyala"
    assert read_account(wiring.database, "officer1").totp_confirmed_at is not None
    assert officer.get("/staff/akun").status_code == 200
    assert deeds(wiring.database) == ["kode_masuk_nyala"]


def test_a_secret_that_is_in_force_is_shown_no_more(visitor: TestClient, guarded: Database) -> None:
    sign_in(visitor, "budi")
    submit(visitor, "/staff/kode", kode=code())
    shown = visitor.get("/staff/akun/kode-masuk").text
    assert "data:image" not in shown and SECRET[:4] not in shown


def test_codes_are_turned_off_with_the_password(visitor: TestClient, guarded: Database) -> None:
    sign_in(visitor, "budi")
    submit(visitor, "/staff/kode", kode=code())
    off, shown_at = "/staff/akun/kode-masuk/mati", "/staff/akun/kode-masuk"
    assert "tidak cocok" in submit(visitor, off, shown_at, lama="salah").text
    assert read_account(guarded, "budi").totp_confirmed_at
    submit(visitor, off, shown_at, lama=PASSWORD)
    assert read_account(guarded, "budi").totp_sealed is None
    assert sign_in(visitor, "budi").headers["location"] == "/staff"


def present_code(wiring: Wiring) -> str:
    sealed = read_account(wiring.database, "officer1").totp_sealed
    return pyotp.TOTP(wiring.vault.open(sealed or "")).at(now())


def test_the_secret_is_sealed(signed_in: SignedIn, wiring: Wiring) -> None:
    signed_in("officer", agency="PUPR").get("/staff/akun/kode-masuk")
    sealed = read_account(wiring.database, "officer1").totp_sealed or ""
    with pytest.raises(ValueError):
        Vault("another key").open(sealed)
