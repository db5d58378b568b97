"""The training sentences that stand in the database: read for a training, named by a fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.training.records import Example

LENGTH = 12
IN_FORCE = ("active", "exported")
FILE = "contoh_pelatih.yml"
# Rasa reads `[words](name)` and `[words]{…}` inside a sentence as a marked entity.
MARKS = str.maketrans("[]{}", "()()")


@dataclass(frozen=True)
class Sentence:
    """A sentence with its intent; `id` is the row it comes from."""

    id: int
    intent: str
    text: str


@dataclass(frozen=True)
class Rows:
    """All examples in force, in a steady order."""

    sentences: tuple[Sentence, ...] = ()

    @property
    def fingerprint(self) -> str:
        """A short hash of intents and sentences, empty without any: the same rows make the same model."""
        if not self.sentences:
            return ""
        pairs = sorted(f"{sentence.intent}\0{sentence.text}" for sentence in self.sentences)
        return hashlib.sha256("\1".join(pairs).encode()).hexdigest()[:LENGTH]

    def write(self, folder: Path) -> Path:
        """Write them as a file of Rasa's training data and return it."""
        intents: dict[str, list[str]] = {}
        for sentence in self.sentences:
            intents.setdefault(sentence.intent, []).append(one_line(sentence.text))
        blocks = [
            {"intent": intent, "examples": "".join(f"- {line}\n" for line in lines)}
            for intent, lines in sorted(intents.items())
        ]
        path = folder / FILE
        content = {"version": "3.1", "nlu": blocks}
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path


def training_rows(session: Session, in_files: Collection[str]) -> Rows:
    """The examples in force, without those whose plain words the files teach already.

    An exported row counts until the files here have it: an export may be undone, or be on its way.
    """
    query = select(Example).where(Example.state.in_(IN_FORCE)).order_by(Example.intent, Example.id)
    rows = [row for row in session.scalars(query) if row.plain not in in_files]
    return Rows(tuple(Sentence(row.id, row.intent, row.text) for row in rows))


def one_line(text: str) -> str:
    """A sentence as Rasa reads it from a file: on one line, without marks of entities."""
    return re.sub(r"\s+", " ", text.translate(MARKS)).strip()
