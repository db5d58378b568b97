"""The bench of closings runs, and says what it is to say; how fast is for people to judge."""

from __future__ import annotations

from pathlib import Path

from bot.console.closing_bench import bench_closing
from bot.settings import load_settings
from bot.wiring import Wiring

ROOT = Path(__file__).parents[2]


def test_closings_are_measured_with_the_look_inside_and_before(tmp_path: Path) -> None:
    places = {"DATABASE_URL": f"sqlite:///{tmp_path}/lapor.db", "MEDIA_URL": f"file://{tmp_path}/media"}
    wiring = Wiring(load_settings(ROOT, {**places, "SECRET_KEY": "tests"}), ROOT)
    lines = list(bench_closing(wiring, 40))
    assert lines[0].startswith("Closing with a photo among 40 photos")
    assert [line.count(" ms") for line in lines] == [0, 0, 2, 2, 2]
