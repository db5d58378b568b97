"""Finds villages and districts among the words of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.region.contexts import Context, Title, context_of, continues_list
from bot.region.names import Name, NameIndex
from bot.region.pack import Region
from bot.region.place import Place, PlaceKind
from bot.region.place_words import ANSWER_FILLERS, DISTRICT_TITLES, NATURAL_HEADS, STOP_WORDS
from bot.region.tokens import Token, breaks, joined, tokenize

LONGEST_NAME = 5  # words
LONGEST_MISSPELT = 3
STUCK_WORDS = ("di", "ke")  # "dicelikah"
STUCK_LENGTH = 6
JOINED_LENGTH = 7  # shorter names are not put together from words they do not have

EXACT, NEAR, CLOSE = 0.9, 0.8, 0.7  # scores of a spelling


@dataclass(frozen=True)
class AreaMatch:
    """Tokens `first` to `last` (exclusive) and the place they name."""

    first: int
    last: int
    place: Place


@dataclass(frozen=True)
class _Spelling:
    """Names that tokens up to `last` may spell; `stuck` letters of "di" or "ke" stand before them."""

    last: int
    names: list[Name]
    score: float
    stuck: int = 0


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
            listed = bool(found) and continues_list(tokens, found[-1].last, position)
            match = self._match_at(text, tokens, position, content, listed)
            if match:
                found.append(match)
            position = match.last if match else position + 1
        return found

    def _match_at(
        self, text: str, tokens: Sequence[Token], first: int, content: list[int], listed: bool
    ) -> AreaMatch | None:
        word = tokens[first].word
        begins, ordinary = self._begins(word), _is_ordinary(tokens[first])
        if ordinary and not begins:
            return None
        context = Context(nearby=True) if listed else context_of(tokens, first)
        if _is_proper_name(text, tokens, first):
            context = context._replace(nearby=True)
        ends = _ends(tokens, first)
        spelling = self._exact_spelling(tokens, first, ends, content, context) if begins else None
        if not ordinary and not (spelling and self._name_begins(tokens, spelling.last)):
            beyond = spelling.last if spelling else first
            spelling = self._misspelling(tokens, first, ends, context, beyond) or spelling
        if not spelling:
            return None
        kind, codes = self._choose(spelling.names, context)
        start, end = tokens[first].start + spelling.stuck, tokens[spelling.last - 1].end
        score = spelling.score + 0.05 * bool(context.title) + 0.05 * (context.here or bool(spelling.stuck))
        score = round(score - 0.3 * context.origin, 2)
        learnt = any(name.learnt for name in spelling.names)
        place = Place(kind, start, end, text[start:end], codes, score, bool(context.title), learnt=learnt)
        return AreaMatch(first, spelling.last, place)

    def _begins(self, word: str) -> bool:
        stuck = word.startswith(STUCK_WORDS) and self._index.may_begin(word[2:])
        return stuck or self._index.may_begin(word)

    def _exact_spelling(
        self, tokens: Sequence[Token], first: int, ends: list[int], content: list[int], context: Context
    ) -> _Spelling | None:
        for last in reversed(ends):
            names, stuck = self._names_at(tokens[first:last])
            whole = bool(content) and first <= content[0] and content[-1] < last
            if not whole and not stuck:
                names = [name for name in names if self._allowed(name, context, tokens, last)]
            if names:
                return _Spelling(last, names, EXACT, stuck)
        return None

    def _names_at(self, tokens: Sequence[Token]) -> tuple[list[Name], int]:
        key = joined(tokens)
        names = self._index.exact(key)
        if len(tokens) > 1 and len(key) < JOINED_LENGTH:
            names = [name for name in names if name.words == len(tokens)]
        first = tokens[0].word
        if not names and first.startswith(STUCK_WORDS) and len(first) - 2 >= STUCK_LENGTH:
            return [name for name in self._index.exact(key[2:]) if not name.needs], 2
        return names, 0

    def _allowed(self, name: Name, context: Context, tokens: Sequence[Token], last: int) -> bool:
        if name.needs == "" or context.title or (name.needs == "place" and context.any):
            return True
        return name.kind == "village" and self._own_district_follows(name, tokens, last)

    def _name_begins(self, tokens: Sequence[Token], first: int) -> bool:
        """Whether another name stands next: the "sp" of "sukaraja sp padang" is no slip of the first."""
        return any(self._index.exact(joined(tokens[first:end])) for end in _ends(tokens, first))

    def _own_district_follows(self, name: Name, tokens: Sequence[Token], last: int) -> bool:
        district = self._region.villages[name.code].district_code
        while last < len(tokens) and tokens[last].word in DISTRICT_TITLES:
            last += 1
        ends = range(last + 1, min(last + LONGEST_NAME, len(tokens) + 1))
        return any(
            area.code == district for end in ends for area in self._index.exact(joined(tokens[last:end]))
        )

    def _misspelling(
        self, tokens: Sequence[Token], first: int, ends: list[int], context: Context, beyond: int
    ) -> _Spelling | None:
        """The longest name with a typing error that takes more words than the exact one, up to `beyond`."""
        for last in reversed(ends[:LONGEST_MISSPELT]):
            if last <= beyond:
                break
            if _is_ordinary(tokens[last - 1]):
                continue
            key = joined(tokens[first:last])
            names, score = self._index.near(key, bool(context.title)), NEAR
            if not names and (context.title or context.here):
                names, score = self._index.close(key), CLOSE
            names = [name for name in names if not name.needs or context.title]
            if names:
                return _Spelling(last, names, score)
        return None

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


def _is_proper_name(text: str, tokens: Sequence[Token], first: int) -> bool:
    """Whether the word is written with a capital right after one without: "pompa Pamsimas Toman rusak"."""
    if first == 0 or tokens[first].gap.strip():
        return False
    word = text[tokens[first].start : tokens[first].end]
    before = text[tokens[first - 1].start : tokens[first - 1].end]
    is_name = word[0].isupper() and not word.isupper() and before.islower()
    return is_name and before not in NATURAL_HEADS


def _is_ordinary(token: Token) -> bool:
    """A typing error is not looked for in words that are right as they are."""
    return token.word in STOP_WORDS or token.word in ANSWER_FILLERS
