"""Chats, files and reports for tests of the console, put straight into the database."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import PHONE, Citizen, Identity
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.conversations.outbox import enqueue
from bot.reports.records import Assignment, Draft, Report
from bot.storage.files import Files
from bot.storage.tables import now
from bot.storage.vault import Vault

numbers = itertools.count(1000)


@dataclass
class Rows:
    """Writes rows in a session of the test."""

    session: Session

    def _added(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def citizen(self, ago: timedelta = timedelta(minutes=5), **facts: Any) -> int:
        return int(self._added(Citizen(last_inbound_at=now() - ago, **facts)).id)

    def named(self, vault: Vault, name: str, phone: str) -> int:
        citizen_id = self.citizen(profile_name_sealed=vault.seal(name))
        self._added(
            Identity(
                citizen_id=citizen_id,
                kind=PHONE,
                value_hash=vault.lookup(PHONE, phone),
                value_sealed=vault.seal(phone),
            )
        )
        return citizen_id

    def says(self, citizen_id: int, text: str | None, kind: str = "text", **facts: Any) -> int:
        facts = {"at": now() - timedelta(minutes=5), "speaker": "citizen", **facts}
        line = TranscriptEntry(citizen_id=citizen_id, kind=kind, text=text, **facts)
        return int(self._added(line).id)

    def bubble(self, citizen_id: int, text: str, state: str = "delivered", **facts: Any) -> int:
        links = {name: facts.pop(name) for name in ("report_id", "draft_id", "secret") if name in facts}
        at = facts.pop("at", now() - timedelta(minutes=4))
        message = enqueue(self.session, citizen_id, Bubble(text), "reply", at=at, **links)
        message.state = state
        for name, value in facts.items():
            setattr(message, name, value)
        self.session.flush()
        return message.id

    def inbox(self, citizen_id: int, text: str, state: str = "failed", **facts: Any) -> int:
        event = InboxEvent(
            event_key=f"e{next(numbers)}", kind="text", citizen_id=citizen_id, payload={"text": text},
            sent_at=now(), state=state, **facts,
        )  # fmt: skip
        return int(self._added(event).id)

    def media(
        self, files: Files, citizen_id: int, kind: str = "image", content: bytes = b"file", **facts: Any
    ) -> int:
        path = f"tests/{next(numbers)}"
        files.write(path, content)
        mime = {"image": "image/jpeg", "audio": "audio/ogg", "document": "text/html"}[kind]
        facts = {"state": "stored", "mime": mime, **facts}
        media = Media(citizen_id=citizen_id, kind=kind, graph_id="g", **facts)
        media.original_path = media.served_path = path
        return int(self._added(media).id)

    def draft(self, citizen_id: int, words: str, ago: timedelta = timedelta(days=2), **facts: Any) -> int:
        at = now() - ago
        draft = Draft(
            citizen_id=citizen_id, content={"words": [words]}, created_at=at, updated_at=at, **facts
        )
        return int(self._added(draft).id)

    def report(
        self, citizen_id: int, agency: str | None = "PUPR", at: datetime | None = None, **facts: Any
    ) -> Report:
        number = next(numbers)
        facts = {
            "category": "jalan_jembatan",
            "description": "jalan berlubang",
            "status": "diterima",
            **facts,
        }
        at = at or now()
        report = Report(
            ticket=f"OKI-{number:04d}-0000", citizen_id=citizen_id, report_class="pengaduan",
            created_at=at, **facts,
        )  # fmt: skip
        self._added(report)
        if agency:
            part = Assignment(
                report_id=report.id, position=1, agency=agency, category=report.category, status="diterima",
                answer_due_at=at, due_at=at, created_at=at,
            )  # fmt: skip
            self._added(part)
        return report
