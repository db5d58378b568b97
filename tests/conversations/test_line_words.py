from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.line_words import TABLE, forget_old_lines, lines_with
from bot.conversations.messages import TranscriptEntry
from bot.storage.database import Database

Say = Callable[..., TranscriptEntry]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


@pytest.fixture
def say(session: Session) -> Say:
    citizen = Citizen()
    session.add(citizen)
    session.flush()

    def say(text: str | None, speaker: str = "citizen", **facts: bool) -> TranscriptEntry:
        line = TranscriptEntry(citizen_id=citizen.id, speaker=speaker, kind="text", text=text, **facts)
        session.add(line)
        session.flush()
        return line

    return say


def found(session: Session, words: str) -> list[tuple[int, int]]:
    session.flush()
    return sorted(session.execute(lines_with(session, words)).tuples())


@pytest.mark.parametrize(
    "words", ["lubang", "LUB", "jalan lubang", "lubang, jalan!", "oki-48", "simpang_tiga"]
)
def test_a_line_is_found_by_the_beginnings_of_its_words(words: str, session: Session, say: Say) -> None:
    line = say("Jalan di simpang_tiga banyak lubang (OKI-4829-1372)")
    assert found(session, words) == [(line.id, line.citizen_id)]


@pytest.mark.parametrize("words", ["ubang", "lubang sampah", '" OR *', "-lubangan", "() NOT", "_%_", "' & |"])
def test_what_is_not_there_is_not_found(words: str, session: Session, say: Say) -> None:
    say("jalan banyak lubang")
    say(None)
    assert found(session, words) == []


def test_staff_are_found_and_the_bot_is_not(session: Session, say: Say) -> None:
    staff, _ = say("sudah kami tambal", "staff"), say("Laporan ditambal", "bot")
    assert found(session, "tambal") == [(staff.id, staff.citizen_id)]
    assert found(session, "laporan") == []


def test_words_that_are_replaced_are_found_no_more(session: Session, say: Say) -> None:
    line = say("rumah Bu Aminah bocor")
    line.text = "[dihapus]"
    assert found(session, "aminah") == []
    assert found(session, "dihapus") == [(line.id, line.citizen_id)]
    line.text = None
    assert found(session, "dihapus") == []


def test_a_line_that_goes_is_found_no_more(session: Session, say: Say) -> None:
    session.delete(say("rumah bocor"))
    assert found(session, "bocor") == []


def test_secret_words_are_not_found_whenever_they_become_secret(session: Session, say: Say) -> None:
    say("pungli di kantor", secret=True)
    line = say("minta uang di loket")
    assert found(session, "loket") == [(line.id, line.citizen_id)]
    line.secret = True
    assert found(session, "loket") == found(session, "pungli") == []


def test_nothing_of_replaced_words_stays_in_the_index(session: Session, say: Say) -> None:
    """SQLite keeps replaced words in the index until it is put together."""
    line = say("rumah Bu Aminah bocor")
    say("jalan rusak")
    line.text = "[dihapus]"
    session.flush()
    forget_old_lines(session)
    columns = "block" if session.get_bind().dialect.name == "sqlite" else "document::text"
    rows = f"{TABLE}_data" if columns == "block" else TABLE
    kept = session.connection().exec_driver_sql(f"SELECT {columns} FROM {rows}").scalars().all()
    words = b" ".join(row if isinstance(row, bytes) else str(row).encode() for row in kept)
    assert b"aminah" not in words and b"rusak" in words
