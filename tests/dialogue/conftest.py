"""The whole program in one process: real webhook, real trained model, a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.dialogue.engine import Engine
from bot.reports.records import Report
from bot.settings import load_settings
from bot.web import create_app
from bot.wiring import Wiring
from tests.dialogue.office import ROAD, File, Officer
from tests.dialogue.phone import Phone, Town

ROOT = Path(__file__).parents[2]


@pytest.fixture
def wiring(migrated_url: str, tmp_path: Path) -> Wiring:
    environment = {
        "DATABASE_URL": migrated_url,
        "MEDIA_URL": f"file://{tmp_path / 'media'}",
        "SECRET_KEY": "tests",
        "SETTLE_FRAGMENT_SECONDS": "0",
        "SETTLE_MEDIA_SECONDS": "0",
        "TURN_RETRY_SECONDS": "0",
    }
    return Wiring(load_settings(ROOT, environment), ROOT)


@pytest.fixture
def town(wiring: Wiring, engine: Engine) -> Iterator[Town]:
    wiring.prepare_database()
    worker = wiring.worker("tests", engine)
    with TestClient(create_app(wiring, 8000)) as client:
        yield Town(client, worker, wiring.database, wiring.vault, wiring.settings.whatsapp)
    wiring.database.dispose()


@pytest.fixture
def phone(town: Town) -> Phone:
    return Phone(town)


@pytest.fixture
def officer(town: Town, wiring: Wiring) -> Officer:
    return Officer(town, wiring=wiring).hired()


@pytest.fixture
def file(town: Town, officer: Officer) -> File:
    """Lets a new citizen report something; the officer has his card then."""

    def report(words: str = ROAD) -> tuple[Phone, str]:
        citizen = Phone(town)
        citizen.say(words)
        citizen.press("Kirim")
        officer.get_cards()
        with town.database.reading() as session:
            newest = session.scalars(select(Report).order_by(Report.id.desc())).first()
            assert newest is not None
            return citizen, newest.ticket

    return report
