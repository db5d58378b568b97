"""What a conversation's first message does."""

from __future__ import annotations

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.first_message import Outcome, read_first
from bot.region.pack import Region, load_region
from tests.dialogue.conftest import ROOT


@pytest.fixture(scope="module")
def region() -> Region:
    return load_region(ROOT / "data/region/oki")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("jalan berlubang parah depan pasar", Outcome.FILED),
        ("rumah tetangga kebakaran, tolong!", Outcome.FILED),
        ("bagaimana cara mengurus kartu keluarga yang hilang?", Outcome.FILED),
        ("terima kasih banyak pak", Outcome.IGNORED),
        ("cek OKI-4829-1372", Outcome.IGNORED),
        ("putar lagu dangdut terbaru", Outcome.IGNORED),
        ("pak mau lapor", Outcome.IGNORED),
        ("", Outcome.IGNORED),
    ],
)
def test_a_first_message_files_or_is_let_go(
    engine: Engine, region: Region, text: str, outcome: Outcome
) -> None:
    assert read_first(engine.parse(text), region).outcome == outcome


def test_a_report_whose_category_is_unsure_is_asked_about(engine: Engine, region: Region) -> None:
    reading = {
        "text": "anu di sana itu rusak",
        "intent": {"name": "lainnya", "confidence": 0.9},
        "entities": [],
        "category_ranking": [{"name": "lainnya", "confidence": 0.2}, {"name": "listrik", "confidence": 0.18}],
    }
    assert read_first(reading, region).outcome == Outcome.ASKED


def test_what_may_be_a_report_is_asked_about(region: Region) -> None:
    reading = {
        "text": "kok begitu terus ya",
        "intent": {"name": "mungkin_laporan", "confidence": 0.3},
        "entities": [],
        "category_ranking": [{"name": "lainnya", "confidence": 0.3}],
    }
    assert read_first(reading, region).outcome == Outcome.ASKED
