"""Every shortcut around Rasa leaves what is said and what is remembered as plain Rasa has it.

Plain Rasa here: an Agent of the same model, the stock tracker store, the actions called over HTTP from an
action server. Times and ticket numbers differ; and the engine opens a session after each finished report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.plain import PlainRasa
from bot.settings import load_settings
from bot.wiring import Wiring
from tests.dialogue.scripts import TALKS, Deed
from tests.dialogue.talkers import EngineTalker, Events, PlainTalker, Turned

ROOT = Path(__file__).parents[2]
TICKET = re.compile(r"[A-Z]{2,4}-\d{4}-\d{4}")
OPENING = ("slot", "action", "session_started", "action")


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Wiring]:
    """An empty database for each side."""
    folder = tmp_path_factory.mktemp("equality")
    return {side: _prepared(folder / f"{side}.db") for side in ("engine", "plain")}


@pytest.fixture(scope="module")
def plain(
    sides: dict[str, Wiring], engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PlainRasa]:
    wiring = sides["plain"]
    environment = {"DATABASE_URL": wiring.settings.database_url, "SECRET_KEY": wiring.settings.secret_key}
    with PlainRasa(ROOT, wiring.model, tmp_path_factory.mktemp("plain") / "rasa.db", environment) as plain:
        yield plain


@pytest.mark.parametrize("name", TALKS)
def test_the_engine_says_and_remembers_what_plain_rasa_does(
    name: str, sides: dict[str, Wiring], engine: Engine, plain: PlainRasa
) -> None:
    ours = EngineTalker(name, sides["engine"], engine).act_out(TALKS[name])
    theirs = PlainTalker(name, sides["plain"], plain, engine).act_out(TALKS[name])
    for mine, stock in zip(ours, theirs, strict=True):
        assert masked(mine.replies) == masked(stock.replies), mine.deed
        assert [event["event"] for event in comparable(mine, stock)] == [e["event"] for e in stock.events], (
            mine.deed
        )
        assert masked(comparable(mine, stock)) == masked(stock.events), mine.deed
    assert sum(len(turned.replies) for turned in ours) >= len(TALKS[name]) // 2


def test_the_talks_are_long_enough_to_prove_something() -> None:
    deeds: list[Deed] = [deed for talk in TALKS.values() for deed in talk]
    assert len(deeds) >= 30


def comparable(mine: Turned, stock: Turned) -> Events:
    """The engine's events of a turn, without the opening of a session that plain Rasa did not open."""
    if opens(stock.events) or not opens(mine.events):
        return mine.events
    opening, rest = mine.events[: len(OPENING)], mine.events[len(OPENING) :]
    assert tuple(event["event"] for event in opening) == OPENING, "a session opened with a draft"
    return rest


def opens(events: Events) -> bool:
    return any(event["event"] == "session_started" for event in events)


def masked(found: Any) -> str:
    """Written out without times, tickets and what differs by them."""
    without_times = re.sub(r"'timestamp': [\d.]+", "'timestamp': 0", repr(found))
    return TICKET.sub("OKI-0000-0000", without_times)


def _prepared(database: Path) -> Wiring:
    environment = {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "tests"}
    wiring = Wiring(load_settings(ROOT, environment), ROOT)
    wiring.prepare_database()
    return wiring
