"""What the words before a name say about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.region.place_words import (
    DISTRICT_TITLES,
    LANDMARK_HEADS,
    LOCATORS,
    ORIGINS,
    RELATIONS,
    ROAD_WORDS,
    VILLAGE_HEAD_TITLES,
    VILLAGE_TITLES,
    WARD_TITLES,
)
from bot.region.tokens import Token

Title = Literal["", "district", "village", "ward", "desa"]


class Context(NamedTuple):
    """The title before a name, and whether something is there, only comes from there, or is near."""

    title: Title = ""
    here: bool = False
    origin: bool = False
    nearby: bool = False

    @property
    def any(self) -> bool:
        return bool(self.title) or self.here or self.origin or self.nearby


def context_of(tokens: Sequence[Token], first: int) -> Context:
    """Read back from the name that begins at `first`."""
    index, title = _read_titles(tokens, first - 1)
    if index < 0 or not _adjoins(tokens, index + 1):
        return Context(title)
    word = tokens[index].word
    if word in ORIGINS:
        here = index > 0 and tokens[index - 1].word in LOCATORS
        return Context(title, here=here, origin=not here)
    nearby = word in RELATIONS or word in ROAD_WORDS or word in LANDMARK_HEADS
    nearby = nearby or _numbers_a_landmark(tokens, index)
    return Context(title, here=word in LOCATORS, nearby=nearby)


def continues_list(tokens: Sequence[Token], last: int, first: int) -> bool:
    """Say whether a list of places goes on from token `last` to `first`: "desa Toman, Petaling dan Lirik"."""
    if first == last:
        return tokens[first].gap.strip() in (",", "/", "-")
    return first == last + 1 and tokens[last].word in ("dan", "dn", "serta")


def _read_titles(tokens: Sequence[Token], index: int) -> tuple[int, Title]:
    """The token before all titles, and the title nearest to the name."""
    title: Title = ""
    while index >= 0 and _adjoins(tokens, index + 1):
        step = _title(tokens, index)
        if not step:
            break
        title = title or step
        index -= 1
    return index, title


def _adjoins(tokens: Sequence[Token], index: int) -> bool:
    gap = tokens[index].gap
    return gap.strip() in ("", ".", ":", ". :") and "\n" not in gap


def _title(tokens: Sequence[Token], index: int) -> Title:
    word = tokens[index].word
    if word in DISTRICT_TITLES:
        return "district"
    if word in WARD_TITLES:
        return "ward"
    after_head = word == "desa" and index > 0 and tokens[index - 1].word == "kepala"
    if after_head or word in VILLAGE_HEAD_TITLES:
        return "desa"
    return "village" if word in VILLAGE_TITLES else ""


def _numbers_a_landmark(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].word.isdigit() and index > 0 and tokens[index - 1].word in LANDMARK_HEADS
