"""Hides who somebody is in words: his name, his numbers, and how he introduces himself; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.region.ordinary_words import STOP_WORDS
from bot.region.pack import Region
from bot.reports.personal import find_numbers

HIDDEN = "[dihapus]"
SHORTEST = 3
WORD = re.compile(r"[^\W\d_]+")
# Forms of address that profile names carry; they tell nobody's name.
TITLES = frozenset("haji hajah kakak abang cik wak nek kang mang bang kak bunda ayah mama papa warga".split())
_KIN = r"(?:ibu|bapak|ayah|anak|suami|istri|adik|kakak|nenek|kakek|orang tua|mertua|paman|bibi)"
_SELF = r"(?:saya|sayo|aku|kami|lengkap|pelapor)"
INTRODUCED = re.compile(
    rf"(?i:\b(?:nama|namo)\s+{_SELF}(?:\s+(?:adalah|yaitu))?|\bnama(?=\s*[:=])|\bperkenalkan,?\s+{_SELF}|"
    rf"\b(?:atas\s+nama|a\.?n\.?)(?:\s+{_KIN}\b)?(?:\s+{_SELF}\b)?)"
    r"\s*[:=,]?\s*(?P<name>[^\W\d_]{2,}(?:\s+[A-Z][^\W\d_]+){0,3})"
)
LAST_DIGITS = 8


@dataclass(frozen=True)
class Person:
    """Whom nobody is to recognise: the words of his names in lower case, and his phone numbers."""

    names: frozenset[str]
    phones: frozenset[str]

    @classmethod
    def of(cls, region: Region, profile_names: Iterable[str], phones: Iterable[str]) -> Person:
        """The words of a name that are ordinary ones or name a place stay: they would hide half a report."""
        named = [village.name for village in region.villages.values()]
        named += [district.name for district in region.districts.values()]
        places = {word.lower() for name in named for word in WORD.findall(name)}
        words = {word.lower() for name in profile_names for word in WORD.findall(name)}
        telling = {word for word in words - STOP_WORDS - TITLES - places if len(word) >= SHORTEST}
        return cls(frozenset(telling), frozenset(_digits(phone)[-LAST_DIGITS:] for phone in phones))

    def hidden_in_own(self, text: str) -> str:
        """His own words, without anybody's numbers, without his name, and without an introduction."""
        spans = _numbers_in(text)
        spans += [match.span("name") for match in INTRODUCED.finditer(text) if _is_name(match.group("name"))]
        return _blanked(text, [*spans, *self._spans(text)])

    def hidden_in(self, text: str) -> str:
        """Words of others, without his name and number; the numbers of offices stay."""
        return _blanked(text, self._spans(text))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        numbers = _numbers_in(text)
        own = [span for span in numbers if _digits(text[slice(*span)])[-LAST_DIGITS:] in self.phones]
        return own + [match.span() for match in WORD.finditer(text) if match.group().lower() in self.names]


def _is_name(words: str) -> bool:
    """ "atas nama warga Desa Celikah" names nobody."""
    return words.split()[0].lower() not in STOP_WORDS | TITLES


def _numbers_in(text: str) -> list[tuple[int, int]]:
    """Where personal numbers stand, each without a bracket before it."""
    found = ((number, text[number.start : number.end]) for number in find_numbers(text))
    return [(number.end - len(written.lstrip("( ")), number.end) for number, written in found]


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Put a mark in place of each stretch; those with only blanks between them share one."""
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    for start, stop in reversed(merged):
        text = f"{text[:start]}{HIDDEN}{text[stop:]}"
    return text
