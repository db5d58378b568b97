"""What waits for trainers, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import TranscriptEntry
from bot.storage.database import Database
from bot.training.queue import (
    PER_PAGE,
    Sought,
    company_of,
    count_by_reason,
    count_kinds,
    count_since,
    find_kinds,
    is_hidden,
    next_waiting,
)
from bot.training.records import Doubt

AT = datetime(2026, 11, 2, 3, tzinfo=timezone.utc)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


def add(
    session: Session, cluster: int, reason: str = "ragu", secret: bool | None = None, **facts: str
) -> Doubt:
    doubt = Doubt(sentence=f"kalimat {cluster}", reason=reason, cluster=cluster, at=AT, **facts)
    if secret is not None:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        line = TranscriptEntry(citizen_id=citizen.id, speaker="citizen", kind="text", text="x", secret=secret)
        session.add(line)
        session.flush()
        doubt.line_id = line.id
    session.add(doubt)
    session.flush()
    return doubt


def test_every_cluster_is_on_one_page_and_the_biggest_come_first(session: Session) -> None:
    for cluster in range(1, PER_PAGE + 10):
        for _ in range(1 + cluster % 3):
            add(session, cluster)
    first, edge = find_kinds(session, Sought())
    second, end = find_kinds(session, Sought(after=edge))
    kinds = [*first, *second]
    assert len(first) == PER_PAGE and end is None
    assert [kind.edge for kind in kinds] == sorted((kind.edge for kind in kinds), reverse=True)
    assert {kind.newest.cluster for kind in kinds} == set(range(1, PER_PAGE + 10))


def test_counts_match_what_is_listed(session: Session) -> None:
    add(session, 1)
    add(session, 1, "batal")
    add(session, 2, "batal", state="disputed")
    add(session, 3, state="labelled")
    assert count_kinds(session, Sought()) == (2, 3)
    assert count_kinds(session, Sought("disputed")) == (1, 1)
    assert count_kinds(session, Sought("labelled")) == (1, 1)
    assert count_kinds(session, Sought(reason="batal")) == (2, 2)
    assert count_by_reason(session, Sought(reason="ragu")) == {"ragu": 1, "batal": 2}


def test_a_line_that_turned_secret_is_in_no_list_and_no_count(session: Session) -> None:
    hidden, seen = add(session, 1, secret=True), add(session, 1, secret=False)
    assert [kind.edge for kind in find_kinds(session, Sought())[0]] == [(1, seen.id)]
    assert (count_kinds(session, Sought()), count_since(session, AT)) == ((1, 1), 1)
    assert not company_of(session, seen, 10)
    assert (is_hidden(session, hidden), is_hidden(session, seen)) == (True, False)


def test_company_is_what_waits_in_the_same_cluster(session: Session) -> None:
    doubt, other = add(session, 1), add(session, 1)
    add(session, 1, state="labelled")
    add(session, 2)
    assert [one.id for one in company_of(session, doubt, 10)] == [other.id]


def test_what_is_old_or_decided_is_not_new(session: Session) -> None:
    add(session, 1)
    add(session, 2, state="labelled")
    assert count_since(session, AT) == 1
    assert count_since(session, AT + timedelta(seconds=1)) == 0


def test_the_next_to_decide_is_the_biggest_that_waits(session: Session) -> None:
    assert next_waiting(session) is None
    add(session, 1, state="disputed")
    add(session, 2)
    newest = add(session, 2)
    add(session, 3)
    assert next_waiting(session) is newest
