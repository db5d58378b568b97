"""Finds roads among the words of a message: the known ones by name or by their two ends, others as words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from rapidfuzz import fuzz, process

from bot.region.areas import AreaMatch
from bot.region.names import OPENING_LENGTH, NameIndex, openings
from bot.region.pack import Region
from bot.region.place import Place
from bot.region.place_words import (
    LANDMARK_HEADS,
    NAMES_LIKE_VERBS,
    NUMBERED_HEADS,
    RANGE_WORDS,
    ROAD_FILLERS,
    ROAD_WORDS,
    STOP_WORDS,
    VERB_OPENINGS,
)
from bot.region.tokens import Token, breaks, joined, tokenize

LONGEST_ROAD = 5  # words
LONGEST_STREET = 3
FUZZY_LENGTH = 8
FUZZY_SCORE = 84  # "letnan muchtar saleh" to "letnan mukhtar saleh" is 94
_IN_BRACKETS = re.compile(r"\(.*?\)")
_END_TITLES = ("sp", "simpang", "bts", "batas", "kab", "kota")

Ends = frozenset[str]


class StreetFinder:
    def __init__(self, region: Region, index: NameIndex) -> None:
        self._index = index
        self._after_road_word: dict[str, list[str]] = defaultdict(list)
        self._free: dict[str, list[str]] = defaultdict(list)
        self._segments: list[tuple[str, list[Ends]]] = []
        for road in region.roads:
            for spelling in (road.name, *road.aliases):
                self._add(road.id, spelling)
        self._free_openings = openings(self._free)
        self._fuzzy_keys = [key for key in self._after_road_word if len(key) >= FUZZY_LENGTH]

    def _add(self, road_id: str, spelling: str) -> None:
        pieces = [piece for piece in re.split(r"\s*-\s*", _IN_BRACKETS.sub("", spelling)) if piece]
        ends = [self._end_codes(piece) for piece in pieces]
        if len(pieces) > 1:
            self._segments.append((road_id, ends))
        if len(pieces) > 1 and all(ends):
            return
        tokens = tokenize(" ".join(pieces))
        needs_road_word = tokens[0].word in ROAD_WORDS
        key = joined(tokens[1:] if needs_road_word else tokens)
        for written in {key, joined(tokenize(" ".join(reversed(pieces))))} if len(pieces) == 2 else {key}:
            _append_once(self._after_road_word[written], road_id)
            if not needs_road_word and not self._index.exact(written):
                _append_once(self._free[written], road_id)

    def _end_codes(self, piece: str) -> Ends:
        words = [token for token in tokenize(piece) if token.word not in ROAD_WORDS]
        names = self._index.exact(joined(words))
        while not names and words and words[0].word in _END_TITLES:
            words = words[1:]
            names = self._index.exact(joined(words))
        return frozenset(name.code for name in names)

    def find(
        self, text: str, tokens: Sequence[Token], areas: Sequence[AreaMatch]
    ) -> list[tuple[int, int, Place]]:
        """Roads as first token, last token (exclusive) and place; a road may run between two areas."""
        found = list(self._between(text, tokens, areas))
        taken = {index for first, last, _ in found for index in range(first, last)}
        area_starts = {match.first: match for match in areas}
        position = 0
        while position < len(tokens):
            road = None if position in taken else self._road_at(text, tokens, position, area_starts)
            if road:
                found.append(road)
            position = road[1] if road else position + 1
        return found

    def _between(
        self, text: str, tokens: Sequence[Token], areas: Sequence[AreaMatch]
    ) -> Iterator[tuple[int, int, Place]]:
        for left, right in pairwise(areas):
            if not _range_joins(tokens, left.last, right.first):
                continue
            ids = tuple(self._segment_ids(set(left.place.codes), set(right.place.codes)))
            if ids:
                first = left.first - (left.first > 0 and tokens[left.first - 1].word in ROAD_WORDS)
                yield first, right.last, _place(text, tokens, first, right.last, ids, 0.9)

    def _segment_ids(self, left: set[str], right: set[str]) -> Iterator[str]:
        for road_id, ends in self._segments:
            if any(
                one & left and other & right or one & right and other & left
                for one, other in combinations(ends, 2)
            ):
                yield road_id

    def _road_at(
        self, text: str, tokens: Sequence[Token], first: int, areas: dict[int, AreaMatch]
    ) -> tuple[int, int, Place] | None:
        if tokens[first].word not in ROAD_WORDS:
            if tokens[first].word[:OPENING_LENGTH] not in self._free_openings:
                return None
            last, ids = self._longest(tokens, first, self._free)
            return (first, last, _place(text, tokens, first, last, ids, 0.9)) if ids else None
        begin = first + 1
        for start in (begin, begin + 1):
            if start >= len(tokens) or (start > begin and tokens[begin].word not in ROAD_FILLERS):
                break
            last, ids = self._longest(tokens, start, self._after_road_word)
            if not ids and start not in areas:
                last, ids = self._fuzzy(tokens, start)
            if ids:
                return first, last, _place(text, tokens, first, last, ids, 0.95)
        return self._unknown(text, tokens, first, areas)

    def _longest(
        self, tokens: Sequence[Token], first: int, keys: dict[str, list[str]]
    ) -> tuple[int, tuple[str, ...]]:
        for last in reversed(_name_ends(tokens, first, LONGEST_ROAD)):
            ids = keys.get(joined([token for token in tokens[first:last] if token.word not in RANGE_WORDS]))
            if ids:
                return last, tuple(ids)
        return first, ()

    def _fuzzy(self, tokens: Sequence[Token], first: int) -> tuple[int, tuple[str, ...]]:
        best_score, best_last, best_key = 0.0, first, ""
        for last in _name_ends(tokens, first, LONGEST_ROAD):
            key = joined(tokens[first:last])
            if len(key) < FUZZY_LENGTH or tokens[last - 1].word in STOP_WORDS:
                continue
            match = process.extractOne(key, self._fuzzy_keys, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE)
            if match and match[1] > best_score:
                best_key, best_score, best_last = match[0], match[1], last
        return best_last, tuple(self._after_road_word[best_key]) if best_key else ()

    def _unknown(
        self, text: str, tokens: Sequence[Token], first: int, areas: dict[int, AreaMatch]
    ) -> tuple[int, int, Place] | None:
        start = first + 1
        if start < len(tokens) and tokens[start].word == "raya":
            start += 1
        last = start
        while last < len(tokens) and last - start < LONGEST_STREET:
            ends = breaks(tokens, last) and not (last == first + 1 and tokens[last].gap.strip() == ".")
            word = tokens[last].word
            another_place = last > start and (word in LANDMARK_HEADS or word in NUMBERED_HEADS)
            if ends or last in areas or another_place or not names_something(word):
                break
            last += 1
        if last == start or tokens[start].word.isdigit() or len(joined(tokens[start:last])) < 3:
            return None
        return first, last, _place(text, tokens, first, last, (), 0.6)


def names_something(word: str) -> bool:
    """Say whether a word may be part of the name of a street or building."""
    if word in NAMES_LIKE_VERBS:
        return True
    return word not in STOP_WORDS and not (word.startswith(VERB_OPENINGS) and len(word) > 5)


def _name_ends(tokens: Sequence[Token], first: int, longest: int) -> list[int]:
    ends: list[int] = []
    last = first
    while last < len(tokens) and last - first < longest and (last == first or not breaks(tokens, last)):
        last += 1
        ends.append(last)
    return ends


def _range_joins(tokens: Sequence[Token], last: int, first: int) -> bool:
    """Two areas are the ends of a road when a dash or a word such as "menuju" stands between them."""
    between = [token.word for token in tokens[last:first]]
    if not between:
        return tokens[first].gap.strip() in ("-", "–", "—")
    return len(between) <= 2 and all(word in RANGE_WORDS for word in between)


def _place(
    text: str, tokens: Sequence[Token], first: int, last: int, ids: tuple[str, ...], score: float
) -> Place:
    start, end = tokens[first].start, tokens[last - 1].end
    return Place("road", start, end, text[start:end], ids, score)


def _append_once(ids: list[str], road_id: str) -> None:
    if road_id not in ids:
        ids.append(road_id)
