"""The simulator's own SQLite file, so that a restart keeps the chats."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS citizens (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT UNIQUE, user_id TEXT UNIQUE,
    username TEXT, last_inbound REAL);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY, wamid TEXT NOT NULL UNIQUE, citizen INTEGER NOT NULL REFERENCES citizens,
    from_citizen INTEGER NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL, context TEXT,
    at REAL NOT NULL, status TEXT NOT NULL, error TEXT, opaque TEXT, reactions TEXT NOT NULL DEFAULT '{}');
CREATE INDEX IF NOT EXISTS messages_by_citizen ON messages (citizen, seq);
CREATE INDEX IF NOT EXISTS messages_by_status ON messages (from_citizen, status);
CREATE TABLE IF NOT EXISTS webhooks (
    id INTEGER PRIMARY KEY, lane INTEGER NOT NULL, body BLOB NOT NULL, about TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, queued_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS media (
    id TEXT PRIMARY KEY, mime_type TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    filename TEXT, expires_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS templates (
    name TEXT NOT NULL, language TEXT NOT NULL, id TEXT NOT NULL, category TEXT NOT NULL,
    components TEXT NOT NULL, PRIMARY KEY (name, language));
"""


class Database:
    """One connection shared by all threads under one lock; each call commits."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(folder / "simulator.db", check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(SCHEMA)

    def write(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and commit; returns the row id of an insert."""
        with self._lock, self._connection:
            return self._connection.execute(statement, values).lastrowid or 0

    def change(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run one UPDATE or DELETE and commit; returns how many rows it touched."""
        with self._lock, self._connection:
            return self._connection.execute(statement, values).rowcount

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        found = self.rows(statement, values)
        return found[0] if found else None
