"""The morning of the trainers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.conversations.citizens import Citizen
from bot.conversations.messages import TranscriptEntry
from bot.region.pack import Region
from bot.storage.database import Database
from bot.training.digest import make_digest, present_edition
from bot.training.records import Doubt


def wib(region: Region, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=region.timezone)


@pytest.mark.parametrize(
    ("at", "since", "until"),
    [
        ("2026-11-25 10:00", "2026-11-24 08:00", "2026-11-25 08:00"),
        ("2026-11-25 07:00", "2026-11-23 08:00", "2026-11-24 08:00"),
        ("2026-11-29 10:00", "2026-11-26 08:00", "2026-11-27 08:00"),  # a Sunday
        ("2026-11-30 09:00", "2026-11-27 08:00", "2026-11-30 08:00"),  # a Monday
        ("2026-08-18 09:00", "2026-08-14 08:00", "2026-08-18 08:00"),  # after Independence Day
    ],
)
def test_a_morning_tells_of_the_time_since_the_last_working_one(
    region: Region, at: str, since: str, until: str
) -> None:
    edition = present_edition(region, wib(region, at))
    assert (edition.since, edition.until) == (wib(region, since), wib(region, until))


def test_days_are_local_and_what_is_secret_is_never_counted(database: Database, region: Region) -> None:
    at = wib(region, "2026-11-25 10:00")
    with database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        line = TranscriptEntry(citizen_id=citizen.id, speaker="citizen", kind="text", text="x", secret=True)
        session.add(line)
        session.flush()
        session.add_all(
            [
                Doubt(sentence="a", reason="ragu", cluster=1, at=wib(region, "2026-11-25 00:30")),
                Doubt(sentence="b", reason="ragu", cluster=1, at=wib(region, "2026-11-24 23:30")),
                Doubt(sentence="c", reason="ragu", cluster=2, state="labelled", at=at - timedelta(days=1)),
                Doubt(sentence="d", reason="ragu", cluster=2, line_id=line.id, at=at - timedelta(days=1)),
            ]
        )
    with database.reading() as session:
        digest = make_digest(session, region, at)
        kinds = [(kind.newest.id, kind.size) for kind in digest.kinds]
    assert (digest.sentences, digest.waiting, digest.later) == (3, 2, 0)
    assert kinds == [(2, 2), (3, 1)]
    assert [(day.doubts, day.decided) for day in digest.days][-2:] == [(0, 0), (2, 1)]
