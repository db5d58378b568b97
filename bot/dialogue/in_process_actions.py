"""Runs the actions inside this process instead of calling an action server over HTTP.

Stock Rasa spends half of a turn on re-checking the answer's JSON schema (14 of 33 ms measured), and sends
the whole tracker and domain along. Here an action is called directly.
"""

from __future__ import annotations

import functools
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import ActionExecutionRejection as SdkRejection
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from bot.dialogue.turn_tracker import revive

_run_over_http = RemoteAction.run


class InProcessActions(EndpointConfig):
    """Takes the place of an action server's address: who has it runs his actions in this process."""

    def __init__(self) -> None:
        super().__init__()
        _install()
        self._executor = registered_actions()
        self._domain: dict[str, Any] | None = None

    async def call(
        self,
        name: str,
        channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run an action of `actions/`; raises whatever it raised, LookupError for an unknown one."""
        if name not in self._executor.actions:
            raise LookupError(f"domain.yml names {name}, but actions/ has no such action")
        dispatcher = CollectingDispatcher()
        try:
            result = self._executor.actions[name](dispatcher, LiveTracker(tracker), self._domain_of(domain))
            events = await result if hasattr(result, "__await__") else result
        except SdkRejection as rejection:
            raise ActionExecutionRejection(name, str(rejection)) from rejection
        said = await RemoteAction._utter_responses(dispatcher.messages, channel, nlg, tracker)
        return [*said, *revive(self._executor.validate_events(events or [], name))]

    def _domain_of(self, domain: Domain) -> dict[str, Any]:
        if self._domain is None:
            self._domain = domain.as_dict()
        return self._domain


@functools.lru_cache(maxsize=1)
def registered_actions() -> ActionExecutor:
    """The SDK's registry of every action in the package `actions`."""
    registry = ActionExecutor()
    registry.register_package("actions")
    return registry


class LiveTracker(Tracker):
    """The tracker as an action sees it; its history is written out only for an action that asks for it."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        loop = tracker.active_loop
        super().__init__(
            sender_id=tracker.sender_id,
            slots=tracker.current_slot_values(),
            latest_message=tracker._latest_message_data(),
            events=[],
            paused=tracker.is_paused(),
            followup_action=tracker.followup_action,
            active_loop=vars(loop).copy() if loop else {},
            latest_action_name=tracker.latest_action_name,
        )
        self._history = tracker

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event.as_dict() for event in self._history.events]

    @events.setter
    def events(self, _nothing: list[dict[str, Any]]) -> None:
        """Set once by the SDK's tracker; what happened stays with Rasa's own."""


async def _run_where_it_belongs(
    action: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    endpoint = action.action_endpoint
    if isinstance(endpoint, InProcessActions):
        return await endpoint.call(action.name(), output_channel, nlg, tracker, domain)
    return await _run_over_http(action, output_channel, nlg, tracker, domain)


def _install() -> None:
    """Let remote actions ask their endpoint where they run; those of a real server stay as they are."""
    RemoteAction.run = _run_where_it_belongs
