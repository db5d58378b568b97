"""A tracker that is copied by its state, where Rasa replays the whole conversation for each copy."""

from __future__ import annotations

import copy
import functools
from collections import deque
from collections.abc import Sequence
from typing import Any

import rasa.shared.utils.common
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker


class TurnTracker(DialogueStateTracker):
    """Equal to Rasa's tracker in everything; an action is tried on a copy, several times a message."""

    def copy(self) -> DialogueStateTracker:
        """The state as it is; events are shared, as they are between Rasa's copies too."""
        twin = copy.copy(self)
        twin.events = deque(self.events, self._max_event_history)
        twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        return twin


def revive(stored: Sequence[dict[str, Any]]) -> list[Event]:
    """Make events of their stored form; raises KeyError for one that Rasa does not know."""
    return [event for event in (_kinds()[kept["event"]]._from_parameters(kept) for kept in stored) if event]


@functools.lru_cache(maxsize=1)
def _kinds() -> dict[str, type[Event]]:
    """Rasa walks the tree of its classes for each event; it does not change after the imports."""
    return {kind.type_name: kind for kind in rasa.shared.utils.common.all_subclasses(Event)}
