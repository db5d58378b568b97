"""One citizen who acts out a script before the engine or before plain Rasa."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rasa.shared.core.domain import Domain, SessionConfig
from sqlalchemy import select

from actions.turn import Turn, running
from bot.conversations.identity import Sender, resolve
from bot.conversations.messages import Media, TrackerEvent
from bot.dialogue.engine import Engine
from bot.dialogue.plain import PlainRasa
from bot.dialogue.replies import Reply
from bot.dialogue.steps import Choice, Step, read_choice
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.scripts import Deed

AT_ONCE = SessionConfig(1e-9, False)
Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Turned:
    """What one deed led to."""

    deed: Deed
    replies: list[Reply]
    events: Events


class Talker(ABC):
    """A citizen known to Rasa by the id of his row; his messages are numbered from 1."""

    domain: Domain

    def __init__(self, name: str, wiring: Wiring) -> None:
        self.wiring = wiring
        self._numbers = itertools.count(1)
        self._shown: list[Reply] = []
        with wiring.database.writing() as session:
            sender = Sender(user_id=f"rasa.{name}", phone=None, profile_name=None)
            self.citizen_id = resolve(session, wiring.vault, sender, now()).id

    @abstractmethod
    def take(self, step: Step) -> list[Reply]:
        """Let the bot answer one step."""

    @abstractmethod
    def events(self) -> Events:
        """Every tracker event so far, over all sessions."""

    def act_out(self, script: Sequence[Deed]) -> list[Turned]:
        return [self._do(deed) for deed in script]

    def _do(self, deed: Deed) -> Turned:
        known, step = len(self.events()), self._step(deed)
        with expiring(self.domain) if deed.late else unchanged():
            replies = self.take(step)
        self._shown = replies or self._shown
        return Turned(deed, replies, self.events()[known:])

    def _step(self, deed: Deed) -> Step:
        return Step(
            texts=[deed.words] if deed.words else [],
            attachments=[{"media_id": self._media(), "kind": "image"} for _ in range(deed.photos)],
            pin=deed.pin,
            choice=self._choice(deed.button) if deed.button else None,
            inbox_ids=[next(self._numbers)],
        )

    def _choice(self, intent: str) -> Choice | None:
        """The first button or row of this intent that was shown last; the bare intent when there was none."""
        ids = [button.id for reply in self._shown for button in reply.buttons]
        ids += [row.id for reply in self._shown for row in reply.rows]
        return read_choice(next((known for known in ids if known.startswith(f"/{intent}")), f"/{intent}"))

    def _media(self) -> int:
        with self.wiring.database.writing() as session:
            media = Media(citizen_id=self.citizen_id, kind="image", graph_id=f"media-{next(self._numbers)}")
            session.add(media)
            session.flush()
            return media.id


class EngineTalker(Talker):
    """Talks to the engine: a transaction of its own for each turn, as a worker opens it."""

    def __init__(self, name: str, wiring: Wiring, engine: Engine) -> None:
        super().__init__(name, wiring)
        self.domain = engine.domain
        self._engine = engine

    def take(self, step: Step) -> list[Reply]:
        understood = self._engine.understand([step])
        with (
            self.wiring.database.writing() as session,
            running(turn_for(self.wiring, session, self.citizen_id)),
        ):
            return self._engine.respond(understood)

    def events(self) -> Events:
        query = select(TrackerEvent.event).where(TrackerEvent.citizen_id == self.citizen_id)
        with self.wiring.database.reading() as session:
            return list(session.scalars(query.order_by(TrackerEvent.id)))


class PlainTalker(Talker):
    """Talks to plain Rasa, which reads the words itself; what is no text comes as the same parse data."""

    def __init__(self, name: str, wiring: Wiring, plain: PlainRasa, engine: Engine) -> None:
        super().__init__(name, wiring)
        self.domain = plain.agent.domain
        self._name, self._plain, self._engine = name, plain, engine

    def take(self, step: Step) -> list[Reply]:
        reading = None if step.texts else self._engine.understand([step])[0].reading
        return self._plain.respond(self._name, step.text, step.metadata(), reading)

    def events(self) -> Events:
        return self._plain.events(self._name)


def turn_for(wiring: Wiring, session: Any, citizen_id: int) -> Turn:
    """A turn as the worker makes it."""
    return Turn(
        session=session,
        region=wiring.region,
        wording=wiring.wording,
        citizen_id=citizen_id,
        at=now(),
        public_url=wiring.settings.public_url,
        silent_filing=timedelta(seconds=wiring.settings.dialogue.silent_filing),
    )


@contextmanager
def expiring(domain: Domain) -> Iterator[None]:
    """Let every session be over at once."""
    before, domain.session_config = domain.session_config, AT_ONCE
    try:
        yield
    finally:
        domain.session_config = before


@contextmanager
def unchanged() -> Iterator[None]:
    yield
