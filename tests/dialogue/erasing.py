"""How a citizen is erased in a test, and how every trace of him is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from bot.conversations.messages import Media, OutboxMessage
from bot.conversations.outbox import record_accepted
from bot.reports.records import Report
from bot.reports.sweeping import Sweeper
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.dialogue.phone import Phone, Town

# The id of a message ("wamid.") contains the number of its phone; the number itself stands nowhere as it is.
TRACES = ("zulkarnain", "wijaya", "zulkifli", "7654-3210", "belacan", "gerobak", "wamid.")
SEALED = "81276543210"


def store_files(town: Town, wiring: Wiring) -> None:
    """As the courier does, with his name in every file and its metadata."""
    with town.database.writing() as session:
        for media in session.scalars(select(Media)):
            media.state, media.stored_at, media.exif = "stored", now(), {"Artist": "Zulkifli"}
            media.original_path = f"{media.id}/original.bin"
            wiring.files.write(media.original_path, b"Zulkifli " + bytes(9))
            if media.kind == "image":
                media.served_path = f"{media.id}/served.jpg"
                wiring.files.write(media.served_path, b"a hole in a road")


def erase(phone: Phone) -> int:
    """Let him ask for it and confirm; returns the id he had."""
    with phone.town.database.reading() as session:
        before = phone.citizen_id(session)
    assert before is not None
    assert "Hapus data Bapak/Ibu" in phone.say("hapus data saya")
    phone.press("Hapus data saya")
    return before


def deliver(town: Town) -> None:
    """Let WhatsApp take every bubble."""
    with town.database.writing() as session:
        for message in session.scalars(select(OutboxMessage).where(OutboxMessage.state == "queued")):
            message.state = "sending"
            record_accepted(session, message.id, f"wamid.{message.id}", now())


def sweep(wiring: Wiring) -> None:
    sweeper = Sweeper(wiring.database, wiring.files, wiring.eraser)
    for _ in range(5):
        sweeper.sweep(now())


def every_value(session: Session) -> Iterator[tuple[str, str]]:
    """Each value of each table, those of the full-text index too, with the name of the table."""
    for table in inspect(session.connection()).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            for value in row:
                yield table, bytes(value).decode(errors="replace") if isinstance(value, bytes) else str(value)


def traces(town: Town, wiring: Wiring) -> list[tuple[str, str]]:
    """Where anything of him still stands: tables, and every file of the test."""
    found = []
    with town.database.reading() as session:
        for table, value in every_value(session):
            found += [(table, trace) for trace in (*TRACES, SEALED) if trace in value.lower()]
    if town.database.is_sqlite:
        with town.database.writing() as session:
            session.execute(text("SELECT 1"))
        with town.database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = Path(wiring.settings.media_url.removeprefix("file://")).parent
    for file in folder.rglob("*"):
        content = file.read_bytes().lower() if file.is_file() else b""
        found += [(file.name, trace) for trace in (*TRACES, SEALED) if trace.encode() in content]
    return found


def the_report(session: Session) -> Report:
    return session.scalars(select(Report).order_by(Report.id)).first()  # type: ignore[return-value]


def farewells(session: Session, citizen_id: int) -> list[str]:
    query = select(OutboxMessage).where(OutboxMessage.citizen_id == citizen_id)
    return [message.body["text"] for message in session.scalars(query) if message.state == "queued"]
