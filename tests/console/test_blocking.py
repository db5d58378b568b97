from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.records import AuditEntry
from bot.conversations.blocking import is_blocked
from bot.conversations.citizens import Citizen
from bot.storage.database import Database
from bot.storage.tables import now
from tests.console.conftest import SignedIn
from tests.console.people import deeds


@pytest.fixture
def citizen_id(console_database: Database) -> int:
    with console_database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        return citizen.id


def is_blocked_for(database: Database, citizen_id: int, days: float) -> bool:
    with database.reading() as session:
        return is_blocked(session.get_one(Citizen, citizen_id), now() + timedelta(days=days))


def test_a_citizen_is_blocked_with_a_reason_for_some_days(
    signed_in: SignedIn, console_database: Database, citizen_id: int
) -> None:
    operator = signed_in("operator", name="Siti")
    assert f"Blokir warga #{citizen_id}" in operator.get(f"/staff/blokir?warga={citizen_id}").text
    fields = {"warga": str(citizen_id), "alasan": "Menghina petugas", "hari": "7"}
    assert operator.post("/staff/blokir", data=fields).headers["location"] == "/staff/blokir?kabar=diblokir"
    assert is_blocked_for(console_database, citizen_id, 6.9)
    assert not is_blocked_for(console_database, citizen_id, 7.1)
    shown = operator.get("/staff/blokir").text
    assert "Menghina petugas" in shown and "oleh Siti" in shown
    with console_database.reading() as session:
        entry = session.query(AuditEntry).one()
        assert (entry.deed, entry.citizen_id, entry.reason) == (
            "warga_diblokir",
            citizen_id,
            "Menghina petugas",
        )


def test_a_block_is_taken_back(signed_in: SignedIn, console_database: Database, citizen_id: int) -> None:
    operator = signed_in("operator")
    operator.post("/staff/blokir", data={"warga": str(citizen_id), "alasan": "x", "hari": "30"})
    operator.post(f"/staff/blokir/{citizen_id}/buka")
    assert not is_blocked_for(console_database, citizen_id, 0)
    assert "Tidak ada warga yang sedang diblokir" in operator.get("/staff/blokir").text
    assert deeds(console_database) == ["warga_diblokir", "blokir_dibuka"]


@pytest.mark.parametrize(
    ("reason", "days", "said"),
    [
        ("", "7", "Alasan perlu diisi"),
        ("x", "31", "Pilih lamanya"),
        ("x" * 301, "7", "Alasan paling panjang"),
    ],
)
def test_a_block_without_reason_or_end_is_refused(
    signed_in: SignedIn, console_database: Database, citizen_id: int, reason: str, days: str, said: str
) -> None:
    fields = {"warga": str(citizen_id), "alasan": reason, "hari": days}
    answer = signed_in("admin").post("/staff/blokir", data=fields)
    assert answer.status_code == 422 and said in answer.text
    assert not is_blocked_for(console_database, citizen_id, 0)


def test_who_turned_out_to_be_another_is_blocked_as_that_one(
    signed_in: SignedIn, console_database: Database, citizen_id: int
) -> None:
    with console_database.writing() as session:
        former = Citizen(joined_into=citizen_id)
        session.add(former)
        session.flush()
        former_id = former.id
    fields = {"warga": str(former_id), "alasan": "x", "hari": "1"}
    signed_in("operator").post("/staff/blokir", data=fields)
    assert is_blocked_for(console_database, citizen_id, 0)


@pytest.mark.parametrize("role", ["officer", "camat", "inspektorat", "leader", "trainer"])
def test_blocking_is_for_admin_and_operator(signed_in: SignedIn, citizen_id: int, role: str) -> None:
    person = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert person.get("/staff/blokir").status_code == 404
    fields = {"warga": str(citizen_id), "alasan": "x", "hari": "1"}
    assert person.post("/staff/blokir", data=fields).status_code == 404


def test_a_citizen_who_is_none_is_not_found(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    assert operator.get("/staff/blokir?warga=999").status_code == 404
    assert operator.post("/staff/blokir", data={"alasan": "x", "hari": "1"}).status_code == 404
    assert operator.post("/staff/blokir/999/buka").status_code == 404
