"""The base of every action: named after its file, run inside a turn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.message import Message, message_of
from actions.turn import Turn, turn_of

Events = list[dict[str, Any]]


class TurnAction(Action, ABC):
    """An action of this dialogue; its name is its module's name, as in domain.yml."""

    def name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        with turn_of(tracker) as turn:
            return self.act(turn, message_of(tracker), tracker, dispatcher)

    @abstractmethod
    def act(self, turn: Turn, message: Message, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        """Read slots and draft, call one service, say a response; return the tracker events."""
