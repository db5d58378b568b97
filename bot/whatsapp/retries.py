"""When a bubble that was not taken is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversations.messages import OutboxMessage
from bot.whatsapp.errors import GraphError, PairThrottled, WindowClosed
from bot.whatsapp.patience import Patience


def next_attempt(
    error: GraphError,
    message: OutboxMessage,
    last_inbound_at: datetime | None,
    at: datetime,
    patience: Patience,
) -> datetime | None:
    """The moment of the next attempt, or None when the message has failed for good."""
    if isinstance(error, WindowClosed):
        return _if_window_is_open(message, last_inbound_at, at, patience)
    if not error.retryable:
        return None
    if error.stops_everything or (error.throttled and not isinstance(error, PairThrottled)):
        # The stop or the pause says when. The row stands behind the others, so that each is tried in turn.
        return at
    if isinstance(error, PairThrottled):
        return at + patience.after_pair_limit(message.attempts)
    if at - message.created_at > timedelta(hours=patience.give_up_hours):
        return None
    pause = patience.after_attempts(message.attempts)
    unsure = timedelta(seconds=patience.unsure)
    return at + (max(pause, unsure) if error.may_have_happened else pause)


def _if_window_is_open(
    message: OutboxMessage, last_inbound_at: datetime | None, at: datetime, patience: Patience
) -> datetime | None:
    # Meta lists it as a known issue that error 131047 rarely comes inside the window, too.
    window = timedelta(hours=patience.window_hours)
    is_open = last_inbound_at is not None and at - last_inbound_at < window
    if not is_open or message.attempts >= patience.window_attempts:
        return None
    return at + patience.after_attempts(message.attempts)
