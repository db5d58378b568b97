"""Everything that is taught, files and rows together, as the pages of trainers ask it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.nlu.normaliser import Normaliser, read_words
from bot.training.checks import Known, Teaching
from bot.training.files import file_sentences
from bot.training.records import Example
from bot.training.rows import IN_FORCE

DICTIONARY = Path("data/kamus/baku.csv")


@dataclass(frozen=True)
class RowSentence:
    """An example that stands in the database."""

    id: int
    intent: str
    text: str
    plain: str

    @property
    def place(self) -> str:
        return f"contoh #{self.id}"


def teaching_of(
    session: Session, root: Path, categories: frozenset[str], name_of: Callable[[str], str] = str
) -> Teaching:
    """All sentences in force of files and rows; indexed once for as long as they stay the same."""
    files = file_sentences(root)
    in_files = {sentence.plain for sentence in files}
    rows = session.scalars(select(Example).where(Example.state.in_(IN_FORCE)).order_by(Example.id))
    known: list[Known] = [*files]
    known += [
        RowSentence(row.id, row.intent, row.text, row.plain) for row in rows if row.plain not in in_files
    ]
    return _teaching(tuple(known), root, categories, name_of)


def normaliser(root: Path) -> Normaliser:
    """Brings words to standard Indonesian with the project's dictionary, as the model reads them."""
    return _normaliser(root, (root / DICTIONARY).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _teaching(
    known: tuple[Known, ...], root: Path, categories: frozenset[str], name_of: Callable[[str], str]
) -> Teaching:
    return Teaching(known, categories, normaliser(root), name_of)


@lru_cache(maxsize=2)
def _normaliser(root: Path, changed: int) -> Normaliser:
    return Normaliser(read_words(root / DICTIONARY))
