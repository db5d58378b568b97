"""Words of a message with their places in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION_LENGTH = 4


class Token(NamedTuple):
    """A word in lower case, where it stands, and the characters between it and the word before."""

    word: str
    start: int
    end: int
    gap: str


def tokenize(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        tokens.append(Token(match.group().lower(), match.start(), match.end(), text[end : match.start()]))
        end = match.end()
    return tokens


def breaks(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a name ends before `tokens[index]`: at any mark but a hyphen or an abbreviation's dot."""
    gap = tokens[index].gap
    if not gap.strip():
        return "\n" in gap
    if gap.strip() in ("-", "'", "’", "/"):
        return False
    return not (gap.strip() == "." and len(tokens[index - 1].word) <= _ABBREVIATION_LENGTH)


def joined(tokens: Sequence[Token]) -> str:
    """The words without the spaces between them: "kayu agung" and "kayuagung" are one name."""
    return "".join(token.word for token in tokens)
