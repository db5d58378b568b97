"""The turn an action runs in: its database session, its region, its citizen, its moment.

Inside the program a worker opens the turn and commits it as a whole. Under stock `rasa run actions` or
`rasa shell` nobody does; then an action opens one of its own and commits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rasa_sdk import Tracker

from bot.conversations.turns import AloneSession, open_alone
from bot.conversations.wording import Wording
from bot.region.pack import Region, load_region

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass
class Turn:
    """What one turn works on.

    `silent_filing`: how long a complete draft may rest before it files itself. `finished` says that the talk
    came to an end and the next message may open a fresh session; `erases` that its citizen is erased once the
    turn is written.
    """

    session: Session
    region: Region
    wording: Wording
    citizen_id: int
    at: datetime
    public_url: str
    silent_filing: timedelta
    finished: bool = False
    erases: bool = False

    def say(self, response: str, **values: object) -> str:
        """The words of a response, for a piece of a longer message."""
        return self.wording.say(response, **values)


_current: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


def current_turn() -> Turn:
    """Return the running turn; raises RuntimeError outside one."""
    turn = _current.get()
    if turn is None:
        raise RuntimeError("no turn is running")
    return turn


@contextmanager
def running(turn: Turn) -> Iterator[Turn]:
    """Make this the turn of everything called in the body."""
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)


@contextmanager
def turn_of(tracker: Tracker) -> Iterator[Turn]:
    """Yield the running turn, or one opened (and committed) for this action alone."""
    turn = _current.get()
    if turn is not None:
        yield turn
        return
    with open_alone(tracker.sender_id) as alone:
        yield _turn_alone(alone)


@lru_cache(maxsize=1)
def _wording(responses: Path) -> Wording:
    return Wording(responses)


def _turn_alone(alone: AloneSession) -> Turn:
    settings = alone.settings
    return Turn(
        session=alone.session,
        region=load_region(settings.region),
        wording=_wording(settings.responses),
        citizen_id=alone.citizen_id,
        at=alone.at,
        public_url=settings.public_url,
        silent_filing=timedelta(seconds=settings.dialogue.silent_filing),
    )
