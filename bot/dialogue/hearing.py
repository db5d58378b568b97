"""Which steps of a turn the bot answers, in a chat that staff have taken or whose citizen is blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from actions.reading import EMERGENCY
from bot.conversations.blocking import is_blocked
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.taking import BLOCKED, SILENCED, give_back, is_silent
from bot.dialogue.engine import Understood
from bot.dialogue.timers import PUT_OFF
from bot.region.pack import Region
from bot.region.signals import is_secret
from bot.reports.drafts import DraftContent
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


def hear(
    session: Session,
    region: Region,
    citizen: Citizen,
    draft: Draft | None,
    understood: Sequence[Understood],
    at: datetime,
) -> Heard:
    """Everything in an ordinary chat; in one that is silent or blocked the danger to life alone.

    Words for the secret lane open either: who has the chat may not read them, what nobody reads would be
    lost, and no office silences by a block whoever accuses it. The silence that would have filed the draft
    is put off, not lost.
    """
    silent, blocked = is_silent(citizen, at), is_blocked(citizen, at)
    opens = (silent or blocked) and _is_for_the_secret_lane(region, draft, understood)
    if silent and opens:
        give_back(session, citizen, at)
    if opens or not (silent or blocked):
        return Heard(list(understood))
    answered = [item for item in understood if is_emergency(item)]
    if draft is not None and any(item.step.silence for item in understood):
        # A timer rings once for each state of a draft.
        draft.updated_at, draft.file_at = at, at + PUT_OFF
    return Heard(answered, BLOCKED if blocked else SILENCED)


def _is_for_the_secret_lane(region: Region, draft: Draft | None, understood: Sequence[Understood]) -> bool:
    """Whether an accusation or the like has begun, or begins here."""
    words = [str(item.reading.get("text") or "") for item in understood if item.step.silence is None]
    if draft is not None and any(item.step.silence is None for item in understood):
        words.append(DraftContent.from_json(draft.content).description)
    return any(is_secret(region, said) for said in words)


def is_emergency(item: Understood) -> bool:
    return bool(item.reading["intent"]["name"] == EMERGENCY)
