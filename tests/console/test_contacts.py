from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.contacts import read_phone, readable_phone
from bot.reports.office_records import Contact
from bot.storage.database import Database
from bot.storage.tables import now
from tests.console.conftest import SignedIn
from tests.console.people import deeds

SITI = {"nama": "Siti Aminah", "jabatan": "Kepala Bidang", "telepon": "0812 3456 7890", "catatan": "pagi"}
DESK = "/staff/dinas/PUPR"


def test_a_contact_is_kept_with_a_sealed_number(signed_in: SignedIn, console_database: Database) -> None:
    operator = signed_in("operator")
    assert operator.post(DESK, data=SITI).headers["location"] == f"{DESK}?kabar=kontak_ditambah"
    shown = operator.get(DESK).text
    assert "Siti Aminah" in shown and "0812-3456-7890" in shown
    with console_database.reading() as session:
        assert "3456" not in (session.query(Contact).one().phone_sealed or "")
    assert deeds(console_database) == ["kontak_ditambah"]


@pytest.mark.parametrize("role", ["officer", "camat", "inspektorat", "leader", "trainer"])
def test_numbers_are_for_admin_and_operator(signed_in: SignedIn, role: str) -> None:
    signed_in("operator").post(DESK, data=SITI)
    person = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert person.get(DESK).status_code == person.get("/staff/dinas").status_code == 404
    assert person.post(DESK, data=SITI).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nama": ""}, "Nama perlu diisi"),
        ({"telepon": ""}, "Nomor telepon perlu diisi"),
        ({"telepon": "12"}, "bukan nomor telepon"),
        ({"telepon": "nanti menyusul"}, "bukan nomor telepon"),
        ({"jabatan": "x" * 121}, "Paling panjang 120 huruf"),
    ],
)
def test_a_slip_is_said_beside_its_field(signed_in: SignedIn, changes: dict[str, str], said: str) -> None:
    answer = signed_in("admin").post(DESK, data={**SITI, **changes})
    assert answer.status_code == 422 and said in answer.text and "pagi" in answer.text


def test_after_a_quarter_a_contact_asks_to_be_confirmed(
    signed_in: SignedIn, console_database: Database
) -> None:
    operator = signed_in("operator")
    operator.post(DESK, data=SITI)
    assert "Perlu dikonfirmasi" not in operator.get("/staff/dinas").text
    with console_database.writing() as session:
        session.query(Contact).update({"confirmed_at": now() - timedelta(days=93)})
    assert "Perlu dikonfirmasi" in operator.get("/staff/dinas").text
    operator.post(f"{DESK}/1/konfirmasi")
    assert "Perlu dikonfirmasi" not in operator.get("/staff/dinas").text


def test_an_ended_contact_is_gone_and_another_desk_cannot_end_it(
    signed_in: SignedIn, console_database: Database
) -> None:
    operator = signed_in("operator")
    operator.post(DESK, data=SITI)
    assert operator.post("/staff/dinas/DLH/1/akhiri").status_code == 404
    assert operator.post(f"{DESK}/1/akhiri").status_code == 303
    assert "Siti Aminah" not in operator.get(DESK).text
    assert operator.post(f"{DESK}/1/akhiri").status_code == 404
    assert deeds(console_database) == ["kontak_ditambah", "kontak_diakhiri"]


def test_desks_say_who_answers_for_them(signed_in: SignedIn) -> None:
    signed_in("officer", agency="PUPR"), signed_in("camat", district="16.02.05")
    shown = signed_in("admin").get("/staff/dinas").text
    assert "Camat Kayu Agung" in shown and "dijawab operator" in shown
    assert 'href="/staff/dinas/KEC"' not in shown


@pytest.mark.parametrize("desk", ["KEC", "NIHIL", "KEC-99.99.99"])
def test_a_desk_that_is_none_is_not_found(signed_in: SignedIn, desk: str) -> None:
    assert signed_in("admin").get(f"/staff/dinas/{desk}").status_code == 404


def test_a_number_is_read_as_people_write_it() -> None:
    assert read_phone("0812 3456-7890") == read_phone("+62 812 3456 7890") == "+6281234567890"
    assert readable_phone("+6281234567890") == "0812-3456-7890"
    assert readable_phone("+6563912345").startswith("+65")


def staff_id_of(database: Database) -> int | None:
    with database.reading() as session:
        return session.query(Contact).one().staff_id


def test_the_only_account_of_a_desk_is_linked_when_an_admin_adds_a_contact(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin = signed_in("admin")
    officer = signed_in("officer", agency="PUPR").viewer.id
    admin.post(DESK, data=SITI)
    assert staff_id_of(console_database) == officer
    admin.post(f"/staff/pengguna/{officer}/tutup")
    assert staff_id_of(console_database) is None


def test_what_an_operator_adds_waits_for_an_admin(signed_in: SignedIn, console_database: Database) -> None:
    signed_in("officer", agency="PUPR")
    operator = signed_in("operator")
    operator.post(DESK, data=SITI)
    assert staff_id_of(console_database) is None
    assert "Belum dihubungkan dengan akun" in operator.get(DESK).text
    assert operator.post(f"{DESK}/1/akun", data={"akun": "1"}).status_code == 404


def test_an_admin_chooses_the_account_among_those_of_the_desk(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin = signed_in("admin")
    officers = [signed_in("officer", agency="PUPR").viewer.id for _ in "ab"]
    cleaner = signed_in("officer", agency="DLH").viewer.id
    admin.post(DESK, data=SITI)
    assert staff_id_of(console_database) is None
    assert admin.post(f"{DESK}/1/akun", data={"akun": str(cleaner)}).status_code == 404
    admin.post(f"{DESK}/1/akun", data={"akun": str(officers[1])})
    assert staff_id_of(console_database) == officers[1]
    assert "kontak_dihubungkan" in deeds(console_database)
    assert admin.post(f"{DESK}/1/akun", data={"akun": ""}).status_code == 303
    assert staff_id_of(console_database) is None


def test_an_account_that_moves_to_another_desk_is_unlinked(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin = signed_in("admin")
    officer = signed_in("officer", agency="PUPR").viewer.id
    admin.post(DESK, data=SITI)
    changes = {"name": "Petugas", "role": "officer", "agency": "DLH", "district": ""}
    admin.post(f"/staff/pengguna/{officer}", data=changes)
    assert staff_id_of(console_database) is None
