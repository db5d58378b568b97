"""Days and months as officers write them in Indonesian; what could mean two days is no day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.reports.date_expressions import (
    EXPRESSIONS,
    MONTH_EXPRESSIONS,
    MONTH_NAMES,
    Meaning,
    NoSuchDay,
)

# Why a text names no day one could be held to; IMPOSSIBLE: 31 November, or a Monday that is none.
MISSING = "tak_ada"
UNCLEAR = "tak_jelas"
PAST = "lewat"
IMPOSSIBLE = "mustahil"

# Times of day, RT and RW, and what is over say nothing of a day to come, and look like one.
_NO_DAYS = re.compile(
    r"\b(?:jam|pukul|pkl)\.?\s*\d{1,2}(?:[.:]\d\d)?(?:\s*wib)?|\b\d{1,2}:\d\d\b|"
    r"\br[tw]\b\.?\s*\d+(?:\s*/\s*(?:rw\.?\s*)?\d+)?|\b(?:minggu|bulan|tahun|hari)\s+(?:lalu|kemarin)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:sampai(?:\s+dengan)?|s\s*/\s*d|s\.\s*d\.?|hingga|paling\s+lam(?:bat|a)|maksimal)\b\W*"
    r"(?:pada\s+)?$",
    re.IGNORECASE,
)
_A_TIME = re.compile(rf"\b(?:{MONTH_NAMES}|20\d\d|tri\s?wulan|semester|tahun|akhir|awal)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A day that a text names (of a month the last), else why it names none.

    `start` and `end` are where it stands, the word before it ("sampai") included.
    """

    day: date | None
    problem: str = ""
    start: int = 0
    end: int = 0


def read_day(text: str, today: date) -> Named:
    """The day that a text names as an end: of several the one behind "sampai" or "paling lambat"."""
    plain = _NO_DAYS.sub(lambda found: " " * len(found[0]), text)
    found = list(_found(plain, EXPRESSIONS, today))
    ends = [one for one in found if _UNTIL.search(text[: one.start])]
    named = _one_of(ends or found)
    until = _UNTIL.search(text[: named.start])
    start = until.start() if until and named.end else named.start
    return Named(named.day, named.problem, start, named.end)


def read_month(text: str, today: date) -> Named:
    """The month that a text names, with the only year it names: "Maret 2027", "03/2027", "bulan depan"."""
    named = _one_of(list(_found(text, MONTH_EXPRESSIONS, today)))
    if named.problem == MISSING and _A_TIME.search(text):
        return Named(None, UNCLEAR)
    return named


def _one_of(named: list[Named]) -> Named:
    if not named:
        return Named(None, MISSING)
    if len({(one.day, one.problem) for one in named}) > 1:
        return Named(None, UNCLEAR)
    return named[0]


def _found(
    text: str, expressions: tuple[tuple[re.Pattern[str], Meaning], ...], today: date
) -> Iterator[Named]:
    """Every day the text names; what one expression has read no later one reads again."""
    taken: set[int] = set()
    for pattern, meaning in expressions:
        for match in pattern.finditer(text):
            span = range(match.start(), match.end())
            if taken.isdisjoint(span):
                taken.update(span)
                yield _judged(meaning, match, today)


def _judged(meaning: Meaning, match: re.Match[str], today: date) -> Named:
    place = (match.start(), match.end())
    try:
        day = meaning(match, today)
    except NoSuchDay:
        return Named(None, IMPOSSIBLE, *place)
    if day is None:
        return Named(None, UNCLEAR, *place)
    return Named(None, PAST, *place) if day < today else Named(day, "", *place)
