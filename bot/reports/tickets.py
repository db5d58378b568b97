"""Ticket numbers: made at random, guarded by a check digit, read as people write them."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NewType, Protocol

Ticket = NewType("Ticket", str)

DIGITS = 8
RANDOM_DIGITS = DIGITS - 1
# The members of a character class: hyphen, the Unicode hyphens and dashes, minus.
DASHES = r"\-\u2010-\u2015\u2212"
PREFIXED_GROUPS = rf"\d+(?:[\s{DASHES}_.]{{1,3}}\d+)*"
# A number without the prefix must stand alone: not inside a longer number, an amount, a date, a decimal.
BARE = re.compile(
    rf"(?<![^\W_])(?<![.,/+])(?<!\d\d[\s{DASHES}])"
    rf"(?:\d{{8}}|\d{{4}}[ {DASHES}]\d{{4}})"
    rf"(?![^\W_]|/|[.,{DASHES}]\d|\s\d{{3}})",
    re.ASCII,
)
RUPIAH = re.compile(r"\brp\.?\s*$", re.IGNORECASE)
YEARS = re.compile(r"(?:19|20)\d\d(?:19|20)\d\d")

# The table of H. M. Damm's check digit (2004): totally anti-symmetric of order ten, so that
# any one wrong digit and any swap of neighbours changes the outcome.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class Randomness(Protocol):
    """What draws the digits; the standard library's `secrets` is one."""

    def randbelow(self, exclusive_upper_bound: int, /) -> int: ...


@dataclass(frozen=True)
class TicketReading:
    """What a text says about a ticket.

    kind: `valid` (well formed, `ticket` is set; whether it exists is another matter), `mistyped`
    (somebody meant a ticket: wrong check digit, or the prefix with too few or too many digits),
    `none`. `written` is the ticket as it stood in the text. `prefixed` tells whether the prefix stood
    before the number: a number alone in a long complaint may be an amount or a meter number.
    """

    kind: Literal["valid", "mistyped", "none"]
    ticket: Ticket | None = None
    written: str = ""
    prefixed: bool = False


NO_TICKET = TicketReading("none")


def check_digit(digits: str) -> int:
    """The Damm digit over `digits`; zero for digits that end with their own check digit."""
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim


def new_ticket(prefix: str, rng: Randomness = secrets) -> Ticket:
    """Draw a ticket such as `OKI-4829-1372`, never one that reads as two years (`2025-2030`).

    The caller makes sure that it is not taken.
    """
    while True:
        drawn = f"{rng.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}d}"
        digits = f"{drawn}{check_digit(drawn)}"
        if _is_sound(digits):
            return _written(prefix, digits)


def read_ticket(prefix: str, text: str) -> Ticket | None:
    """Read a text that is a ticket and nothing else; None when it is none or mistyped."""
    whole = _whole_pattern(prefix).fullmatch(_plain(text).strip())
    digits = re.sub(r"\D", "", whole["digits"]) if whole else ""
    return _written(prefix, digits) if _is_sound(digits) else None


def find_ticket(prefix: str, text: str) -> TicketReading:
    """Look for a ticket in free text: the first valid one, else the first mistyped one.

    A number of more digits (telephone, NIK), an amount in rupiah and a pair of years are no tickets.
    """
    plain = _plain(text)
    readings = [*_prefixed_readings(prefix, plain), *_bare_readings(prefix, plain)]
    valid = [reading for reading in readings if reading.kind == "valid"]
    return next(iter(valid + readings), NO_TICKET)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _written(prefix: str, digits: str) -> Ticket:
    return Ticket(f"{prefix}-{digits[:4]}-{digits[4:]}")


def _is_sound(digits: str) -> bool:
    return len(digits) == DIGITS and check_digit(digits) == 0 and not YEARS.fullmatch(digits)


@lru_cache
def _whole_pattern(prefix: str) -> re.Pattern[str]:
    between = rf"[\s{DASHES}_.]{{0,3}}"
    return re.compile(
        rf"(?:{re.escape(prefix)}{between})?(?P<digits>[0-9](?:{between}[0-9]){{{DIGITS - 1}}})",
        re.IGNORECASE,
    )


@lru_cache
def _prefixed_pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W\d_]){re.escape(prefix)}(?P<join>[\s{DASHES}_.:#]{{0,3}})(?P<groups>{PREFIXED_GROUPS})",
        re.IGNORECASE | re.ASCII,
    )


def _prefixed_readings(prefix: str, text: str) -> Iterator[TicketReading]:
    for match in _prefixed_pattern(prefix).finditer(text):
        groups = _ticket_groups(match["groups"])
        digits = re.sub(r"\D", "", groups)
        written = text[match.start() : match.start("groups")] + groups
        joined_tightly = not any(letter.isspace() for letter in match["join"])
        if _is_sound(digits):
            yield TicketReading("valid", _written(prefix, digits), written, prefixed=True)
        elif _was_meant(digits, joined_tightly):
            yield TicketReading("mistyped", None, written, prefixed=True)


def _ticket_groups(groups: str) -> str:
    """The words that make up eight digits (of `4829-1372 2 foto` the first), else all of them."""
    for word in re.finditer(r"\S+", groups):
        taken = groups[: word.end()]
        if sum(letter.isdigit() for letter in taken) == DIGITS:
            return taken.rstrip("._")
    return groups


def _was_meant(digits: str, joined_tightly: bool) -> bool:
    """Whether digits after the prefix were to be a ticket, and no year, postal code or telephone."""
    if joined_tightly:
        return 4 <= len(digits) <= 12
    return 6 <= len(digits) <= 9 and not YEARS.fullmatch(digits)


def _bare_readings(prefix: str, text: str) -> Iterator[TicketReading]:
    for match in BARE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if RUPIAH.search(text[: match.start()]) or YEARS.fullmatch(digits):
            continue
        if _is_sound(digits):
            yield TicketReading("valid", _written(prefix, digits), match[0])
        else:
            yield TicketReading("mistyped", None, match[0])
