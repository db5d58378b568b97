"""How either database is asked for words by their beginnings, in a full text of its own kind."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

# A longer search tells no more, and takes longer.
MOST_WORDS = 8


def holds(session: Session, table: str, words: Sequence[str]) -> TextClause:
    """The condition on a row of `table` that it holds every word, or one that begins so.

    The table is an FTS5 one of SQLite, or has a column `document` of PostgreSQL. `words` are not empty and
    hold letters and digits alone.
    """
    wanted = words[:MOST_WORDS]
    if session.get_bind().dialect.name == "sqlite":
        sought = " ".join(f'"{word}"*' for word in wanted)
        return text(f"{table} MATCH :sought").bindparams(sought=sought)
    sought = " & ".join(f"{word}:*" for word in wanted)
    return text("document @@ to_tsquery('simple', :sought)").bindparams(sought=sought)
