"""An index of the names of villages and districts: exact, and with typing errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.region.misspellings import SHORTEST, Misspellings
from bot.region.pack import Region
from bot.region.tokens import joined, tokenize

Needs = Literal["", "place", "admin"]

NEAR_LENGTH = 7  # shorter names have too many ordinary words one letter away
ABBREVIATION_LENGTH = 3  # "S. Batang": with a typing error it is any word
TWO_ERRORS_LENGTH = 10
OPENING_LENGTH = 3
SHORT_LENGTH = 5
_ROMAN = dict(zip("i ii iii iv v vi vii viii ix x".split(), map(str, range(1, 11)), strict=True))
_LAST_ROMAN = re.compile(r" (i{1,3}|iv|vi{0,3}|ix|x)$")


@dataclass(frozen=True)
class Name:
    """One way to write an area.

    `official`: its own name, no alias; `needs`: see `Village.needs`; `learnt`: what people call it, added
    while the program runs.
    """

    code: str
    kind: Literal["village", "district"]
    official: bool
    needs: Needs
    words: int = 1  # of this spelling
    learnt: bool = False


class NameIndex:
    """Looks names up by their letters alone (`joined` tokens)."""

    def __init__(self, region: Region, aliases: Sequence[tuple[str, str]] = ()) -> None:
        self._names: dict[str, list[Name]] = defaultdict(list)
        misspellable = [self._add(spelling, name) for spelling, name in _spellings(region, aliases)]
        self._ordinary = frozenset(region.not_places)
        self._misspellings = Misspellings(filter(None, misspellable))
        self._openings = openings(self._names)

    def _add(self, spelling: str, name: Name) -> str | None:
        """Add a spelling; answer its key when a typing error in it can still be recognised."""
        tokens = tokenize(spelling)
        key = joined(tokens)
        names = self._names[key]
        if all(known.code != name.code for known in names):
            names.append(replace(name, words=len(tokens)))
        whole = len(tokens) == 1 or len(tokens[0].word) > ABBREVIATION_LENGTH
        return key if whole or tokens[0].word == tokens[1].word else None

    def may_begin(self, word: str) -> bool:
        """Say quickly whether some name begins like this word."""
        return word[:OPENING_LENGTH] in self._openings

    def exact(self, key: str) -> list[Name]:
        return self._names.get(key, [])

    def near(self, key: str, titled: bool = False) -> list[Name]:
        """Names one typing error away that all mean the same area; the first letter must be right.

        An ordinary word is a misspelt name only after a title: "desa Sungutan".
        """
        if len(key) < SHORTEST or (key in self._ordinary and not titled):
            return []
        matches = self._misspellings.one_error(key)
        return self._if_same_area([m for m in matches if m[0] == key[0] and len(m) >= NEAR_LENGTH])

    def close(self, key: str) -> list[Name]:
        """Names one or two typing errors away, for a word that stands where a place must follow."""
        if len(key) < SHORTEST or key in self._ordinary:
            return []
        matches = self._misspellings.one_error(key)
        if not matches and len(key) >= TWO_ERRORS_LENGTH:
            matches = self._misspellings.two_errors(key)
        return self._if_same_area(matches)

    def _if_same_area(self, keys: list[str]) -> list[Name]:
        if not keys:
            return []
        codes = [{name.code for name in self._names[key]} for key in keys]
        return self._names[keys[0]] if all(code == codes[0] for code in codes) else []


def _spellings(region: Region, aliases: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Name]]:
    for district in region.districts.values():
        yield district.name, Name(district.code, "district", True, "")
        for alias in district.aliases:
            yield alias, Name(district.code, "district", False, "place" if _is_short(alias) else "")
    for village in region.villages.values():
        for spelling in (village.name, *village.aliases):
            needs = _short_needs(spelling, village.needs)
            official = spelling == village.name
            for written in _with_digits(spelling):
                yield written, Name(village.code, "village", official, needs)
    for spelling, code in aliases:
        kind: Literal["village", "district"] = "district" if code in region.districts else "village"
        yield spelling, Name(code, kind, True, "", learnt=True)


def _is_short(spelling: str) -> bool:
    """Few letters: "Kag" is the town after "di", and elsewhere anything."""
    return len(joined(tokenize(spelling))) <= SHORT_LENGTH


def _short_needs(spelling: str, needs: str) -> Needs:
    """Names of few letters are too easily part of something else, whatever the pack says."""
    letters = len(joined(tokenize(spelling)))
    if letters <= 3 or needs == "admin":
        return "admin"
    return "place" if letters <= SHORT_LENGTH or needs == "place" else ""


def _with_digits(spelling: str) -> Iterator[str]:
    yield spelling
    roman = _LAST_ROMAN.search(spelling.lower())
    if roman:
        yield spelling[: roman.start()] + " " + _ROMAN[roman.group(1)]


def openings(keys: Iterable[str]) -> frozenset[str]:
    """The first letters of all keys, in every length up to `OPENING_LENGTH`."""
    return frozenset(key[:size] for key in keys for size in range(1, OPENING_LENGTH + 1))
