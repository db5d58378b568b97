from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.conversations.blocking import block, blocked_citizens, is_blocked, unblock
from bot.conversations.citizens import Citizen
from bot.storage.database import Database
from bot.storage.tables import now


def add_citizen(session: Session) -> Citizen:
    citizen = Citizen()
    session.add(citizen)
    session.flush()
    return citizen


def test_a_block_has_a_reason_and_an_end(database: Database) -> None:
    until = now() + timedelta(days=7)
    with database.writing() as session:
        citizen = add_citizen(session)
        block(session, citizen, 3, " menghina berulang kali ", until)
        assert (citizen.blocked_because, citizen.blocked_by) == ("menghina berulang kali", 3)
        assert is_blocked(citizen, now()) and not is_blocked(citizen, until)


def test_a_block_ends_by_itself(database: Database) -> None:
    with database.writing() as session:
        citizen, other = add_citizen(session), add_citizen(session)
        block(session, citizen, 3, "spam", now() + timedelta(days=2))
        block(session, other, 3, "spam", now() + timedelta(days=1))
    with database.reading() as session:
        assert [found.id for found in blocked_citizens(session, now())] == [other.id, citizen.id]
        assert [found.id for found in blocked_citizens(session, now() + timedelta(days=1))] == [citizen.id]


def test_an_unblocked_citizen_is_heard_again(database: Database) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        block(session, citizen, 3, "spam", now() + timedelta(days=2))
        unblock(session, citizen)
        assert not is_blocked(citizen, now())
        assert citizen.blocked_because is None and citizen.blocked_by is None


@pytest.mark.parametrize(("reason", "days"), [("", 1), ("  ", 1), ("spam", 31), ("spam", 0), ("spam", -1)])
def test_a_block_without_reason_or_end_is_none(database: Database, reason: str, days: int) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        with pytest.raises(ValueError):
            block(session, citizen, 3, reason, now() + timedelta(days=days))
        assert not is_blocked(citizen, now())
