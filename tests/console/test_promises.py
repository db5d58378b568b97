"""Buku Janji: who sees which promises, how they stand, and that counts are those of the lists."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.reports import answering, closing, passing_on, promise_list
from bot.reports.answering import Answer
from bot.reports.cases import Case, open_case
from bot.reports.dates import local_date
from bot.reports.promise_list import ANY, OUTCOMES, Search, count_promises, find_promises
from bot.reports.promises import BROKEN, KEPT, OPEN
from bot.reports.records import Promise
from bot.reports.sight import Viewer
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_accusation, file_founding_case, file_pothole

OFFICER = Viewer(901, "Petugas", "officer", "PUPR")
INSPECTOR = Viewer(902, "Pemeriksa", "inspektorat", "INSPEKTORAT")


@pytest.fixture
def leader(signed_in: SignedIn) -> StaffClient:
    return signed_in("leader")


def deed(session: Session, wiring: Wiring, ticket: str, viewer: Viewer = OFFICER) -> Case:
    return open_case(session, wiring.region, wiring.wording, viewer, ticket, now())


def promised(wiring: Wiring, days: int = 5, viewer: Viewer = OFFICER, ticket: str = "") -> str:
    """A report with a promise of so many days."""
    ticket = ticket or file_pothole(wiring)
    with wiring.database.writing() as session:
        case = deed(session, wiring, ticket, viewer)
        until = local_date(now(), wiring.region.timezone) + timedelta(days=days)
        answering.answer(case, case.report.assignments[0].id, Answer("dikerjakan", "Kami tambal.", until))
    return ticket


def closed(wiring: Wiring, ticket: str) -> str:
    with wiring.database.writing() as session:
        case = deed(session, wiring, ticket)
        closing.close(case, case.report.assignments[0].id, "Sudah.", (), "Malam hari.")
    return ticket


def overdue(wiring: Wiring, ticket: str) -> str:
    """Let the hour of its promise lie behind, and nothing have rung yet."""
    with wiring.database.writing() as session:
        case = deed(session, wiring, ticket)
        late = update(Promise).where(Promise.assignment_id == case.report.assignments[0].id)
        session.execute(late.values(due_at=now() - timedelta(days=2)))
    return ticket


def rows(page: str) -> list[str]:
    return re.findall(r'href="/staff/laporan/([A-Z0-9-]+)#bagian', page)


def lead(page: str) -> str:
    (found,) = re.findall(r'class="angka-utama">(.*?)</p>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def test_a_promise_is_listed_under_what_became_of_it(wiring: Wiring, leader: StaffClient) -> None:
    running, kept = promised(wiring), closed(wiring, promised(wiring))
    late = overdue(wiring, promised(wiring))
    shown = {name: rows(leader.get(f"/staff/janji?hasil={name}").text) for name in (*OUTCOMES, ANY)}
    assert shown == {
        "berjalan": [running],
        "ingkar": [late],
        "ditepati": [kept],
        "gugur": [],
        "semua": shown["semua"],
    }
    assert sorted(shown["semua"]) == sorted([running, kept, late])
    assert rows(leader.get("/staff/janji").text) == [running]


def test_the_lead_figure_is_kept_of_those_due(wiring: Wiring, leader: StaffClient) -> None:
    promised(wiring)
    assert lead(leader.get("/staff/janji").text) == "Belum ada janji yang jatuh tempo."
    closed(wiring, promised(wiring))
    overdue(wiring, promised(wiring))
    said = lead(leader.get("/staff/janji").text)
    assert said.startswith("1 dari 2 janji yang jatuh tempo ditepati 50%")


def test_an_officer_sees_the_promises_of_his_agency_alone(wiring: Wiring, signed_in: SignedIn) -> None:
    own = promised(wiring)
    other = file_pothole(wiring)
    with wiring.database.writing() as session:
        case = deed(session, wiring, other)
        passing_on.hand_on(case, case.report.assignments[0].id, ["DLH"], "sampah")
    promised(wiring, viewer=Viewer(903, "Petugas", "officer", "DLH"), ticket=other)
    officer = signed_in("officer", agency="PUPR")
    assert rows(officer.get("/staff/janji").text) == [own]
    assert rows(officer.get("/staff/janji?dinas=DLH").text) == [own]
    assert rows(signed_in("operator").get("/staff/janji?dinas=DLH").text) == [other]


def test_a_secret_promise_is_for_who_made_it(
    wiring: Wiring, signed_in: SignedIn, leader: StaffClient
) -> None:
    ticket = promised(wiring, viewer=INSPECTOR, ticket=file_accusation(wiring))
    assert rows(leader.get("/staff/janji?hasil=semua").text) == []
    assert "INSPEKTORAT" not in leader.get("/staff/janji").text
    assert rows(signed_in("inspektorat", agency="INSPEKTORAT").get("/staff/janji").text) == [ticket]


def test_a_trainer_has_no_book(signed_in: SignedIn) -> None:
    assert signed_in("trainer").get("/staff/janji").status_code == 404


def test_a_month_holds_what_falls_due_in_it(wiring: Wiring, leader: StaffClient) -> None:
    ticket = promised(wiring, days=5)
    month = local_date(now(), wiring.region.timezone) + timedelta(days=5)
    assert rows(leader.get(f"/staff/janji?bulan={month:%Y-%m}").text) == [ticket]
    before = month.replace(day=1) - timedelta(days=1)
    page = leader.get(f"/staff/janji?bulan={before:%Y-%m}").text
    assert rows(page) == [] and "Tidak ada janji yang cocok" in page
    # A month that is none, or of a year that no clock knows, does not narrow.
    for nonsense in ("2026-13", "besok", "9999-12"):
        assert rows(leader.get(f"/staff/janji?bulan={nonsense}").text) == [ticket]


def test_the_pages_hold_every_promise_once(
    wiring: Wiring, leader: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promise_list, "PAGE_SIZE", 2)
    tickets = [promised(wiring, days=3 + number // 2) for number in range(5)]
    for outcome in ("berjalan", "semua"):
        found, address = [], f"/staff/janji?hasil={outcome}"
        while address:
            page = leader.get(address).text
            found += rows(page)
            onward = re.search(r'rel="next" href="([^"]+)"', page)
            address = onward.group(1).replace("&amp;", "&") if onward else ""
        assert sorted(found) == sorted(tickets)
    assert "<b>5</b> berjalan" in page


def test_the_report_says_how_its_promise_stands(wiring: Wiring, leader: StaffClient) -> None:
    ticket = promised(wiring)
    assert ">berjalan</span>" in leader.get(f"/staff/laporan/{ticket}").text
    overdue(wiring, ticket)
    assert ">janji lewat</span>" in leader.get(f"/staff/laporan/{ticket}").text
    kept = closed(wiring, promised(wiring))
    assert ">janji ditepati</span>" in leader.get(f"/staff/laporan/{kept}").text


def test_a_plan_is_shown_with_its_month_and_its_money(wiring: Wiring, leader: StaffClient) -> None:
    ticket = file_founding_case(wiring)
    with wiring.database.writing() as session:
        case = deed(session, wiring, ticket)
        until = datetime(now().year + 1, 3, 2).date()
        plan = Answer("dijadwalkan", "Kami anggarkan.", until, f"APBD {until.year}")
        answering.answer(case, case.report.assignments[0].id, plan)
    assert f"Dijadwalkan Maret {until.year}, APBD {until.year}" in leader.get("/staff/janji").text


def test_counts_are_those_of_the_lists(wiring: Wiring) -> None:
    promised(wiring)
    closed(wiring, promised(wiring))
    overdue(wiring, promised(wiring))
    viewer, zone, at = Viewer(1, "Bupati", "leader", None), wiring.region.timezone, now()
    with wiring.database.reading() as session:
        count = count_promises(session, viewer, zone, None, at)["PUPR"]
        listed = {
            name: len(find_promises(session, viewer, zone, Search("PUPR", name), at)[0]) for name in OUTCOMES
        }
    assert (count.open, count.broken, count.kept) == (listed[OPEN], listed[BROKEN], listed[KEPT]) == (1, 1, 1)
    assert (count.due, count.share) == (2, 50)
