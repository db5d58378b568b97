"""What citizens and staff wrote in chats, found by the beginnings of its words, on either database.

SQLite: an FTS5 table whose rowid is the line's id. PostgreSQL: a table with a tsvector. Triggers keep both,
so that nothing that replaces words can forget them. The bot's own lines are not there: they say the same in
every chat.
"""

from __future__ import annotations

import re

from sqlalchemy import DDL, Boolean, Integer, Select, column, event, false, select, table, text
from sqlalchemy.orm import Session

from bot.conversations.messages import TranscriptEntry
from bot.storage.full_text import MOST_WORDS, holds
from bot.storage.tables import Table

TABLE = "line_words"
WORD = re.compile(r"[^\W_]+")

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
POSTGRESQL = (
    f"CREATE TABLE {TABLE} (line_id INTEGER PRIMARY KEY, citizen_id INTEGER NOT NULL, "
    "secret BOOLEAN NOT NULL, document TSVECTOR NOT NULL)",
    f"CREATE INDEX ix_{TABLE}_document ON {TABLE} USING gin (document)",
    f"""CREATE OR REPLACE FUNCTION keep_{TABLE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM {TABLE} WHERE line_id = old.id;
    IF {_NEW} THEN
        INSERT INTO {TABLE} VALUES (new.id, new.citizen_id, new.secret,
            to_tsvector('simple', regexp_replace(new.text, '\\W+|_+', ' ', 'g')));
    END IF;
    RETURN NULL;
    END $$""",
    f"CREATE TRIGGER {TABLE}_kept AFTER INSERT OR UPDATE OF text, secret, citizen_id OR DELETE ON transcript "
    f"FOR EACH ROW EXECUTE FUNCTION keep_{TABLE}()",
)

# A database made from the tables, without migrations, can be searched as well.
for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        event.listen(Table.metadata, "after_create", DDL(_statement).execute_if(dialect=_dialect))
event.listen(Table.metadata, "before_drop", DDL(f"DROP TABLE IF EXISTS {TABLE}"))


def words_of(sought: str) -> list[str]:
    return WORD.findall(sought.lower())[:MOST_WORDS]


def lines_with(session: Session, sought: str) -> Select[tuple[int, int]]:
    """Of each line that holds every word of `sought`, or one that begins so, its id and its citizen; never
    of a secret line.
    """
    words = words_of(sought)
    if not words:
        return select(TranscriptEntry.id.label("line_id"), TranscriptEntry.citizen_id).where(false())
    found = holds(session, TABLE, words)
    if session.get_bind().dialect.name == "sqlite":
        ids = select(column("rowid", Integer)).select_from(table(TABLE)).where(found)
        lines = select(TranscriptEntry.id.label("line_id"), TranscriptEntry.citizen_id)
        return lines.where(TranscriptEntry.id.in_(ids), TranscriptEntry.secret.is_(False))
    columns = column("line_id", Integer), column("citizen_id", Integer)
    lines = select(*columns).select_from(table(TABLE, *columns))
    return lines.where(found, column("secret", Boolean).is_(False))


def forget_old_lines(session: Session) -> None:
    """Let nothing remain of words that were replaced: SQLite's index keeps them until it is put together."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')"))
