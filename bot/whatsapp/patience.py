"""How long the courier waits for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """Seconds, unless the name says otherwise."""

    poll: float = 0.2
    sending_threads: int = 6
    fetching_threads: int = 2
    # A claimed bubble of a courier that died is sent again this long after its claim: longer than a call can
    # take, and long enough for the status webhook that tells whether WhatsApp had it.
    sending_lease: float = 75.0
    fetching_lease: float = 420.0
    # After a call without an answer: time for a status that tells whether it had happened.
    unsure: float = 30.0
    backoff: float = 2.0
    backoff_cap: float = 600.0
    give_up_hours: float = 24.0
    pair_cap: float = 600.0
    number_pause: float = 1.0
    number_pause_cap: float = 60.0
    stop_pause: float = 30.0
    stop_pause_cap: float = 900.0
    typing: float = 20.0
    window_hours: float = 24.0
    window_attempts: int = 3
    media_backoff_cap: float = 3600.0
    media_days: float = 7.0
    unknown_media_attempts: int = 5
    album: float = 60.0
    status_attempts: int = 6

    def after_attempts(self, attempts: int, cap: float | None = None) -> timedelta:
        """The pause after so many failed attempts: doubled each time, up to a cap."""
        return _doubled(self.backoff, attempts, self.backoff_cap if cap is None else cap)

    def after_pair_limit(self, attempts: int) -> timedelta:
        """Meta's advice for error 131056: 4 to the power of the attempts, in seconds."""
        return timedelta(seconds=min(4.0 ** min(attempts, 10), self.pair_cap))

    def after_number_limit(self, times: int) -> timedelta:
        return _doubled(self.number_pause, times, self.number_pause_cap)

    def after_stop(self, times: int) -> timedelta:
        return _doubled(self.stop_pause, times, self.stop_pause_cap)


def _doubled(first: float, times: int, cap: float) -> timedelta:
    return timedelta(seconds=min(first * 2.0 ** min(max(times - 1, 0), 30), cap))
