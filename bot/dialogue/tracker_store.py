"""Keeps Rasa's trackers in the turn's own transaction, and loads only the running session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, insert, select

from actions.turn import current_turn
from bot.conversations.citizens import Citizen
from bot.conversations.messages import TrackerEvent

# A session this long starts afresh: the draft lives in its own table, so nothing is lost by it.
LONGEST_SESSION = 200


class TurnTrackerStore(TrackerStore):
    """Reads and writes on the session of the running turn; commits nothing itself.

    Opening a tracker costs the events of the running session, however long the history is.
    """

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._loaded: dict[str, int] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        turn = current_turn()
        citizen = turn.session.get_one(Citizen, int(sender_id))
        query = (
            select(TrackerEvent.event)
            .where(TrackerEvent.citizen_id == citizen.id, TrackerEvent.session == citizen.session)
            .order_by(TrackerEvent.position)
        )
        stored = list(turn.session.scalars(query))
        self._loaded[sender_id] = len(stored)
        if not stored:
            return None
        return DialogueStateTracker.from_dict(sender_id, stored, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        turn = current_turn()
        citizen = turn.session.get_one(Citizen, int(tracker.sender_id))
        new = list(tracker.events)[self._loaded.get(tracker.sender_id, 0) :]
        position = self._loaded.get(tracker.sender_id, 0)
        begins = _session_start(new)
        if begins and position + begins > 0:
            citizen.session += 1
            new, position = new[begins:], 0
        _append(turn.session, citizen, new, position)
        self._loaded[tracker.sender_id] = position + len(new)

    def end_session(self, sender_id: str) -> None:
        """Let the next message of this citizen open an empty tracker."""
        citizen = current_turn().session.get_one(Citizen, int(sender_id))
        citizen.session += 1
        self._loaded[sender_id] = 0

    def is_long(self, sender_id: str) -> bool:
        return self._loaded.get(sender_id, 0) >= LONGEST_SESSION

    async def keys(self) -> Iterable[str]:
        session = current_turn().session
        return [str(citizen_id) for citizen_id in session.scalars(select(TrackerEvent.citizen_id).distinct())]

    async def delete(self, sender_id: str) -> None:
        raise NotImplementedError("trackers are erased with their citizen, not one by one")

    async def count_events(self, sender_id: str) -> int:
        query = select(func.count()).where(TrackerEvent.citizen_id == int(sender_id))
        return current_turn().session.scalar(query) or 0


def _session_start(events: list[Event]) -> int:
    """Index of the first event of the last session begun among these, 0 when none was."""
    started = [index for index, event in enumerate(events) if isinstance(event, SessionStarted)]
    begin = started[-1] if started else 0
    # Rasa logs what opens a session just before it.
    while begin > 0 and _opens(events[begin - 1]):
        begin -= 1
    return begin


def _opens(event: Event) -> bool:
    if isinstance(event, SlotSet):
        return event.key == SESSION_START_METADATA_SLOT
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_SESSION_START_NAME


def _append(session: Any, citizen: Citizen, events: list[Event], position: int) -> None:
    rows = [
        {
            "citizen_id": citizen.id,
            "session": citizen.session,
            "position": position + index,
            "event": event.as_dict(),
        }
        for index, event in enumerate(events)
    ]
    if rows:
        session.execute(insert(TrackerEvent), rows)
