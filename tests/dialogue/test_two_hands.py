"""Two officers who act on one report at the same instant: one does it, the other is told who was first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.console.accounts import open_session, viewer_of
from bot.console.records import Staff
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.reports.dates import full_date
from bot.reports.records import Promise, Report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import StaffClient
from tests.dialogue.office import File, Officer, ahead, events_of, part_of
from tests.dialogue.phone import Town

# On which of the two the other waits is not ours to say: every round both may win.
ROUNDS = 3


@dataclass
class Answer:
    """What one of the two wants to promise: his words, how he sends them, whether he was heard."""

    words: str
    send: Callable[[str], tuple[bool, str]]


@pytest.fixture
def browser(town: Town, wiring: Wiring) -> Callable[[str], StaffClient]:
    """Signs somebody of PUPR in to the console."""

    def sign_in(name: str) -> StaffClient:
        with town.database.writing() as session:
            staff = Staff(username=name.lower(), name=name, role="officer", agency="PUPR")
            staff.must_change_password = False
            session.add(staff)
            session.flush()
            token = open_session(session, wiring.vault, staff, "A browser of the tests", now())
            viewer = viewer_of(staff, wiring.region)
        return StaffClient(town.client.app, token, wiring.vault.lookup("csrf", token), viewer)  # type: ignore[arg-type]

    return sign_in


def by_console(client: StaffClient, wiring: Wiring, ticket: str, part: int) -> Callable[[str], Any]:
    def send(words: str) -> tuple[bool, str]:
        form = {"seen": 0, "bagian": part, "jenis": "dikerjakan", "sampai": ahead(wiring, 5).isoformat()}
        answer = client.post(f"/staff/laporan/{ticket}/jawab", data={**form, "kata": words})
        return answer.status_code == 303, answer.text

    return send


def by_whatsapp(officer: Officer, wiring: Wiring, ticket: str) -> Callable[[str], Any]:
    def send(words: str) -> tuple[bool, str]:
        day = full_date(ahead(wiring, 5))
        told = officer.answer(f"dikerjakan sampai {day}. {words}", officer.card(ticket))
        return told.startswith("Tercatat"), told

    return send


def at_once(*answers: Answer) -> list[tuple[bool, str]]:
    together = threading.Barrier(len(answers))

    def send(answer: Answer) -> tuple[bool, str]:
        together.wait()
        return answer.send(answer.words)

    with ThreadPoolExecutor(len(answers)) as pool:
        return list(pool.map(send, answers))


def check_only_one(town: Town, ticket: str, first: Answer, second: Answer) -> None:
    """One was heard, and what he said was written, promised and told once; the other reads who was first."""
    heard = at_once(first, second)
    assert sorted(done for done, _ in heard) == [False, True], heard
    winner, loser = (first, second) if heard[0][0] else (second, first)
    refusal = next(text for done, text in heard if not done)
    assert "udah diubah oleh" in refusal and "petugas lain" not in refusal
    events = events_of(town, ticket)
    assert [event.kind for event in events] == ["filed", "answered"]
    assert winner.words in str(events[-1].public_text) and loser.words not in str(events[-1].public_text)
    with town.database.reading() as session:
        report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
        parts = [part.id for part in report.assignments]
        assert len(session.scalars(select(Promise).where(Promise.assignment_id.in_(parts))).all()) == 1
        lines = select(TranscriptEntry).join(OutboxMessage, OutboxMessage.id == TranscriptEntry.outbox_id)
        news = lines.where(TranscriptEntry.report_id == report.id, OutboxMessage.purpose == "update")
        assert [winner.words in str(line.text) for line in session.scalars(news)] == [True]


def test_of_two_consoles_one_wins(
    file: File, town: Town, wiring: Wiring, browser: Callable[[str], StaffClient]
) -> None:
    ani, budi = browser("Ani"), browser("Budi")
    for _ in range(ROUNDS):
        _, ticket = file()
        part = part_of(town, ticket).id
        check_only_one(
            town, ticket,
            Answer("Ani menambal lubangnya", by_console(ani, wiring, ticket, part)),
            Answer("Budi menambal lubangnya", by_console(budi, wiring, ticket, part)),
        )  # fmt: skip


def test_of_a_console_and_a_telephone_one_wins(
    file: File, town: Town, wiring: Wiring, officer: Officer, browser: Callable[[str], StaffClient]
) -> None:
    ani, cici = browser("Ani"), browser("Cici")
    officer.changes(staff_id=cici.viewer.id)
    for _ in range(ROUNDS):
        _, ticket = file()
        check_only_one(
            town, ticket,
            Answer("Ani menambal lubangnya", by_console(ani, wiring, ticket, part_of(town, ticket).id)),
            Answer("Cici menambal lubangnya", by_whatsapp(officer, wiring, ticket)),
        )  # fmt: skip
