"""The states of assignments and reports, and how the one follows from the other."""

from __future__ import annotations

from collections.abc import Iterable

RECEIVED = "diterima"
IN_PROGRESS = "diproses"
NEEDS_INFO = "butuh_info"
HANDED_OVER = "diteruskan"
DONE = "selesai"
REJECTED = "ditolak"
MERGED = "digabung"
CANCELLED = "dibatalkan"

STATUSES = (RECEIVED, IN_PROGRESS, NEEDS_INFO, HANDED_OVER, DONE, REJECTED, MERGED, CANCELLED)

# Least advanced first; a citizen whose answer is awaited comes before everything else.
ADVANCE = (NEEDS_INFO, RECEIVED, IN_PROGRESS, HANDED_OVER, DONE)
# States of parts that no longer count for the whole unless no other part is left.
SET_ASIDE = (REJECTED, MERGED, CANCELLED)
CLOSED = frozenset((DONE, *SET_ASIDE))


def derive_status(assignments: Iterable[str]) -> str:
    """The state of a report: its least advanced assignment; `ditolak` only when all are.

    Raises ValueError for no assignments or an unknown state.
    """
    states = set(assignments)
    unknown = states.difference(STATUSES)
    if unknown or not states:
        raise ValueError(f"no report status follows from {sorted(unknown)}")
    return next(status for status in (*ADVANCE, *SET_ASIDE) if status in states)


def is_open(status: str) -> bool:
    """Whether somebody still owes something on it."""
    return status not in CLOSED
