"""How far a doubt has come."""

from __future__ import annotations

from sqlalchemy import text

WAITING, LABELLED, DISPUTED, SET_ASIDE = "waiting", "labelled", "disputed", "set_aside"
STATES = (WAITING, DISPUTED, LABELLED, SET_ASIDE)
# As the partial index says it: SQLite recognises it by these very words.
IS_OPEN = text("doubts.state IN ('waiting', 'disputed')")
