"""Rasa's message processor as a turn needs it: a failure ends the turn, and nothing is done twice."""

from __future__ import annotations

from pathlib import Path

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecutionRejected
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.in_process_actions import InProcessActions
from bot.dialogue.tracker_store import TurnTrackerStore


class TurnProcessor(MessageProcessor):
    """A loaded model with the store of the running turn and the actions of this process.

    The store is ours alone: an agent would wrap it so that its errors pass in silence.
    """

    def __init__(self, model: Path) -> None:
        super().__init__(
            model_path=model,
            tracker_store=TurnTrackerStore(),
            lock_store=InMemoryLockStore(),
            generator=TemplatedNaturalLanguageGenerator({}),
            action_endpoint=InProcessActions(),
        )
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """Run an action and log its events.

        Stock Rasa drops an action that fails and goes on; here its error is raised, and the turn ends.
        """
        attempt = tracker.copy()
        attempt.update_with_events(prediction.events, self.domain)
        try:
            events = await action.run(output_channel, nlg, attempt, self.domain)
        except ActionExecutionRejection:
            rejected = ActionExecutionRejected(
                action.name(), prediction.policy_name, prediction.max_confidence
            )
            tracker.update(rejected, self.domain)
        else:
            self._log_action_on_tracker(tracker, action, events, prediction)
            await self.execute_side_effects(events, tracker, output_channel)
        return self.should_predict_another_action(action.name())
