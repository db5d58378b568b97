"""What citizens and staff wrote in chats, found by the beginnings of its words, on either database.

SQLite: an FTS5 table whose rowid is the line's id, kept by triggers, so that nothing that replaces words
can forget it. PostgreSQL: an index over the words themselves. The bot's own lines are not in it: they say
the same in every chat.
"""

from __future__ import annotations

import re

from sqlalchemy import DDL, ColumnElement, event, false, text
from sqlalchemy.orm import Session

from bot.storage.tables import Table

TABLE = "line_words"
WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
OF_PEOPLE = "transcript.speaker <> 'bot'"
DOCUMENT = r"to_tsvector('simple'::regconfig, regexp_replace(transcript.text, '\W+|_+', ' ', 'g'))"

_ADD = f"BEGIN INSERT INTO {TABLE} (rowid, words) VALUES (new.id, new.text); END"
_TAKE = f"BEGIN INSERT INTO {TABLE} ({TABLE}, rowid, words) VALUES ('delete', old.id, old.text); END"
_NEW, _OLD = (f"{row}.speaker <> 'bot' AND {row}.text IS NOT NULL" for row in ("new", "old"))
SQLITE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, content='', tokenize='unicode61')",
    f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON transcript WHEN {_NEW} {_ADD}",
    # What was is taken before, and what is now added after: of triggers of one moment the order is unknown.
    f"CREATE TRIGGER {TABLE}_replaced BEFORE UPDATE OF text ON transcript WHEN {_OLD} {_TAKE}",
    f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE OF text ON transcript WHEN {_NEW} {_ADD}",
    f"CREATE TRIGGER {TABLE}_removed BEFORE DELETE ON transcript WHEN {_OLD} {_TAKE}",
)
POSTGRESQL = (f"CREATE INDEX ix_transcript_words ON transcript USING gin ({DOCUMENT}) WHERE {OF_PEOPLE}",)

# A database made from the tables, without migrations, can be searched as well.
for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        event.listen(Table.metadata, "after_create", DDL(_statement).execute_if(dialect=_dialect))
event.listen(Table.metadata, "before_drop", DDL(f"DROP TABLE IF EXISTS {TABLE}"))


def words_of(sought: str) -> list[str]:
    return WORD.findall(sought.lower())[:MOST_WORDS]


def says(session: Session, sought: str) -> ColumnElement[bool]:
    """The condition that a line of the transcript holds every word of `sought`, or one that begins so."""
    words = words_of(sought)
    if not words:
        return false()
    if session.get_bind().dialect.name == "sqlite":
        found = text(f"transcript.id IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH :words)")
        return found.bindparams(words=" ".join(f'"{word}"*' for word in words))  # type: ignore[return-value]
    found = text(f"{OF_PEOPLE} AND {DOCUMENT} @@ to_tsquery('simple', :words)")
    return found.bindparams(words=" & ".join(f"{word}:*" for word in words))  # type: ignore[return-value]


def forget_old_lines(session: Session) -> None:
    """Let nothing remain of words that were replaced: SQLite's index keeps them until it is put together."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))
