"""Chats are searched by words"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

OF_PEOPLE = "{row}.speaker <> 'bot' AND {row}.text IS NOT NULL"
NEW, OLD = (OF_PEOPLE.format(row=row) for row in ("new", "old"))
ADD = "BEGIN INSERT INTO line_words (rowid, words) VALUES (new.id, new.text); END"
TAKE = "BEGIN INSERT INTO line_words (line_words, rowid, words) VALUES ('delete', old.id, old.text); END"
POSTGRESQL = (
    """CREATE TABLE line_words (
    line_id INTEGER PRIMARY KEY, citizen_id INTEGER NOT NULL, secret BOOLEAN NOT NULL,
    document TSVECTOR NOT NULL)""",
    r"""INSERT INTO line_words SELECT id, citizen_id, secret,
    to_tsvector('simple', regexp_replace(text, '\W+|_+', ' ', 'g'))
    FROM transcript WHERE speaker <> 'bot' AND text IS NOT NULL""",
    "CREATE INDEX ix_line_words_document ON line_words USING gin (document)",
    rf"""CREATE OR REPLACE FUNCTION keep_line_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM line_words WHERE line_id = old.id;
    IF {NEW} THEN
        INSERT INTO line_words VALUES (new.id, new.citizen_id, new.secret,
            to_tsvector('simple', regexp_replace(new.text, '\W+|_+', ' ', 'g')));
    END IF;
    RETURN NULL;
    END $$""",
    """CREATE TRIGGER line_words_kept AFTER INSERT OR UPDATE OF text, secret, citizen_id OR DELETE
    ON transcript FOR EACH ROW EXECUTE FUNCTION keep_line_words()""",
)


def upgrade() -> None:
    """What people wrote in chats, as `bot/conversations/line_words.py` keeps it."""
    # Not `op.execute`: it would take the colons for parameters.
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name != "sqlite":
        for statement in POSTGRESQL:
            run(statement)
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
        op.execute("DROP TRIGGER line_words_kept ON transcript")
        op.execute("DROP FUNCTION keep_line_words")
        op.execute("DROP TABLE line_words")
        return
    for name in ("removed", "changed", "replaced", "added"):
        op.execute(f"DROP TRIGGER line_words_{name}")
    op.execute("DROP TABLE line_words")
