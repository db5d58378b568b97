"""Keeps Rasa's trackers in the turn's own transaction, and loads only the running session."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_SESSION_START_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from actions.turn import current_turn
from bot.conversations.citizens import Citizen
from bot.conversations.messages import TrackerEvent
from bot.dialogue.turn_tracker import TurnTracker, revive

# A session this long starts afresh: the draft lives in its own table, so nothing is lost by it.
LONGEST_SESSION = 200

# Made once: building a statement costs more than running this one.
SESSION_EVENTS = (
    select(TrackerEvent.event)
    .where(TrackerEvent.citizen_id == bindparam("citizen"), TrackerEvent.session == bindparam("session"))
    .order_by(TrackerEvent.position)
)
NEW_EVENTS = insert(TrackerEvent)


class TurnTrackerStore(TrackerStore):
    """Reads and writes on the session of the running turn; commits nothing itself, and raises every error.

    Opening a tracker costs the events of the running session, however long the history is.
    """

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        # How many events of the running turn's citizen are stored; one citizen at a time.
        self._loaded: dict[str, int] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        session, citizen = _citizen(sender_id)
        stored = session.scalars(SESSION_EVENTS, {"citizen": citizen.id, "session": citizen.session}).all()
        self._loaded = {sender_id: len(stored)}
        if not stored:
            return None
        return TurnTracker.from_events(sender_id, revive(stored), self.domain.slots)

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        return TurnTracker(sender_id, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        session, citizen = _citizen(tracker.sender_id)
        position = self._loaded.get(tracker.sender_id, 0)
        new = list(tracker.events)[position:]
        begins = _session_start(new)
        if begins and position + begins > 0:
            citizen.session += 1
            new, position = new[begins:], 0
        _append(session, citizen, new, position)
        self._loaded[tracker.sender_id] = position + len(new)

    def end_session(self, sender_id: str) -> None:
        """Let the next message of this citizen open an empty tracker."""
        _, citizen = _citizen(sender_id)
        citizen.session += 1
        self._loaded[sender_id] = 0

    def is_long(self, sender_id: str) -> bool:
        return self._loaded.get(sender_id, 0) >= LONGEST_SESSION

    async def keys(self) -> Iterable[str]:
        session = current_turn().session
        return [str(citizen_id) for citizen_id in session.scalars(select(TrackerEvent.citizen_id).distinct())]


def _citizen(sender_id: str) -> tuple[Session, Citizen]:
    session = current_turn().session
    return session, session.get_one(Citizen, int(sender_id))


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


def _append(session: Session, citizen: Citizen, events: list[Event], position: int) -> None:
    place = {"citizen_id": citizen.id, "session": citizen.session}
    rows = [
        {**place, "position": position + index, "event": event.as_dict()}
        for index, event in enumerate(events)
    ]
    if rows:
        session.connection().execute(NEW_EVENTS, rows)
