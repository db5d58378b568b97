"""Finds villages and districts among the words of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.region.names import Name, NameIndex
from bot.region.pack import Region
from bot.region.place import Place, PlaceKind
from bot.region.place_words import (
    ANSWER_FILLERS,
    DISTRICT_TITLES,
    LANDMARK_HEADS,
    LOCATORS,
    ORIGINS,
    RELATIONS,
    ROAD_WORDS,
    STOP_WORDS,
    VILLAGE_HEAD_TITLES,
    VILLAGE_TITLES,
    WARD_TITLES,
)
from bot.region.tokens import Token, breaks, joined, tokenize

LONGEST_NAME = 5  # words
LONGEST_MISSPELT = 3
STUCK_WORDS = ("di", "ke")  # "dicelikah"
STUCK_LENGTH = 6
JOINED_LENGTH = 7

Title = Literal["", "district", "village", "ward", "desa"]
Spelling = Literal["exact", "near", "close"]
_BASE_SCORE = {"exact": 0.9, "near": 0.8, "close": 0.7}


class Context(NamedTuple):
    """The words before a name: its title, and whether something is there or only comes from there."""

    title: Title
    here: bool
    origin: bool
    nearby: bool

    @property
    def any(self) -> bool:
        return bool(self.title) or self.here or self.origin or self.nearby


@dataclass(frozen=True)
class AreaMatch:
    """Tokens `first` to `last` (exclusive) and the place they name."""

    first: int
    last: int
    place: Place


class AreaFinder:
    def __init__(self, region: Region, index: NameIndex) -> None:
        self._region = region
        self._index = index
        own_name = tokenize(f"{region.name} {region.short_name}")
        self._fillers = ANSWER_FILLERS | {token.word for token in own_name}

    def find(self, text: str, tokens: Sequence[Token]) -> list[AreaMatch]:
        found: list[AreaMatch] = []
        content = [index for index, token in enumerate(tokens) if token.word not in self._fillers]
        position = 0
        while position < len(tokens):
            match = self._match_at(text, tokens, position, content, found[-1] if found else None)
            if match:
                found.append(match)
            position = match.last if match else position + 1
        return found

    def _match_at(
        self, text: str, tokens: Sequence[Token], first: int, content: list[int], previous: AreaMatch | None
    ) -> AreaMatch | None:
        ends = _ends(tokens, first)
        if self._begins(tokens[first].word):
            context = _context(tokens, first, previous)
            for last in reversed(ends):
                names, stuck = self._exact(tokens[first:last])
                whole = bool(content) and first <= content[0] and content[-1] < last
                names = [
                    name for name in names if whole or stuck or self._allowed(name, context, tokens, last)
                ]
                if names:
                    return self._matched(text, tokens, first, last, names, context, "exact", stuck)
        return None if _is_ordinary(tokens[first]) else self._misspelt_at(text, tokens, first, ends, previous)

    def _begins(self, word: str) -> bool:
        stuck = word.startswith(STUCK_WORDS) and self._index.may_begin(word[2:])
        return stuck or self._index.may_begin(word)

    def _misspelt_at(
        self, text: str, tokens: Sequence[Token], first: int, ends: list[int], previous: AreaMatch | None
    ) -> AreaMatch | None:
        context = _context(tokens, first, previous)
        for last in reversed([end for end in ends[:LONGEST_MISSPELT] if not _is_ordinary(tokens[end - 1])]):
            key = joined(tokens[first:last])
            names = self._misspelt(key, context)
            if names:
                spelling: Spelling = "near" if names == self._index.near(key) else "close"
                return self._matched(text, tokens, first, last, names, context, spelling, 0)
        return None

    def _exact(self, tokens: Sequence[Token]) -> tuple[list[Name], int]:
        """Names written here, and how many letters of a stuck "di" or "ke" stand before them."""
        key = joined(tokens)
        names = self._index.exact(key)
        if len(tokens) > 1 and len(key) < JOINED_LENGTH:
            names = [name for name in names if name.words == len(tokens)]
        if names:
            return list(names), 0
        if tokens[0].word.startswith(STUCK_WORDS) and len(tokens[0].word) - 2 >= STUCK_LENGTH:
            return [name for name in self._index.exact(key[2:]) if not name.needs], 2
        return [], 0

    def _allowed(self, name: Name, context: Context, tokens: Sequence[Token], last: int) -> bool:
        if name.needs == "" or context.title or (name.needs == "place" and context.any):
            return True
        return name.kind == "village" and self._own_district_follows(name, tokens, last)

    def _own_district_follows(self, name: Name, tokens: Sequence[Token], last: int) -> bool:
        district = self._region.villages[name.code].district_code
        while last < len(tokens) and tokens[last].word in DISTRICT_TITLES:
            last += 1
        keys = (
            joined(tokens[last:end]) for end in range(last + 1, min(last + LONGEST_NAME, len(tokens) + 1))
        )
        return any(area.code == district for key in keys for area in self._index.exact(key))

    def _misspelt(self, key: str, context: Context) -> list[Name]:
        names = self._index.near(key)
        if not names and (context.title or context.here):
            names = self._index.close(key)
            if not context.title and any(name.needs for name in names):
                return []
        return [name for name in names if not name.needs or context.title]

    def _matched(
        self,
        text: str,
        tokens: Sequence[Token],
        first: int,
        last: int,
        names: list[Name],
        context: Context,
        spelling: Spelling,
        stuck: int,
    ) -> AreaMatch:
        kind, codes = self._choose(names, context)
        start, end = tokens[first].start + stuck, tokens[last - 1].end
        score = _BASE_SCORE[spelling] + 0.05 * bool(context.title) + 0.05 * (context.here or bool(stuck))
        score = round(score - 0.3 * context.origin, 2)
        place = Place(kind, start, end, text[start:end], codes, score, bool(context.title))
        return AreaMatch(first, last, place)

    def _choose(self, names: list[Name], context: Context) -> tuple[PlaceKind, tuple[str, ...]]:
        districts = [name for name in names if name.kind == "district"]
        villages = [name for name in names if name.kind == "village"]
        official = any(name.official for name in districts) or not any(name.official for name in villages)
        if districts and (context.title == "district" or not villages):
            return "district", tuple(name.code for name in districts)
        if districts and not context.title and official:
            return "district", tuple(name.code for name in (*districts, *villages))
        return "village", self._narrowed(villages, context.title)

    def _narrowed(self, villages: list[Name], title: Title) -> tuple[str, ...]:
        """A title narrows homonyms where it is precise: "kelurahan" is, "desa" is said of any village."""
        kinds = {"ward": "kelurahan", "desa": "desa"}
        codes = tuple(name.code for name in villages)
        fitting = tuple(code for code in codes if self._region.villages[code].kind == kinds.get(title))
        return fitting or codes


def _ends(tokens: Sequence[Token], first: int) -> list[int]:
    ends = [first + 1]
    while ends[-1] < len(tokens) and ends[-1] - first < LONGEST_NAME and not breaks(tokens, ends[-1]):
        ends.append(ends[-1] + 1)
    return ends


def _is_ordinary(token: Token) -> bool:
    """A typing error is not looked for in words that are right as they are."""
    return token.word in STOP_WORDS or token.word in ANSWER_FILLERS


def _context(tokens: Sequence[Token], first: int, previous: AreaMatch | None) -> Context:
    if previous and _continues(tokens, previous.last, first):
        return Context("", False, False, True)
    index = first - 1
    title: Title = ""
    while index >= 0 and _adjoins(tokens, index + 1):
        step = _title(tokens, index)
        if not step:
            break
        title = title or step
        index -= 1
    if index < 0 or not _adjoins(tokens, index + 1):
        return Context(title, False, False, False)
    word = tokens[index].word
    if word in ORIGINS:
        here = index > 0 and tokens[index - 1].word in LOCATORS
        return Context(title, here, not here, False)
    nearby = (
        word in RELATIONS or word in ROAD_WORDS or word in LANDMARK_HEADS or _numbered_head(tokens, index)
    )
    return Context(title, word in LOCATORS, False, nearby)


def _continues(tokens: Sequence[Token], last: int, first: int) -> bool:
    """A list of places goes on: "desa Toman, Petaling dan Lirik"."""
    if first == last:
        return tokens[first].gap.strip() in (",", "/", "-")
    return first == last + 1 and tokens[last].word in ("dan", "dn", "serta")


def _adjoins(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].gap.strip() in ("", ".", ":", ". :") and "\n" not in tokens[index].gap


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


def _numbered_head(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].word.isdigit() and index > 0 and tokens[index - 1].word in LANDMARK_HEADS
