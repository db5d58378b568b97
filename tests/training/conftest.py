"""The trained model and the region, for measuring; a database of both kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.region.pack import Region, load_region
from bot.storage.database import Database

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(ROOT / "data/region/oki")


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    database = Database(migrated_url)
    yield database
    database.dispose()
