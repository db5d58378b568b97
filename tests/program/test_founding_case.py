"""The founding case over its whole life: the citizen at the simulator, the staff in the console beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from bot.dialogue.engine import Engine
from bot.reports.clock import CITIZENS, NOBODYS, OUTSIDE, time_by_hand
from bot.reports.deadlines import working_calendar
from bot.reports.events import CHASE_DUE, JUDGED
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Verdict
from bot.reports.records import Report
from bot.storage.tables import now
from tests.program.founding import CONTENT, DISPUTED, DONE, FoundingCase
from tests.program.moved import run_moved

pytestmark = pytest.mark.browser
WIB = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=timezone.utc)
BUBBLES = (
    "mungkin jalan provinsi",
    "sudah diterima",
    "diteruskan",
    "Got sudah dibersihkan.",
    "buka kembali",
    "Got dekat masjid sudah dibersihkan.",
    "Provinsi menambal jalan 13 Januari.",
)


@pytest.fixture
def case(
    browser: Browser,
    tmp_path: Path,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FoundingCase]:
    # The clock is moved by weeks: what is due then may ring at once.
    monkeypatch.setattr("bot.whatsapp.courier.RING_EVERY", 0.1)
    with run_moved(tmp_path, engine, MORNING) as moved:
        case = FoundingCase(moved, browser, tmp_path)
        yield case
        case.close()
        assert case.complaints == []


def wib(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M}"


def check_the_page(case: FoundingCase) -> None:
    """The operator reads the whole way of the report, and what was said."""
    with case.console("operator") as page:
        way = page.get_by_role("region", name="Perjalanan laporan")
        for title in ("Diteruskan ke", "Dibuka kembali", "Selesai"):
            expect(way).to_contain_text(title)
        expect(page.get_by_role("region", name="Percakapan")).to_contain_text("dekat masjid masih mampet")


def test_the_founding_case_is_solved_in_seven_bubbles_and_its_ledger_adds_up(case: FoundingCase) -> None:
    case.live()
    check_the_page(case)
    bubbles = case.handset.bubbles()
    assert len(bubbles) == len(BUBBLES) == 7
    for words, bubble in zip(BUBBLES, bubbles, strict=True):
        assert words in bubble
    with case.moved.wiring.database.reading() as session:
        report = session.scalars(select(Report)).one()
        assert (report.ticket, report.status) == (case.ticket, "selesai")
        verdicts = session.scalars(select(Verdict.answer).order_by(Verdict.id)).all()
        assert verdicts == ["belum_semua", "sudah", "sudah"]
        judged = [wib(event.at) for event in report.events if event.kind == JUDGED]
        assert judged == [DISPUTED, CONTENT, DONE]
        kinds = Counter(event.kind for event in report.events)
        assert (kinds["closed"], kinds["reopened"], kinds[CHASE_DUE]) == (3, 1, 3)
        calendar, ledger = working_calendar(case.moved.wiring.region), read_ledger(session, report)
        road, drain = (time_by_hand(ledger[part.id], calendar, now()) for part in report.assignments)
        whole = calendar.working_minutes(report.created_at, now())
    # Tuesday from 9.12 to 16, and Wednesday from 8 to 10.
    assert road["PUPR"] == 408 + 120
    # The first days until Monday at 15; after the reopening two whole days, and Thursday until 11.
    assert drain["PUPR"] == 408 + 2 * 480 + 510 + 420 + 2 * 480 + 180
    assert road[CITIZENS] == drain[CITIZENS] == drain[OUTSIDE] == 0
    assert sum(road.values()) == sum(drain.values()) == whole
    assert road[OUTSIDE] == whole - road["PUPR"] - road[NOBODYS]
