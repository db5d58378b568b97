"""The sentences to measure with, read from CSV files."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.region.pack import Region
from bot.settings import ConfigurationError

COMPLAINT_COLUMNS = ("text", "category", "set")
TALK_COLUMNS = ("text", "intent")
OWN_COLUMNS = ("text", "categories", "village", "district", "speech")
BETWEEN_CATEGORIES = ";"


@dataclass(frozen=True)
class Complaint:
    """A real complaint with the category that people gave it; `source` is the set it belongs to."""

    text: str
    category: str
    source: str


@dataclass(frozen=True)
class Talk:
    """Words that are no report, and what they are instead."""

    text: str
    intent: str


@dataclass(frozen=True)
class OwnSentence:
    """A sentence of our own set: its problems in reading order, and where it says to be.

    `village` and `district` are codes, None where the words do not settle them.
    """

    text: str
    categories: tuple[str, ...]
    village: str | None
    district: str | None
    speech: str


def read_complaints(path: Path, region: Region) -> list[Complaint]:
    """Read `text,category,set`; raises ConfigurationError with file and line."""
    found = []
    for line, row in _rows(path, COMPLAINT_COLUMNS):
        _check(path, line, "category", row["category"], region.categories)
        found.append(Complaint(row["text"], row["category"], row["set"]))
    return found


def read_talk(path: Path) -> list[Talk]:
    """Read `text,intent`; raises ConfigurationError with file and line."""
    return [Talk(row["text"], row["intent"]) for _, row in _rows(path, TALK_COLUMNS)]


def read_own(path: Path, region: Region) -> list[OwnSentence]:
    """Read one half of our own set; raises ConfigurationError with file and line."""
    found = []
    for line, row in _rows(path, OWN_COLUMNS):
        categories = tuple(row["categories"].split(BETWEEN_CATEGORIES))
        for category in categories:
            _check(path, line, "category", category, region.categories)
        for column, known in (("village", region.villages), ("district", region.districts)):
            if row[column]:
                _check(path, line, column, row[column], known)
        found.append(
            OwnSentence(
                row["text"], categories, row["village"] or None, row["district"] or None, row["speech"]
            )
        )
    return found


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise ConfigurationError(
                    f"{path}:1: column {missing[0]} is missing, needed: {','.join(columns)}"
                )
            for row in reader:
                if None in row.values() or not row["text"].strip():
                    raise ConfigurationError(
                        f"{path}:{reader.line_num}: a row without text or with too few columns"
                    )
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error})") from None


def _check(path: Path, line: int, column: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise ConfigurationError(f"{path}:{line}: {column} {value!r} is not of this region")
