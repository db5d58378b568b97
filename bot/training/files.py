"""The training sentences of `data/nlu`, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.training.sentences import plain

FOLDER = Path("data/nlu")
EXAMPLE = re.compile(r"^\s*- (?P<text>\S.*)$")


@dataclass(frozen=True)
class FileSentence:
    """A sentence as it stands in a file; `file` is relative to the project, the file's name is the intent."""

    intent: str
    text: str
    plain: str
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def file_sentences(root: Path) -> list[FileSentence]:
    """Every sentence of every file, in the files' order; broken YAML is read as far as its lines tell."""
    found: list[FileSentence] = []
    for file in sorted((root / FOLDER).rglob("*.yml")):
        name = str(file.relative_to(root))
        found += _read(name, file.stem, file, file.stat().st_mtime_ns)
    return found


def stray_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines among the examples that are none: without a dash and a space before them they teach nothing."""
    depth: int | None = None
    for number, line in enumerate(_text_lines(file), start=1):
        indent, words = len(line) - len(line.lstrip()), line.strip()
        if words.startswith("examples:"):
            depth = indent
        elif depth is not None and words and indent <= depth:
            depth = None
        elif depth is not None and words and not words.startswith("#") and not EXAMPLE.match(line):
            yield number, words


def plain_sentences(root: Path) -> frozenset[str]:
    """What the files teach already, as `sentences.plain` compares it."""
    return frozenset(sentence.plain for sentence in file_sentences(root))


# A form of the console asks again and again; a file is read anew when it has changed.
@lru_cache(maxsize=256)
def _read(name: str, intent: str, file: Path, changed: int) -> tuple[FileSentence, ...]:
    lines = list(_lines(file))
    return tuple(FileSentence(intent, text, plain(text), name, number) for number, text in lines)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(_text_lines(file), start=1):
        if line.strip().startswith("examples:"):
            inside = True
        elif inside and (match := EXAMPLE.match(line)) and not line.startswith("- intent"):
            yield number, match["text"].strip()


def _text_lines(file: Path) -> list[str]:
    """A file that is no UTF-8 is named by `lapor check`; here its other lines count."""
    return file.read_text(encoding="utf-8", errors="replace").splitlines()
