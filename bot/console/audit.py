"""The audit: who saw or did what, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.console.records import AuditEntry

# What is audited, with its name for people.
DEEDS = {
    "masuk": "Masuk",
    "lihat_identitas": "Melihat identitas pelapor",
    "lihat_rahasia": "Membuka laporan rahasia",
    "lihat_asli": "Melihat isi yang disamarkan",
}


def note(
    session: Session,
    staff_id: int | None,
    deed: str,
    at: datetime,
    *,
    ticket: str | None = None,
    citizen_id: int | None = None,
    reason: str | None = None,
    **data: Any,
) -> None:
    """Write down a deed in the caller's transaction; `data` holds ids and names of fields, no personal words.

    Raises KeyError for a deed that has no name in `DEEDS`.
    """
    if deed not in DEEDS:
        raise KeyError(deed)
    entry = AuditEntry(staff_id=staff_id, deed=deed, ticket=ticket, citizen_id=citizen_id, at=at)
    entry.reason, entry.data = reason, data
    session.add(entry)
