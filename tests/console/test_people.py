from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.console.people import Details, LastAdmin, change_person, close_account
from bot.console.records import Staff
from bot.storage.database import Database
from bot.storage.tables import now
from tests.console.conftest import SignedIn
from tests.console.people import add_account, deeds, read_account, sign_in

ADDED = {"username": "Budi.S", "name": "Budi Santoso", "role": "officer", "agency": "PUPR"}
SHOWN_PASSWORD = re.compile(r'class="kunci">([a-z0-9-]+)<')
OTHERS = ("operator", "officer", "camat", "inspektorat", "leader", "trainer")


def test_an_added_person_signs_in_with_the_password_shown_once(
    signed_in: SignedIn, visitor: TestClient, console_database: Database
) -> None:
    admin = signed_in("admin")
    shown = SHOWN_PASSWORD.search(admin.post("/staff/pengguna/baru", data=ADDED).text)
    assert shown
    assert sign_in(visitor, "budi.s", shown[1]).headers["location"] == "/staff/kata-sandi"
    staff = read_account(console_database, "budi.s")
    assert (staff.name, staff.role, staff.agency, staff.district) == ("Budi Santoso", "officer", "PUPR", None)
    assert shown[1] not in admin.get(f"/staff/pengguna/{staff.id}").text
    assert deeds(console_database) == ["akun_dibuat"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "Budi Santoso"}, "Pakailah 2 sampai 64 huruf kecil"),
        ({"username": "admin1"}, "sudah dipakai"),
        ({"role": "raja"}, "Pilih perannya"),
        ({"agency": ""}, "Pilih dinasnya"),
        ({"agency": "KEC"}, "tidak dikenal"),
        ({"role": "camat"}, "Pilih kecamatannya"),
        ({"name": "x" * 81}, "Nama paling panjang"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_lost(
    signed_in: SignedIn, console_database: Database, changes: dict[str, str], said: str
) -> None:
    answer = signed_in("admin").post("/staff/pengguna/baru", data={**ADDED, **changes})
    assert answer.status_code == 422
    assert said in answer.text and 'aria-invalid="true"' in answer.text
    assert changes.get("name", "Budi Santoso") in answer.text
    with console_database.reading() as session:
        assert session.query(Staff).count() == 1


def test_people_are_found_by_name_and_role(signed_in: SignedIn, console_database: Database) -> None:
    add_account(console_database, "siti", name="Siti <b>Aminah</b>")
    add_account(console_database, "joko", "camat", district="16.02.05")
    admin = signed_in("admin")
    found = admin.get("/staff/pengguna?q=AMINAH").text
    assert "Siti &lt;b&gt;Aminah" in found and "Joko" not in found
    assert "Joko" in admin.get("/staff/pengguna?peran=camat").text
    assert "Tidak ada pengguna yang cocok" in admin.get("/staff/pengguna?q=%25").text


@pytest.mark.parametrize("role", OTHERS)
def test_accounts_are_for_the_admin_alone(signed_in: SignedIn, role: str) -> None:
    person = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert person.get("/staff/pengguna").status_code == 404
    assert person.post("/staff/pengguna/baru", data=ADDED).status_code == 404
    assert person.post(f"/staff/pengguna/{person.viewer.id}/kata-sandi").status_code == 404


def test_a_person_who_changes_his_office_sees_the_new_one_at_once(signed_in: SignedIn) -> None:
    admin, officer = signed_in("admin"), signed_in("officer", agency="PUPR")
    changed = {"name": "Budi", "role": "camat", "agency": "PUPR", "district": "16.02.05"}
    assert admin.post(f"/staff/pengguna/{officer.viewer.id}", data=changed).status_code == 303
    shown = officer.get("/staff/akun").text
    assert "Kayu Agung" in shown and "Pekerjaan Umum" not in shown


def test_only_a_real_change_is_written_down(signed_in: SignedIn, console_database: Database) -> None:
    admin, officer = signed_in("admin"), signed_in("officer", agency="PUPR", name="Budi")
    address = f"/staff/pengguna/{officer.viewer.id}"
    admin.post(address, data={"name": "Budi", "role": "officer", "agency": "PUPR"})
    assert deeds(console_database) == []
    admin.post(address, data={"name": "Budi", "role": "officer", "agency": "DLH"})
    assert deeds(console_database) == ["akun_diubah"]


def test_a_disabled_person_is_out_and_comes_back(signed_in: SignedIn, console_database: Database) -> None:
    admin, officer = signed_in("admin"), signed_in("officer", agency="PUPR")
    address = f"/staff/pengguna/{officer.viewer.id}"
    admin.post(f"{address}/tutup")
    assert officer.get("/staff/akun").status_code == 303
    assert "Nonaktif" in admin.get("/staff/pengguna").text
    admin.post(f"{address}/buka")
    # The former session stays ended: he signs in again.
    assert officer.get("/staff/akun").status_code == 303
    assert read_account(console_database, "officer2").disabled_at is None
    assert deeds(console_database) == ["akun_ditutup", "akun_dibuka"]


def test_a_new_password_ends_every_session_of_its_owner(
    signed_in: SignedIn, visitor: TestClient, console_database: Database
) -> None:
    admin, officer = signed_in("admin"), signed_in("officer", agency="PUPR")
    for _ in range(6):
        sign_in(visitor, "officer2", "lupa")
    shown = SHOWN_PASSWORD.search(admin.post(f"/staff/pengguna/{officer.viewer.id}/kata-sandi").text)
    assert shown and officer.get("/staff/akun").status_code == 303
    # Nor has he to wait because of what he had forgotten.
    assert sign_in(visitor, "officer2", shown[1]).headers["location"] == "/staff/kata-sandi"


def test_codes_of_a_lost_telephone_are_removed(signed_in: SignedIn, console_database: Database) -> None:
    admin = signed_in("admin")
    staff_id = add_account(console_database, "siti", totp_sealed="x", totp_confirmed_at=now())
    assert "Hapus kode masuk" in admin.get(f"/staff/pengguna/{staff_id}").text
    admin.post(f"/staff/pengguna/{staff_id}/kode-masuk")
    assert read_account(console_database, "siti").totp_confirmed_at is None
    assert deeds(console_database) == ["akun_kode_masuk"]


def test_an_admin_signs_somebody_out_everywhere(signed_in: SignedIn) -> None:
    admin, officer = signed_in("admin"), signed_in("officer", agency="PUPR")
    admin.post(f"/staff/pengguna/{officer.viewer.id}/keluarkan")
    assert officer.get("/staff/akun").status_code == 303


def test_nobody_changes_his_own_role_or_closes_his_own_account(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin, _ = signed_in("admin"), signed_in("admin")
    address = f"/staff/pengguna/{admin.viewer.id}"
    answer = admin.post(address, data={"name": "Admin", "role": "operator"})
    assert answer.status_code == 422 and "Peran sendiri tidak dapat diubah" in answer.text
    for deed in ("tutup", "kata-sandi", "kode-masuk", "keluarkan"):
        assert admin.post(f"{address}/{deed}").status_code == 409
    assert admin.post(address, data={"name": "Nama Baru", "role": "admin"}).status_code == 303
    staff = read_account(console_database, "admin1")
    assert (staff.name, staff.role, staff.disabled_at) == ("Nama Baru", "admin", None)


def test_the_last_admin_stays(migrated_url: str) -> None:
    database = Database(migrated_url)
    first, second = add_account(database, "satu", "admin"), add_account(database, "dua", "admin")
    with database.writing() as session:
        close_account(session, session.get_one(Staff, first), now(), None)
    with database.writing() as session:
        last = session.get_one(Staff, second)
        with pytest.raises(LastAdmin):
            close_account(session, last, now(), None)
        with pytest.raises(LastAdmin):
            change_person(session, last, Details("dua", "Dua", "operator"), now(), first)
        assert _admins(session) == ["dua"]
    database.dispose()


def _admins(session: Session) -> list[str]:
    found = session.query(Staff.username).where(Staff.role == "admin", Staff.disabled_at.is_(None))
    return [username for (username,) in found]


@pytest.mark.parametrize("address", ["0", "99", "x", "99999999999999999999"])
def test_an_account_that_is_none_is_not_found(signed_in: SignedIn, address: str) -> None:
    admin = signed_in("admin")
    assert admin.get(f"/staff/pengguna/{address}").status_code == 404
    assert admin.post(f"/staff/pengguna/{address}/tutup").status_code == 404
