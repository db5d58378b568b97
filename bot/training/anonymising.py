"""Takes out of a citizen's sentence whatever tells who wrote it or where he lives, before a trainer reads it.

Villages, sub-districts and roads stay: they are needed to understand, and tell nobody by themselves. A name
that stands alone, without "saya", "pak" or the like before it, cannot be known for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from pathlib import Path

from bot.region.ordinary_words import STOP_WORDS
from bot.region.pack import Region
from bot.reports.personal import find_numbers

# No letter, so that the bot reads nothing in it.
MASK = "•••"
SHORTEST = 3
MOST_NAMES = 4
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

INTRODUCTION = re.compile(
    r"(?:\bnam[ao]\s*(?:lengkap|saya|sayo|aku|kami|pelapor|ku)?\s*(?:adalah|ialah)?\s*[:=]?|\bnamaku|"
    r"\batas nam[ao]|\ba\s?[./]\s?n\b\.?|\bperkenalkan,?|\bdengan (?=bapak|ibu|pak|bu)|\bttd\b\.?|"
    r"\bhormat (?:saya|kami),?)\s*",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:saya|sayo|aku|pak|bpk|bapak|ibu|bu|buk|mang|bik|bibi|cek|kak|bang|mas|mbak|haji|hajjah|hj?\.|"
    r"ustadz?|kyai|kades|lurah|camat|kadus|sdr[ia]?\.?|tetangga)\s+(?:kami\s+|kito\s+|saya\s+)?",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][^\W\d_'’.]*")
TITLES = frozenset(
    "h hj haji hajjah ir dr drs dra prof ust ustad ustadz bin binti pak bapak bpk ibu bu".split()
)
# Kin and people of whom one speaks without a name, and what is no name after "nama".
NOBODY = frozenset(
    "ayah ayuk adek adik anak bini istri suami laki nenek kakek mertua orang keluarga almarhum almarhumah "
    "tetangga warga masyarakat jalan desa dusun kampung bupati camat lurah kades kadus gubernur admin".split()
)


class Anonymiser:
    """Masks names, numbers of persons, telephones, mail, plates, house numbers and RT/RW.

    `known` are the words that are no names: those of the training sentences and of the region.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known

    @classmethod
    def of(cls, data: Path, region: Region) -> Anonymiser:
        """One that knows the words of the training sentences and dictionary below the folder `data`."""
        return cls(frozenset((*_trained_words(data), *_places(region), *STOP_WORDS, *NOBODY)))

    def __call__(self, text: str, names: Iterable[str] = ()) -> str:
        """The sentence as a trainer may read it; the writer's own `names` are masked wherever they stand."""
        spans = [(number.start, number.end) for number in find_numbers(text)]
        for pattern in (ADDRESS, NUMBER, PLATE):
            spans += [match.span() for match in pattern.finditer(text)]
        spans += self._names(text)
        text = _covered(text, spans)
        text = HAMLET.sub(rf"\1 {MASK}", text)
        text = BLOCK.sub(rf"\1 {MASK}", text)
        text = HOUSE.sub(rf"\1\2{MASK}", text)
        return self._without(text, names)

    def _names(self, text: str) -> list[tuple[int, int]]:
        spans = [self._span(text, match.end(), self._is_introduced) for match in INTRODUCTION.finditer(text)]
        spans += [self._span(text, match.end(), self._is_name) for match in TITLE.finditer(text)]
        return [span for span in spans if span is not None]

    def _span(self, text: str, start: int, is_name: Callable[[str], bool]) -> tuple[int, int] | None:
        """From the first word of a name behind `start` to its last, with the titles between."""
        end, place = None, start
        for _ in range(MOST_NAMES):
            match = WORD.match(text, place)
            if match is None:
                break
            word = match.group().strip(".'’").lower()
            if is_name(match.group()):
                end = match.end()
            elif word not in TITLES:
                break
            place = match.end() + len(re.match(r"[ \t]*", text[match.end() :]).group())  # type: ignore[union-attr]
        return None if end is None else (start, len(text[:end].rstrip(".")))

    def _is_introduced(self, written: str) -> bool:
        """Behind "nama saya" also a name that is an ordinary word, when it is written as a name."""
        word = written.strip(".'’").lower()
        return self._is_name(written) or (written[:1].isupper() and word not in STOP_WORDS | NOBODY)

    def _is_name(self, written: str) -> bool:
        word = written.strip(".'’").lower()
        return len(word) >= SHORTEST and word not in self._known and word not in TITLES

    def _without(self, text: str, names: Iterable[str]) -> str:
        own = {word.lower() for name in names for word in WORD.findall(name)}
        own = {word for word in own if len(word) >= SHORTEST and word not in self._known}
        if not own:
            return text
        return re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(own)))})\b", MASK, text, flags=re.IGNORECASE)


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
