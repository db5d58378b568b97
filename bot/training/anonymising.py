"""Takes out of a citizen's sentence whatever tells who wrote it or where he lives, before a trainer reads it.

Villages, sub-districts and roads stay: they are needed to understand, and tell nobody by themselves. Which
words are names is the matter of `names.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.region.ordinary_words import STOP_WORDS
from bot.region.pack import Region
from bot.reports.personal import find_numbers
from bot.training.names import NOBODY, WORD, Names

# No letter, so that the bot reads nothing in it.
MASK = "•••"
GIVEN = Path("nama.txt")
# A word of so many training sentences is none's name; rarer ones may have slipped in with a name.
OFTEN = 2

ADDRESS = re.compile(r"\S+@\S+\.\w{2,}|https?://\S+|\bwww\.\S+|(?<!\w)@\w{3,}", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w•-])\d{5,}(?!\w)")
HAMLET = re.compile(r"\b(r\.?[tw])\b\.?\s*[:/.]?\s*0*\d{1,3}\b", re.IGNORECASE)
BLOCK = re.compile(r"\b(blok|block)\s+(?:[a-z]{1,2}(?:[ ./-]?\d{1,3})?|\d{1,3})\b", re.IGNORECASE)
# The emergency numbers are no house: 110, 112, 113, 115, 119.
HOUSE = re.compile(
    r"\b(no|nomor|nomer|nmr)\b(\.?\s*(?:rumah)?\s*[:.]?\s*)(?!11\d\b)\d{1,4}(?:\s?[a-z])?\b", re.IGNORECASE
)
PREFIX = r"A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRST]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[AB]?|R|S|T|W|Z"
PLATE = re.compile(
    rf"\b(?:{PREFIX})(?:[ .-]?\d{{3,4}}[ .-]?|[ .-]\d{{1,4}}[ .-])[A-Z]{{1,3}}\b|"
    r"\b[bB][gG][ .-]?\d{1,4}[ .-]?[a-zA-Z]{1,3}\b"
)


class Anonymiser:
    """Masks names, numbers of persons, telephones, mail, plates, house numbers and RT/RW."""

    def __init__(self, names: Names) -> None:
        self._names = names

    @classmethod
    def of(cls, data: Path, region: Region) -> Anonymiser:
        """One that knows the words of the training sentences and dictionary below the folder `data`."""
        known = frozenset((*_trained_words(data), *_places(region), *STOP_WORDS, *NOBODY))
        return cls(Names(known, read_given(data / GIVEN)))

    def __call__(self, text: str, names: Iterable[str] = ()) -> str:
        """The sentence as a trainer may read it; the writer's own `names` are masked wherever they stand."""
        spans = [(number.start, number.end) for number in find_numbers(text)]
        for pattern in (ADDRESS, NUMBER, PLATE):
            spans += [match.span() for match in pattern.finditer(text)]
        spans += self._names.find(text)
        text = _covered(text, spans)
        text = HAMLET.sub(rf"\1 {MASK}", text)
        text = BLOCK.sub(rf"\1 {MASK}", text)
        text = HOUSE.sub(rf"\1\2{MASK}", text)
        return self._without(text, names)

    def _without(self, text: str, names: Iterable[str]) -> str:
        own = {word.lower() for name in names for word in WORD.findall(name)}
        own = {word for word in own if self._names.is_name(word)}
        if not own:
            return text
        return re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(own)))})\b", MASK, text, flags=re.IGNORECASE)


def read_given(path: Path) -> frozenset[str]:
    """The common given names of a file of words; lines with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with each span replaced; spans that touch become one mask."""
    parts, end = [], 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        parts += [text[end:start], MASK] if start >= end and start < stop else []
        end = stop
    return "".join([*parts, text[end:]])


def _trained_words(data: Path) -> set[str]:
    counts: Counter[str] = Counter()
    for file in sorted(data.glob("nlu/*/*.yml")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("    - "):
                counts.update({word.lower() for word in WORD.findall(line)})
    words = {word for word, count in counts.items() if count >= OFTEN}
    for file in sorted(data.glob("kamus/*.csv")):
        words.update(word.lower() for word in WORD.findall(file.read_text(encoding="utf-8")))
    return words


def _places(region: Region) -> set[str]:
    names = [village.name for village in region.villages.values()]
    names += [district.name for district in region.districts.values()]
    return {word.lower() for name in names for word in WORD.findall(name)}


@lru_cache(maxsize=2)
def anonymiser(data: Path, region: Region) -> Anonymiser:
    """The one of this folder and region: to read all training sentences takes a second."""
    return Anonymiser.of(data, region)
