from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from bot.console.audit import note
from bot.reports.records import Assignment, Report
from bot.storage.database import Database
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.reports.cases import add_citizen, filed, pothole

NOON = datetime(2026, 12, 1, 5, 0, tzinfo=timezone.utc)


def secret_report(database: Database, agency: str) -> str:
    """The ticket of a secret report that lies with this agency."""
    with database.writing() as session:
        report = filed(session, pothole(add_citizen(session)))
        session.get_one(Report, report.id).secret = True
        session.query(Assignment).update({"agency": agency})
        return report.ticket


def write_down(database: Database, staff_id: int | None, deed: str, at: datetime = NOON, **more: str) -> None:
    with database.writing() as session:
        note(session, staff_id, deed, at, **more)


def test_a_look_at_an_identity_stands_there_with_its_reason(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin, operator = signed_in("admin"), signed_in("operator", name="Siti")
    details = {"ticket": "OKI-4829-1372", "reason": "diminta <b>menelepon</b>"}
    write_down(console_database, operator.viewer.id, "lihat_identitas", **details)
    shown = " ".join(admin.get("/staff/audit").text.split())
    assert "<strong>Siti</strong>: melihat identitas pelapor" in shown
    assert "OKI-4829-1372" in shown and "diminta &lt;b&gt;menelepon" in shown
    assert "1 Des 2026, 12.00 WIB" in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 4),
        ("orang=2", 2),
        ("perbuatan=masuk", 2),
        ("orang=2&perbuatan=masuk", 1),
        ("tiket=oki48291372", 1),
        ("tiket=apa saja", 0),
        ("dari=2026-12-02", 1),
        ("sampai=2026-12-01", 3),
        ("dari=2026-12-01&sampai=2026-12-02", 4),
        ("dari=kemarin&orang=x&perbuatan=x", 4),
    ],
)
def test_the_audit_is_filtered(
    signed_in: SignedIn, console_database: Database, query: str, expected: int
) -> None:
    admin, operator = signed_in("admin"), signed_in("operator")
    write_down(console_database, admin.viewer.id, "masuk")
    write_down(console_database, operator.viewer.id, "masuk")
    write_down(console_database, operator.viewer.id, "lihat_identitas", ticket="OKI-4829-1372")
    # Already the second of December in Kayu Agung.
    evening = NOON.replace(hour=17, minute=30)
    write_down(console_database, None, "akun_dibuat", evening)
    assert lines_of(admin.get(f"/staff/audit?{query}").text) == expected


def test_older_entries_are_a_page_away_whatever_is_added_meanwhile(
    signed_in: SignedIn, console_database: Database
) -> None:
    admin = signed_in("admin")
    for minute in range(60):
        write_down(console_database, admin.viewer.id, "masuk", NOON + timedelta(minutes=minute))
    first = admin.get("/staff/audit?perbuatan=masuk").text
    assert lines_of(first) == 50
    older = re.search(r'href="(/staff/audit\?[^"]+)">Lebih lama', first)
    assert older
    write_down(console_database, admin.viewer.id, "masuk")
    second = admin.get(older[1].replace("&amp;", "&")).text
    assert lines_of(second) == 10 and "Lebih lama" not in second


def test_what_was_done_at_a_terminal_says_so(signed_in: SignedIn, console_database: Database) -> None:
    write_down(console_database, None, "akun_dibuat")
    assert "Baris perintah" in signed_in("admin").get("/staff/audit").text


def test_the_admin_learns_nothing_of_a_secret_report(signed_in: SignedIn, wiring: Wiring) -> None:
    ticket = secret_report(wiring.database, "INSPEKTORAT")
    inspector = signed_in("inspektorat", agency="INSPEKTORAT")
    details = {"ticket": ticket, "reason": "pungli di pasar"}
    write_down(wiring.database, inspector.viewer.id, "lihat_rahasia", now(), **details)
    shown = signed_in("admin").get("/staff/audit").text
    assert "laporan rahasia" in shown
    assert ticket not in shown and "pungli" not in shown
    asked = signed_in("admin").get(f"/staff/audit?tiket={ticket}").text
    assert lines_of(asked) == 0
    assert ticket in inspector.get(f"/staff/audit?tiket={ticket}").text


def test_who_is_accused_does_not_read_who_looked_at_it(signed_in: SignedIn, wiring: Wiring) -> None:
    ticket = secret_report(wiring.database, "SEKDA")
    write_down(wiring.database, None, "lihat_rahasia", now(), ticket=ticket)
    assert ticket not in signed_in("inspektorat", agency="INSPEKTORAT").get("/staff/audit").text


@pytest.mark.parametrize("role", ["operator", "officer", "camat", "leader", "trainer"])
def test_the_audit_is_for_admin_and_inspektorat(signed_in: SignedIn, role: str) -> None:
    person = signed_in(role, agency="PUPR" if role == "officer" else None)
    assert person.get("/staff/audit").status_code == 404


def lines_of(page: str) -> int:
    return page.count("<time ")
