"""Which steps of a turn the bot answers, in a chat that staff have taken or whose citizen is blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.reading import EMERGENCY
from bot.conversations.blocking import is_blocked
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.taking import BLOCKED, SILENCED, is_silent
from bot.dialogue.engine import Understood
from bot.dialogue.timers import PUT_OFF
from bot.reports.records import Draft


@dataclass(frozen=True)
class Heard:
    """What is answered; what is not stays in the inbox under a mark that says why."""

    answered: list[Understood]
    mark: str | None = None

    @property
    def is_silent(self) -> bool:
        return self.mark is not None and not self.answered

    def mark_of(self, event: InboxEvent) -> str | None:
        answered = (item.step.inbox_ids for item in self.answered)
        return None if event.kind == "timer" or any(event.id in ids for ids in answered) else self.mark


def hear(citizen: Citizen, draft: Draft | None, understood: Sequence[Understood], at: datetime) -> Heard:
    """Everything in an ordinary chat; in a silent one the danger to life alone.

    The silence that would have filed the draft is put off, not lost.
    """
    blocked = is_blocked(citizen, at)
    if not blocked and not is_silent(citizen, at):
        return Heard(list(understood))
    answered = [item for item in understood if is_emergency(item)]
    if draft is not None and any(item.step.silence for item in understood):
        # A timer rings once for each state of a draft.
        draft.updated_at, draft.file_at = at, at + PUT_OFF
    return Heard(answered, BLOCKED if blocked else SILENCED)


def is_emergency(item: Understood) -> bool:
    return bool(item.reading["intent"]["name"] == EMERGENCY)
