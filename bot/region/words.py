"""Plain text and word patterns: the one form in which every rule of a pack reads a message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

BLANK = "/"  # no word character: wildcards of patterns do not run across it
_NOT_WORD = re.compile(r"[^\w]+|_+")
_DRAWN_OUT = re.compile(r"(?<=\w)([^\W\d])\1{2,}")  # not "pppk"
_SENTENCE_END = re.compile(r"[.!?\n;]+(?=\s|$)|\n+")


def plain(text: str) -> str:
    """Lower-case words one space apart: no accents, no punctuation, drawn-out letters once ("tolooong")."""
    flat = unicodedata.normalize("NFKD", text.lower())
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return _DRAWN_OUT.sub(r"\1", _NOT_WORD.sub(" ", flat)).strip()


@dataclass(frozen=True)
class Sentence:
    """A sentence in plain form, its clauses (between commas), and whether it ended with a question mark."""

    words: str
    clauses: tuple[str, ...]
    asks: bool


def sentences(text: str) -> list[Sentence]:
    """Split a message into its sentences; a message without marks is one sentence."""
    found: list[Sentence] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(_sentence(text[start : end.start()], "?" in end.group()))
        start = end.end()
    found.append(_sentence(text[start:], False))
    return [sentence for sentence in found if sentence.words]


def _sentence(text: str, asks: bool) -> Sentence:
    clauses = tuple(filter(None, map(plain, text.split(","))))
    return Sentence(" ".join(clauses), clauses, asks)


@dataclass(frozen=True)
class WordPattern:
    """Alternatives that match whole words of plain text."""

    sources: tuple[str, ...]
    compiled: re.Pattern[str]

    def search(self, plain_text: str) -> re.Match[str] | None:
        return self.compiled.search(plain_text)

    def blank(self, plain_text: str) -> str:
        """The text with every match taken out, so that nothing else can match there."""
        return self.compiled.sub(BLANK, plain_text)


def compile_words(sources: Sequence[str]) -> WordPattern:
    """Compile pattern sources into one `WordPattern`. Raises `re.error` for a malformed source."""
    for source in sources:
        re.compile(source)
    joined = "|".join(f"(?:{source})" for source in sources)
    return WordPattern(tuple(sources), re.compile(rf"(?<!\w)(?:{joined})(?!\w)"))
