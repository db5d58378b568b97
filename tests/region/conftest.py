from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.region.pack import Region, load_region
from bot.region.places import PlaceFinder

OKI = Path(__file__).parents[2] / "data" / "region" / "oki"
CONTOH = Path(__file__).parent / "packs" / "contoh"


@pytest.fixture(scope="session")
def oki() -> Region:
    return load_region(OKI)


@pytest.fixture(scope="session")
def contoh() -> Region:
    return load_region(CONTOH)


@pytest.fixture(scope="session")
def finder(oki: Region) -> PlaceFinder:
    return PlaceFinder(oki)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the small pack, to be broken."""
    return Path(shutil.copytree(CONTOH, tmp_path / "contoh"))
