"""`lapor costs`: what the number's messages cost, by month and by report."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.outbox import enqueue
from bot.reports.records import Report
from bot.storage.database import Database
from tests.operations.conftest import Lapor
from tests.operations.program import ROOT

OKI = ROOT / "data" / "region" / "oki"


@pytest.fixture
def budget(tmp_path: Path) -> str:
    """A copy of the region whose budget is small, and whose first bubbles are not free."""
    region = shutil.copytree(OKI, tmp_path / "region")
    prices = region / "prices.yml"
    said = prices.read_text().replace("free_service: 1000", "free_service: 0")
    prices.write_text(said.replace("#budget: 75", "budget: 0.2"))
    return str(region)


@pytest.fixture
def url(lapor: Lapor, tmp_path: Path) -> str:
    """A database in which a report has cost four bubbles, three to its owner and one card."""
    url = f"sqlite:///{tmp_path / 'costs.db'}"
    assert lapor("costs", DATABASE_URL=url).code == 0
    database, at = Database(url), datetime.now(timezone.utc)
    with database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        report = Report(
            ticket="OKI-0000-0000", citizen_id=citizen.id, report_class="pengaduan", status="diterima",
            category="jalan_rusak", description="jalan rusak", location_text="Celikah",
            secret=False, created_at=at, updated_at=at,
        )  # fmt: skip
        session.add(report)
        session.flush()
        for purpose in ("reply", "reply", "update", "card"):
            bubble = enqueue(session, citizen.id, Bubble("Baik"), purpose, at=at, report_id=report.id)
            bubble.pricing = {"billable": True, "category": "service"}
    database.dispose()
    return url


def test_a_month_names_the_officers_share_and_how_far_the_budget_has_gone(
    lapor: Lapor, url: str, budget: str
) -> None:
    printed = lapor("costs", "--months", "2", DATABASE_URL=url, REGION=budget).out.splitlines()
    assert "4 bubbles (4 service; 1 of them to officers)  USD 0.10  50 % of the budget" in printed[0]
    assert printed[0].endswith("ALARM: 50 % passed")
    assert "0 bubbles (none)  USD 0.00" in printed[1] and "ALARM" not in printed[1]


def test_the_middle_of_what_a_report_costs_stands_below_the_months(lapor: Lapor, url: str) -> None:
    last = lapor("costs", DATABASE_URL=url).out.splitlines()[-1]
    assert last == "A report costs 4 bubbles so far, officers' too (median of the newest)."


def test_a_program_reads_one_object_a_line(lapor: Lapor, url: str, budget: str) -> None:
    printed = lapor("costs", "--months", "1", "--json", DATABASE_URL=url, REGION=budget).out
    month = json.loads(printed)
    assert (month["bubbles"], month["to_officers"], month["alarm"]) == ({"service": 4}, 1, 50)
