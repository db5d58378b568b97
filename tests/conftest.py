"""What tests of several rooms share: databases of both kinds, and a browser."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect

from bot.log import configure_logging
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.migrations import upgrade
from bot.training.train import train
from bot.wiring import Wiring
from tests.browser import find_chromium, run_chromium
from tests.postgres import find_server_programs, new_database, run_cluster

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine

ROOT = Path(__file__).parents[1]
BOTH_KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]

# How fast a machine invents examples says nothing about the program.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail browser and PostgreSQL tests that would be skipped",
    )
    parser.addoption("--reports", type=int, default=16, help="how many write on the simulated day")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files, which processes that test in parallel take as wholes.

    Browser tests are last: Playwright's event loop, once started, keeps asyncio tests from running. A file
    that needs the model is first: when it must be trained, the other processes have enough to do meanwhile.
    """
    with_browser = {item.path for item in items if item.get_closest_marker("browser")}
    with_model = (item.path for item in items if "trained_model" in getattr(item, "fixturenames", ()))
    first = next((path for path in with_model if path not in with_browser), None)
    items.sort(key=lambda item: (item.path in with_browser, item.path != first))


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


@pytest.fixture(params=BOTH_KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'lapor.db'}"
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema, to be copied: migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "lapor.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> Iterator[str]:
    """The URL of a PostgreSQL database with the newest schema, to be copied."""
    with new_database(postgres_url) as url:
        migrate(url)
        yield url


def migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.dispose()


@pytest.fixture
def migrated_sqlite(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of an SQLite database with every table and no row."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'lapor.db')}"


@pytest.fixture(params=BOTH_KINDS)
def migrated_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database with every table and no row, once of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("migrated_sqlite")
        return
    cluster = request.getfixturevalue("postgres_url")
    with new_database(cluster, request.getfixturevalue("migrated_template")) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; mark the test `browser` and open a page or context of your own in it."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("Chromium is not installed (Debian: chromium)")
    # A busy machine may be slow to show what is right.
    expect.set_options(timeout=30_000)
    with run_chromium(executable) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def trained_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model of the present data; trained now when there is none, by one process while the others wait."""
    wiring = Wiring(load_settings(ROOT, {"SECRET_KEY": "tests"}), ROOT)
    with (tmp_path_factory.getbasetemp().parent / "training").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not wiring.model.is_file():
            train(ROOT, wiring.settings.models)
    return wiring.model


@pytest.fixture(scope="session")
def engine(trained_model: Path) -> Engine:
    """The loaded model.

    One for all rooms: it configures logging, and a second time would part loggers from what tests capture.
    """
    # Most rooms need no Rasa, which takes seconds to import.
    from bot.dialogue.engine import Engine

    configure_logging()
    return Engine.load(trained_model)
