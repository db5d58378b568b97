"""What stands in the chats: every message of citizens and business."""

from __future__ import annotations

import base64
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from bot.simulator.database import Database

PROGRESS = ("accepted", "sent", "delivered", "read")
NEWEST = 300


@dataclass(frozen=True)
class ChatMessage:
    """One bubble. `content` is Meta's message object (citizen) or the Graph API request (business).

    `status` of a citizen's message: sent, delivered (webhook acknowledged), read (by the business).
    Of a business message: accepted, sent, delivered, read or failed.
    """

    seq: int
    wamid: str
    citizen: int
    from_citizen: bool
    type: str
    content: dict[str, Any]
    context: str | None
    at: float
    status: str
    error: dict[str, Any] | None
    opaque: str | None
    reactions: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        fields = {**vars(self), "id": self.wamid}
        return {name: value for name, value in fields.items() if name not in ("wamid", "opaque")}


def new_wamid() -> str:
    return "wamid." + base64.b64encode(secrets.token_bytes(36)).decode()


class ChatLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        citizen: int,
        content: dict[str, Any],
        *,
        wamid: str,
        from_citizen: bool,
        context: str | None = None,
        opaque: str | None = None,
    ) -> ChatMessage:
        statement = (
            "INSERT INTO messages (wamid, citizen, from_citizen, type, content, context, at, status, opaque)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        status = "sent" if from_citizen else "accepted"
        kind = content.get("type", "text")
        written = json.dumps(content, ensure_ascii=False)
        values = (wamid, citizen, from_citizen, kind, written, context, time.time(), status, opaque)
        self._database.write(statement, values)
        return self.get(wamid)

    def get(self, wamid: str) -> ChatMessage:
        """Raises KeyError when no message has this id."""
        found = self.find(wamid)
        if found is None:
            raise KeyError(wamid)
        return found

    def find(self, wamid: str) -> ChatMessage | None:
        row = self._database.row("SELECT * FROM messages WHERE wamid = ?", (wamid,))
        return _message(row) if row else None

    def of(self, citizen: int) -> list[ChatMessage]:
        """The newest messages of one chat, oldest first."""
        statement = "SELECT * FROM messages WHERE citizen = ? ORDER BY seq DESC LIMIT ?"
        return [_message(row) for row in reversed(self._database.rows(statement, (citizen, NEWEST)))]

    def from_business(self, *statuses: str, citizen: int | None = None) -> list[ChatMessage]:
        marks = ", ".join("?" for _ in statuses)
        statement = f"SELECT * FROM messages WHERE from_citizen = 0 AND status IN ({marks})"
        values: list[Any] = list(statuses)
        if citizen is not None:
            statement, values = statement + " AND citizen = ?", [*values, citizen]
        return [_message(row) for row in self._database.rows(statement + " ORDER BY seq", values)]

    def advance(self, wamid: str, status: str) -> bool:
        """Move a message forward; False when it already was that far or has failed."""
        earlier = PROGRESS[: PROGRESS.index(status)]
        marks = ", ".join("?" for _ in earlier)
        statement = f"UPDATE messages SET status = ? WHERE wamid = ? AND status IN ({marks})"
        return self._database.change(statement, (status, wamid, *earlier)) > 0

    def fail(self, wamid: str, error: dict[str, Any]) -> None:
        statement = "UPDATE messages SET status = 'failed', error = ? WHERE wamid = ?"
        self._database.change(statement, (json.dumps(error), wamid))

    def read_up_to(self, message: ChatMessage) -> list[ChatMessage]:
        """Mark a citizen's message and all earlier ones as read by the business; those that changed."""
        statement = "SELECT * FROM messages WHERE citizen = ? AND from_citizen = 1 AND seq <= ?"
        rows = self._database.rows(statement + " AND status <> 'read'", (message.citizen, message.seq))
        return [self.get(row["wamid"]) for row in rows if self.advance(row["wamid"], "read")]

    def react(self, wamid: str, who: str, emoji: str) -> ChatMessage | None:
        """Set or, with an empty emoji, take back a reaction."""
        message = self.find(wamid)
        if message is None:
            return None
        others = {key: value for key, value in message.reactions.items() if key != who}
        reactions = {**others, who: emoji} if emoji else others
        statement = "UPDATE messages SET reactions = ? WHERE wamid = ?"
        self._database.change(statement, (json.dumps(reactions), wamid))
        return self.get(wamid)

    def rewrite(self, wamid: str, content: dict[str, Any]) -> ChatMessage | None:
        """Replace what a bubble shows, after an edit or a deletion."""
        statement = "UPDATE messages SET content = ?, type = ? WHERE wamid = ?"
        self._database.change(statement, (json.dumps(content, ensure_ascii=False), content["type"], wamid))
        return self.find(wamid)


def _message(row: sqlite3.Row) -> ChatMessage:
    fields = dict(row)
    fields["from_citizen"] = bool(fields["from_citizen"])
    fields["content"] = json.loads(fields["content"])
    fields["error"] = json.loads(fields["error"]) if fields["error"] else None
    fields["reactions"] = json.loads(fields["reactions"])
    return ChatMessage(**fields)
