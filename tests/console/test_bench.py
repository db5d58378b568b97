"""The measurement of the console's pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.console.bench import bench_console
from bot.region.pack import Region
from bot.reports.filing import file_report
from bot.settings import ConfigurationError
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.conftest import make_wiring
from tests.reports.cases import add_citizen, pothole


def test_pages_are_measured_on_a_demo_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.console.bench.ROUNDS", 2)
    wiring = make_wiring(f"sqlite:///{tmp_path / 'real.db'}", tmp_path, MODELS=str(tmp_path))
    lines = list(bench_console(wiring, create_app, 60, f"sqlite:///{tmp_path / 'demo.db'}"))
    assert "60 reports" in lines[0]
    assert sum("search, rare" in line for line in lines) == 3
    assert not (tmp_path / "real.db").exists()


def test_real_reports_are_not_measured(wiring: Wiring, console_region: Region) -> None:
    with wiring.database.writing() as session:
        file_report(session, console_region, pothole(add_citizen(session)))
    with pytest.raises(ConfigurationError, match="real reports"):
        list(bench_console(wiring, create_app, 5, wiring.settings.database_url))
