"""Finds landmark phrases: words one can walk to, kept as the citizen wrote them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.region.place import Place
from bot.region.place_words import (
    GENERAL_HEADS,
    LANDMARK_HEADS,
    LOCATORS,
    NAMED_HEADS,
    NUMBERED_HEADS,
    PAIRED_HEADS,
    RELATIONS,
)
from bot.region.streets import names_something
from bot.region.tokens import Token, breaks

LONGEST_NAME = 3  # words after the head
_NUMBERS = frozenset("i ii iii iv v vi vii viii ix x satu dua tiga empat lima a b c d e f".split())
_PERSON_TITLES = frozenset(
    "pak bapak bu ibu haji hj h wak mang cek nek kakek dr dokter bidan ustad ustadz".split()
)


class LandmarkFinder:
    def __init__(self, local_heads: Sequence[str]) -> None:
        """`local_heads`: words of local speech for things one can stand in front of."""
        self._heads = LANDMARK_HEADS | {word for word in local_heads if " " not in word}
        self._pairs = PAIRED_HEADS | {word for word in local_heads if " " in word}

    def find(self, text: str, tokens: Sequence[Token], taken: frozenset[int]) -> list[Place]:
        """Landmarks outside the tokens that an area or a road has `taken`."""
        found: list[Place] = []
        position = 0
        while position < len(tokens):
            last = position if position in taken else self._end(text, tokens, position, taken)
            if last > position:
                start, end = tokens[position].start, tokens[last - 1].end
                found.append(Place("landmark", start, end, text[start:end], (), 0.8))
            position = max(last, position + 1)
        return found

    def _end(self, text: str, tokens: Sequence[Token], first: int, taken: frozenset[int]) -> int:
        """The token after the landmark that begins at `first`; `first` itself when none begins there."""
        related = tokens[first].word in RELATIONS
        head = first + 1 if related and first + 1 < len(tokens) and first + 1 not in taken else first
        numbered = _numbered_end(tokens, head)
        if numbered > head:
            return numbered
        size = self._head_size(tokens, head)
        if not size:
            return self._owned_end(tokens, head, taken) if related and head > first else first
        name_end = _name_end(tokens, head + size, taken)
        if name_end > head + size and (related or self._is_named(text, tokens, head, head + size)):
            return name_end
        if tokens[head].word in NAMED_HEADS:
            return first
        named_by_area = name_end in taken and not breaks(tokens, name_end)
        located = first > 0 and tokens[first - 1].word in LOCATORS
        return name_end if related or named_by_area or located else first

    def _is_named(self, text: str, tokens: Sequence[Token], head: int, name: int) -> bool:
        """A word after "sekolah" may be its name or what is wrong with it; after "masjid" it is the name."""
        if tokens[head].word not in GENERAL_HEADS:
            return True
        written = text[tokens[name].start]
        located = head > 0 and tokens[head - 1].word in LOCATORS
        return written.isdigit() or located or (written.isupper() and not text.isupper())

    def _head_size(self, tokens: Sequence[Token], index: int) -> int:
        if index + 1 < len(tokens) and f"{tokens[index].word} {tokens[index + 1].word}" in self._pairs:
            return 2
        return 1 if tokens[index].word in self._heads else 0

    def _owned_end(self, tokens: Sequence[Token], first: int, taken: frozenset[int]) -> int:
        """A house is a landmark by its owner, after a word such as "depan": "depan rumah pak Umar"."""
        if tokens[first].word not in ("rumah", "umah", "rmh", "warung", "toko", "kebun", "bengkel"):
            return first - 1
        last = first + 1
        if last < len(tokens) and tokens[last].word in _PERSON_TITLES:
            return _name_end(tokens, last + 1, taken)
        return first - 1


def _numbered_end(tokens: Sequence[Token], first: int) -> int:
    """The end of a run such as "RT 03 RW 02", "rt03", "dusun II"."""
    last = first
    while last < len(tokens):
        word = tokens[last].word
        head = word.rstrip("0123456789")
        if head in NUMBERED_HEADS and head != word:
            last += 1
        elif word in NUMBERED_HEADS and last + 1 < len(tokens) and _is_number(tokens[last + 1].word):
            last += 2
        else:
            break
    return last


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBERS


def _name_end(tokens: Sequence[Token], first: int, taken: frozenset[int]) -> int:
    last = first
    while last < len(tokens) and last - first < LONGEST_NAME and last not in taken:
        token = tokens[last]
        another = last > first and token.word in LANDMARK_HEADS
        if another or breaks(tokens, last) or not (token.word[0].isdigit() or names_something(token.word)):
            break
        last += 1
        if token.word[0].isdigit() and last < len(tokens) and not tokens[last].word[0].isdigit():
            break  # "SDN 1" is complete; what follows is another place
    return last
