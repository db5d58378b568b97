"""Trying a password or a code, as often as the throttle allows."""

from __future__ import annotations

from collections.abc import Callable

from bot.console.throttle import Throttle, Wait
from bot.console.visits import Console, Visit

WRONG_PASSWORD = "Kata sandi tidak cocok."


def attempt(console: Console, visit: Visit, username: str, is_right: Callable[[], bool]) -> bool | Wait:
    """Whether it was right, or how long not to try; `is_right` is asked only when it may be."""
    throttle = throttle_of(console, visit, username)
    with console.database.writing() as session:
        begun = throttle.begin(session, visit.at)
    if isinstance(begun, Wait):
        return begun
    if not is_right():
        return False
    with console.database.writing() as session:
        throttle.forgive(session, begun)
    return True


def throttle_of(console: Console, visit: Visit, username: str) -> Throttle:
    client = visit.request.client
    return Throttle(console.vault, username, client.host if client else "")


def problem_of(outcome: bool | Wait, wrong: str) -> str | None:
    """The outcome of an attempt as a sentence beside the field; None when it was right."""
    if isinstance(outcome, Wait):
        return f"Terlalu banyak percobaan yang salah. Silakan coba lagi dalam {outcome.words}."
    return None if outcome else wrong
