"""Tells places the citizen denies from those he means: "dak di Mangun Jaya, di Sidakersa"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.region.place_words import NEGATION_FILLERS, NEGATIONS, REPLACED_BY, REPLACEMENTS
from bot.region.tokens import Token, breaks

REPLACEMENT_REACH = 5  # words before the place


def is_negated(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Say whether tokens `first` to `last` (exclusive) name a place that is denied or replaced."""
    return _denied_before(tokens, first) or _denied_after(tokens, last) or _replaced(tokens, first, last)


def _denied_before(tokens: Sequence[Token], first: int) -> bool:
    index = first
    while index > 0 and not breaks(tokens, index):
        index -= 1
        if tokens[index].word in NEGATIONS:
            return True
        if tokens[index].word not in NEGATION_FILLERS:
            return False
    return False


def _denied_after(tokens: Sequence[Token], last: int) -> bool:
    if last >= len(tokens) or breaks(tokens, last):
        return False
    word = tokens[last].word
    if word in ("salah", "keliru"):
        return True
    return word == "bukan" and last + 1 < len(tokens) and breaks(tokens, last + 1)


def _replaced(tokens: Sequence[Token], first: int, last: int) -> bool:
    if last >= len(tokens) or tokens[last].word not in REPLACED_BY:
        return False
    return any(token.word in REPLACEMENTS for token in tokens[max(0, first - REPLACEMENT_REACH) : first])
