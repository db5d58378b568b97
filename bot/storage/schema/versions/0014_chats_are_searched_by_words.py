"""Chats are searched by words"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

OF_PEOPLE = "{row}.speaker <> 'bot' AND {row}.text IS NOT NULL"
NEW, OLD = (OF_PEOPLE.format(row=row) for row in ("new", "old"))
ADD = "BEGIN INSERT INTO line_words (rowid, words) VALUES (new.id, new.text); END"
TAKE = "BEGIN INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', old.id, old.text); END"


def upgrade() -> None:
    """What people wrote in chats, as `bot/conversations/line_words.py` keeps it."""
    # Not `op.execute`: it would take the colons for parameters.
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name != "sqlite":
        run(
            "CREATE INDEX ix_transcript_words ON transcript USING gin (to_tsvector('simple'::regconfig, "
            r"regexp_replace(transcript.text, '\W+|_+', ' ', 'g'))) WHERE transcript.speaker <> 'bot'"
        )
        return
    run("CREATE VIRTUAL TABLE line_words USING fts5(words, content='', tokenize='unicode61')")
    run(
        "INSERT INTO line_words (rowid, words) "
        f"SELECT id, text FROM transcript WHERE {OF_PEOPLE.format(row='transcript')}"
    )
    run(f"CREATE TRIGGER line_words_added AFTER INSERT ON transcript WHEN {NEW} {ADD}")
    run(f"CREATE TRIGGER line_words_replaced BEFORE UPDATE OF text ON transcript WHEN {OLD} {TAKE}")
    run(f"CREATE TRIGGER line_words_changed AFTER UPDATE OF text ON transcript WHEN {NEW} {ADD}")
    run(f"CREATE TRIGGER line_words_removed BEFORE DELETE ON transcript WHEN {OLD} {TAKE}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_index("ix_transcript_words", table_name="transcript")
        return
    for name in ("removed", "changed", "replaced", "added"):
        op.execute(f"DROP TRIGGER line_words_{name}")
    op.execute("DROP TABLE line_words")
