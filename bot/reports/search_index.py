"""The words of reports in the full-text search of either database: ticket, what was said, and where.

SQLite: an FTS5 table whose rowid is the report's id. PostgreSQL: a table with a generated tsvector. Both
hold plain lower-case words, so that both find the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import DDL, Integer, Select, column, event, select, table, text
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.personal import masked
from bot.reports.records import Report
from bot.storage.full_text import holds
from bot.storage.tables import Table

TABLE = "report_words"
SQLITE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, place, tokenize='unicode61', prefix='2 3')"
POSTGRESQL = (
    f"CREATE TABLE {TABLE} (report_id INTEGER PRIMARY KEY REFERENCES reports (id), words TEXT NOT NULL, "
    "place TEXT NOT NULL, document TSVECTOR GENERATED ALWAYS AS "
    "(to_tsvector('simple'::regconfig, words || ' ' || place)) STORED)",
    f"CREATE INDEX ix_{TABLE}_document ON {TABLE} USING gin (document)",
)
WORD = re.compile(r"\w+")

# A database made from the tables, without migrations, can be searched as well.
event.listen(Table.metadata, "after_create", DDL(SQLITE).execute_if(dialect="sqlite"))
event.listen(Table.metadata, "before_drop", DDL(f"DROP TABLE IF EXISTS {TABLE}"))
for _statement in POSTGRESQL:
    event.listen(Table.metadata, "after_create", DDL(_statement).execute_if(dialect="postgresql"))


def index_report(session: Session, region: Region, report: Report) -> None:
    """Make a report found by its ticket, words and place; for filing and
    for every change of its place.
    """
    _write(session, report, plain_words(place_names(region, report)))


def index_words(session: Session, report: Report) -> None:
    """Make a report found by the words that were added to it; its place is as it was."""
    _write(session, report, None)


def index_many(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Make many new reports found at once: of each its `id`, and `words` and `place` as `plain_words` makes
    them.
    """
    if rows:
        key = _key(session)
        session.execute(text(f"INSERT INTO {TABLE} ({key}, words, place) VALUES (:id, :words, :place)"), rows)


def forget_old_words(session: Session) -> None:
    """Let nothing remain of words that were replaced: SQLite's index keeps them until it is put together."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))


def _key(session: Session) -> str:
    return "rowid" if session.get_bind().dialect.name == "sqlite" else "report_id"


def _write(session: Session, report: Report, place: str | None) -> None:
    session.flush()
    key = _key(session)
    known = {"id": report.id}
    found = session.execute(text(f"SELECT place FROM {TABLE} WHERE {key} = :id"), known).scalar_one_or_none()
    values = {**known, "words": _words(report), "place": found or "" if place is None else place}
    if found is None:
        statement = f"INSERT INTO {TABLE} ({key}, words, place) VALUES (:id, :words, :place)"
    else:
        statement = f"UPDATE {TABLE} SET words = :words, place = :place WHERE {key} = :id"
    session.execute(text(statement), values)


def _words(report: Report) -> str:
    """Without personal numbers: digit by digit, a search would tell what the pages mask."""
    said = (event.citizen_words or "" for event in report.events)
    words = (masked(text) for text in (report.description, report.location_text or "", *said))
    return plain_words(" ".join((report.ticket, *words)))


def ids_of(session: Session, query: str) -> Select[tuple[int]] | None:
    """The reports that hold every word of `query`, or one that begins so; None for no words."""
    words = WORD.findall(query.lower())
    if not words:
        return None
    ids = select(column(_key(session), Integer)).select_from(table(TABLE))
    return ids.where(holds(session, TABLE, words))


def plain_words(words: str) -> str:
    return " ".join(WORD.findall(words.lower()))


def place_names(region: Region, report: Report) -> str:
    """The names of village and sub-district, as people search for them."""
    village = region.villages.get(report.village_code or "")
    district = region.districts.get(report.district_code or "")
    return " ".join(place.name for place in (village, district) if place)
