"""The trained model and the region, for measuring."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.region.pack import Region, load_region

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region(ROOT / "data/region/oki")
