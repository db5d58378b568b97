"""Rows that wait to be written, with ids given in advance: so that they can name each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.console.records import AnswerTemplate, AuditEntry, Staff
from bot.conversations.citizens import Citizen, Identity
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry
from bot.reports.life_records import ClockEntry, Verdict
from bot.reports.office_records import Contact
from bot.reports.records import (
    Assignment,
    Copy,
    Draft,
    Handover,
    Promise,
    Report,
    ReportEvent,
    ReportPhoto,
)
from bot.storage.tables import Table

Row = dict[str, Any]

# In an order in which no row names one that is not there yet.
TABLES: tuple[type[Table], ...] = (
    Staff, Contact, AnswerTemplate, AuditEntry, Citizen, Identity, Draft, Report, Assignment, Copy,
    ReportEvent, ClockEntry, Promise, Handover, InboxEvent, Media, ReportPhoto, OutboxMessage, Verdict,
    TranscriptEntry,
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """Rows by table, the words of the search index, and how many rows of each table got an id so far."""

    rows: dict[type[Table], list[Row]]
    words: list[Row]
    counts: dict[str, int]


class Rows:
    """What will be written next. Ids count on from chunk to chunk, after those that are there (`newest`)."""

    def __init__(self, newest: Mapping[type[Table], int] | None = None) -> None:
        self.waiting: dict[type[Table], list[Row]] = {table: [] for table in TABLES}
        self.words: list[Row] = []
        self._last: Counter[type[Table]] = Counter(newest)
        self._before = Counter(self._last)

    def next_id(self, table: type[Table]) -> int:
        self._last[table] += 1
        return self._last[table]

    def add(self, table: type[Table], **values: Any) -> Row:
        """A row with every column of its table; what is not given has the column's default."""
        row = {**blank_row(table), **values}
        if "id" in row and row["id"] is None:
            row["id"] = self.next_id(table)
        self.waiting[table].append(row)
        return row

    def take(self) -> Chapter:
        """All that waits; nothing waits any more."""
        added = self._last - self._before
        counts = {table.__tablename__: count for table, count in added.items()}
        chapter = Chapter(self.waiting, self.words, counts)
        self.waiting, self.words = {table: [] for table in TABLES}, []
        return chapter


def row_of(made: Table) -> Row:
    """The row of an object that was never in a session; a column that nobody set has its default."""
    table = type(made)
    given = {name: getattr(made, name) for name in blank_row(table)}
    return {**blank_row(table), **{name: value for name, value in given.items() if value is not None}}


@cache
def blank_row(table: type[Table]) -> Row:
    """The constant defaults of a table's columns."""
    row: Row = {}
    for column in table.__table__.columns:
        default = column.default
        row[column.name] = default.arg if default is not None and default.is_scalar else None
    for name in ("data", "content"):
        if name in row and not table.__table__.columns[name].nullable:
            row[name] = {}
    return row
