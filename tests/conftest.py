"""What tests of several rooms share: databases of both kinds, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.dialogue.engine import Engine
from bot.log import configure_logging
from bot.settings import load_settings
from bot.training.train import train
from bot.wiring import Wiring
from tests.browser import find_chromium, run_chromium
from tests.postgres import find_server_programs, new_database, run_cluster

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail browser and PostgreSQL tests that would be skipped",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: Playwright's event loop, once started, keeps asyncio tests from running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    needs_program = item.get_closest_marker("browser") or item.get_closest_marker("postgres")
    if report.skipped and needs_program and item.config.getoption("--nothing-skipped"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though nothing may be: {report.longrepr[-1]}"
    return report


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a cluster of the tests' own; ask for `database_url` to get an empty database."""
    programs = find_server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: postgresql)")
    with run_cluster(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'lapor.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; mark the test `browser` and open a page or context of your own in it."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    with run_chromium(executable) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The trained model of the present data; trained now when there is none.

    One for all rooms: it configures logging, and a second time would part loggers from what tests capture.
    """
    configure_logging()
    wiring = Wiring(load_settings(ROOT, {"SECRET_KEY": "tests"}), ROOT)
    if not wiring.model.is_file():
        train(ROOT, wiring.settings.models)
    return Engine.load(wiring.model)
