"""What `lapor bench` measures is whole turns, none of which failed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.dialogue.engine import Engine
from bot.dialogue.in_process_actions import registered_actions
from bot.reports.records import Report
from bot.training.bench import TALK, WARM_UP, Figures, measure_engine
from bot.wiring import Wiring


@pytest.fixture
def prepared(wiring: Wiring) -> Wiring:
    wiring.prepare_database()
    return wiring


def test_every_talk_files_a_report(prepared: Wiring, engine: Engine) -> None:
    seconds = measure_engine(prepared, engine, talks=1)
    assert len(seconds) == len(TALK) and min(seconds) > 0
    with prepared.database.reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 1 + WARM_UP


def test_turns_that_fail_are_not_measured(
    prepared: Wiring, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registered_actions().actions, "action_kirim_laporan")
    with pytest.raises(RuntimeError, match="failed"):
        measure_engine(prepared, engine, talks=1)


def test_figures_are_in_milliseconds_and_messages_a_second() -> None:
    figures = Figures("engine", [0.010] * 19 + [0.110])
    assert (figures.p50, round(figures.rate)) == (0.010, 67)
    assert 0.010 < figures.p95 <= 0.110
    assert figures.line().split()[:3] == ["engine", "10.0", "ms"]
