from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.turns import Claim, claim_next, has_waiting, hold, release, release_worker
from bot.storage.database import Database
from tests.conversations.events import NOON, add_citizen, later

LEASE = timedelta(seconds=60)


def at_once(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
    return None


def write(database: Database, citizen: int | None, text: str = "halo", **columns: object) -> int:
    """A message of the citizen that waits in the inbox."""
    values = {"kind": "text", "payload": {"text": text}, "sent_at": NOON, "ready_at": NOON, **columns}
    with database.writing() as session:
        event = InboxEvent(citizen_id=citizen, event_key="", **values)
        session.add(event)
        event.event_key = f"message:{time.monotonic_ns()}"
        session.flush()
        return event.id


def claim(database: Database, worker: str = "one", at: datetime = NOON) -> Claim | None:
    return claim_next(database, worker, LEASE, at_once, at)


def finish(database: Database, claimed: Claim) -> bool:
    """What a turn does at its end; False when the lease has passed to another worker."""
    with database.writing() as session:
        citizen = hold(session, claimed)
        if citizen is None:
            return False
        done = update(InboxEvent).where(InboxEvent.id.in_(claimed.inbox_ids))
        session.execute(done.values(state="done"))
        release(citizen)
    return True


def fail(database: Database, claimed: Claim, retry_at: datetime) -> None:
    with database.writing() as session:
        citizen = hold(session, claimed)
        assert citizen is not None
        put_back = update(InboxEvent).where(InboxEvent.id.in_(claimed.inbox_ids))
        session.execute(put_back.values(ready_at=retry_at))
        release(citizen)


def test_all_waiting_messages_of_a_citizen_are_one_turn_in_the_order_they_were_sent(database) -> None:
    citizen = add_citizen(database)
    second = write(database, citizen, sent_at=later(seconds=2))
    first = write(database, citizen, sent_at=later(seconds=1))
    claimed = claim(database)
    assert claimed is not None
    assert (claimed.citizen_id, claimed.inbox_ids) == (citizen, (first, second))


def test_nothing_waiting_is_no_claim(database) -> None:
    add_citizen(database)
    assert not has_waiting(database, NOON)
    assert claim(database) is None


@pytest.mark.parametrize(
    "columns", [{"state": "done"}, {"state": "kept"}, {"kind": "status"}, {"kind": "reaction"}]
)
def test_what_needs_no_answer_is_never_claimed(database, columns: dict[str, str]) -> None:
    write(database, add_citizen(database), **columns)
    assert not has_waiting(database, NOON)
    assert claim(database) is None


def test_a_message_of_nobody_is_never_claimed(database) -> None:
    write(database, None)
    assert not has_waiting(database, NOON)
    assert claim(database) is None


def test_the_citizen_who_has_waited_longest_comes_first(database) -> None:
    early, late = add_citizen(database), add_citizen(database)
    write(database, late)
    write(database, early)
    write(database, late)
    assert [found.citizen_id for found in (claim(database), claim(database)) if found] == [late, early]
    assert claim(database) is None


def test_one_citizen_with_very_many_messages_hides_nobody(database) -> None:
    talker, other = add_citizen(database), add_citizen(database)
    for _ in range(60):
        write(database, talker)
    write(database, other)

    def not_the_talker(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        return later(seconds=5) if events[0].citizen_id == talker else None

    claimed = claim_next(database, "one", LEASE, not_the_talker, NOON)
    assert claimed is not None
    assert claimed.citizen_id == other


def test_a_citizen_in_a_turn_is_left_alone(database) -> None:
    citizen = add_citizen(database)
    write(database, citizen)
    claimed = claim(database)
    write(database, citizen)
    assert not has_waiting(database, NOON)
    assert claim(database, "another") is None
    assert claimed is not None
    assert finish(database, claimed)
    assert claim(database, "another") is not None


def test_never_two_workers_on_one_citizen(database) -> None:
    citizens = [add_citizen(database) for _ in range(4)]
    for _ in range(5):
        for citizen in citizens:
            write(database, citizen)
    busy: Counter[int] = Counter()
    met: list[int] = []
    answered: list[int] = []
    lock = threading.Lock()

    def settle_one(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        # So that every message needs a turn of its own.
        for event in events[1:]:
            event.attempts = 1
        return None

    def work(name: str) -> None:
        while has_waiting(database, later(seconds=1)):
            claimed = claim_next(database, name, LEASE, settle_one, later(seconds=1))
            if claimed is None:
                continue
            with lock:
                busy[claimed.citizen_id] += 1
                met.append(busy[claimed.citizen_id])
            time.sleep(0.002)
            with lock:
                busy[claimed.citizen_id] -= 1
                answered.extend(claimed.inbox_ids)
            assert finish(database, claimed)

    threads = [threading.Thread(target=work, args=(f"worker-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(met) == {1}
    with database.reading() as session:
        assert sorted(answered) == sorted(session.scalars(select(InboxEvent.id)))


def test_who_has_not_finished_writing_is_left_until_then(database) -> None:
    writer, other = add_citizen(database), add_citizen(database)
    fragment = write(database, writer, "pak")
    write(database, other, "jalan rusak di Celikah")

    def settle(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        return later(seconds=5) if events[0].citizen_id == writer else None

    claimed = claim_next(database, "one", LEASE, settle, NOON)
    assert claimed is not None and claimed.citizen_id == other
    assert not has_waiting(database, later(seconds=4))
    rest = write(database, writer, "mau lapor", ready_at=later(seconds=4), sent_at=later(seconds=4))
    together = claim(database, at=later(seconds=5))
    assert together is not None and together.inbox_ids == (fragment, rest)


def test_words_that_cannot_be_judged_keep_nobody_waiting(database) -> None:
    odd = add_citizen(database)
    write(database, odd)

    def stumble(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        raise ValueError("odd words")

    claimed = claim_next(database, "one", LEASE, stumble, NOON)
    assert claimed is not None and claimed.citizen_id == odd


def test_a_database_that_fails_while_settling_leaves_everything_as_it_was(database) -> None:
    write(database, add_citizen(database))

    def lose(session: Session, events: Sequence[InboxEvent]) -> datetime | None:
        raise OperationalError("select", {}, Exception("gone"))

    with pytest.raises(OperationalError):
        claim_next(database, "one", LEASE, lose, NOON)
    assert claim(database) is not None


def test_a_failed_message_does_not_block_the_next(database) -> None:
    citizen = add_citizen(database)
    failing = write(database, citizen)
    claimed = claim(database)
    assert claimed is not None
    fail(database, claimed, retry_at=later(seconds=8))
    following = write(database, citizen, ready_at=later(seconds=1))
    second = claim(database, at=later(seconds=1))
    assert second is not None and second.inbox_ids == (following,)
    assert finish(database, second)
    again = claim(database, at=later(seconds=8))
    assert again is not None and again.inbox_ids == (failing,)


def test_messages_that_failed_together_are_tried_one_by_one(database) -> None:
    citizen = add_citizen(database)
    messages = [write(database, citizen) for _ in range(3)]
    together = claim(database)
    assert together is not None and together.inbox_ids == tuple(messages)
    fail(database, together, retry_at=NOON)
    alone = []
    while found := claim(database):
        alone.append(found.inbox_ids)
        assert finish(database, found)
    assert alone == [(message,) for message in messages]


def test_every_claim_counts_as_an_attempt(database) -> None:
    message = write(database, add_citizen(database))
    for attempts in (1, 2, 3):
        claimed = claim(database)
        assert claimed is not None and claimed.attempts == attempts
        fail(database, claimed, retry_at=NOON)
    with database.reading() as session:
        assert session.get_one(InboxEvent, message).attempts == 3


def test_a_lease_that_has_run_out_passes_to_another_worker(database) -> None:
    message = write(database, add_citizen(database))
    first = claim(database, "one")
    assert claim(database, "another", later(seconds=59)) is None
    second = claim(database, "another", later(seconds=60))
    assert first is not None and second is not None
    assert second.inbox_ids == (message,)
    assert not finish(database, first)
    assert finish(database, second)


def test_a_slow_worker_may_finish_while_nobody_else_has_taken_over(database) -> None:
    write(database, add_citizen(database))
    claimed = claim(database)
    assert claimed is not None
    assert finish(database, claimed)


def test_a_worker_that_comes_back_frees_what_it_held_when_it_died(database) -> None:
    held, others = add_citizen(database), add_citizen(database)
    write(database, held)
    write(database, others)
    lost = claim(database, "host/worker-1")
    kept = claim(database, "host/worker-10")
    assert lost is not None and kept is not None
    assert release_worker(database, "host/worker-1") == 1
    again = claim(database, "host/worker-2")
    assert again is not None and again.citizen_id == held
    assert not finish(database, lost)
    assert finish(database, kept)


def test_a_name_with_signs_of_a_pattern_frees_only_its_own(database) -> None:
    write(database, add_citizen(database))
    assert claim(database, "host/a_b") is not None
    assert release_worker(database, "host/a%") == 0
    assert release_worker(database, "host/aXb") == 0
    assert release_worker(database, "host/a_b") == 1


def test_nothing_is_locked_after_a_claim(database) -> None:
    citizen = add_citizen(database)
    write(database, citizen)
    assert claim(database) is not None
    # A webhook of the same citizen arrives in the middle of his turn.
    write(database, citizen)
    with database.writing() as session:
        session.execute(update(Citizen).values(last_inbound_at=later(seconds=1)))
