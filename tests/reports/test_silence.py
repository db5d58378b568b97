from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.reports.silence import due_drafts, expire_drafts
from bot.storage.database import Database
from tests.reports.cases import TUESDAY, add_citizen, add_draft, filed, pothole

HOUR = timedelta(hours=1)


def test_a_draft_is_due_when_its_hour_is_over(session: Session) -> None:
    soon, now_due, long_due, unsure = (add_draft(session, add_citizen(session)) for _ in range(4))
    soon.file_at, now_due.file_at, long_due.file_at = TUESDAY + HOUR, TUESDAY, TUESDAY - HOUR
    session.flush()
    assert due_drafts(session, TUESDAY) == [long_due, now_due]
    assert due_drafts(session, TUESDAY, limit=1) == [long_due]
    assert unsure not in due_drafts(session, TUESDAY + timedelta(days=30))


def test_a_draft_that_is_no_longer_open_is_never_due(session: Session) -> None:
    citizen = add_citizen(session)
    sent, dropped = add_draft(session, citizen), add_draft(session, add_citizen(session))
    sent.file_at = dropped.file_at = TUESDAY
    dropped.state = "cancelled"
    filed(session, pothole(citizen, sent.id))
    assert due_drafts(session, TUESDAY + HOUR) == []


def test_a_draft_lives_seven_days_after_its_last_word(database: Database) -> None:
    with database.writing() as session:
        old = add_draft(session, add_citizen(session), TUESDAY)
        young = add_draft(session, add_citizen(session), TUESDAY + timedelta(days=1))
        assert expire_drafts(session, TUESDAY + timedelta(days=7)) == 0
        assert expire_drafts(session, TUESDAY + timedelta(days=7, seconds=1)) == 1
        assert expire_drafts(session, TUESDAY + timedelta(days=7, seconds=1)) == 0
        assert (old.state, young.state) == ("expired", "open")
