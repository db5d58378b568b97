"""What the book of promises says of each, whatever happened to its report."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports import asking_back, closing, passing_on
from bot.reports.adopting import adopt_promises
from bot.reports.records import Promise, Report
from bot.reports.ringing import ring_due
from bot.storage.database import Database
from tests.reports.cases import add_citizen, filed, pothole
from tests.reports.deeds import OFFICER, OKI, OPERATOR, WORDING, ask, by, first, promise, wib

MADE, UNTIL = wib("2026-11-24 10:00"), date(2026, 11, 27)
END = wib("2026-11-27 23:59:59")


@pytest.fixture
def report(session: Session) -> Report:
    report = filed(session, pothole(add_citizen(session)))
    promise(session, report, MADE, UNTIL)
    return report


def booked(session: Session) -> list[tuple[str | None, datetime | None, str | None]]:
    session.flush()
    rows = session.scalars(select(Promise).order_by(Promise.id).execution_options(populate_existing=True))
    return [(row.agency, row.due_at, row.state) for row in rows]


def test_a_promise_is_in_the_book_from_its_first_moment(session: Session, report: Report) -> None:
    assert booked(session) == [("PUPR", END, "berjalan")]


def test_a_promise_that_waits_says_so_and_goes_on_later(
    session: Session, region: Region, report: Report
) -> None:
    ask(session, report, wib("2026-11-25 09:00"))
    assert booked(session)[0][2] == "menunggu"
    asking_back.take_info(session, region, report, "di kiri", (), None, wib("2026-11-30 09:00"))
    assert booked(session) == [("PUPR", wib("2026-12-02 23:59:59"), "berjalan")]


@pytest.mark.parametrize(
    ("closed", "state"), [("2026-11-27 15:00", "ditepati"), ("2026-11-28 08:00", "ingkar")]
)
def test_closing_keeps_a_promise_in_time_only(
    session: Session, report: Report, closed: str, state: str
) -> None:
    closing.close(by(OFFICER, session, report, wib(closed)), first(report), "sudah", (), "gelap")
    assert booked(session) == [("PUPR", END, state)]


def test_what_is_opened_again_has_not_been_kept(session: Session, report: Report) -> None:
    closing.close(by(OFFICER, session, report, wib("2026-11-26 09:00")), first(report), "sudah", (), "gelap")
    closing.reopen(by(OPERATOR, session, report, wib("2026-11-26 15:00")), first(report), "belum")
    assert booked(session)[0][2] == "berjalan"


def test_who_handed_a_part_on_is_released_and_still_named(session: Session, report: Report) -> None:
    case = by(OFFICER, session, report, wib("2026-11-25 09:00"))
    passing_on.hand_on(case, first(report), ["DLH"], "sampah")
    assert booked(session)[0][::2] == ("PUPR", "gugur")


def test_a_hand_over_is_no_dated_promise(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session)))
    passing_on.ask_handover(by(OFFICER, session, report, MADE), first(report), "PUBMTR", "SK", "1")
    passing_on.agree_handover(by(OPERATOR, session, report, MADE), first(report), "600/1", "")
    assert booked(session) == [("PUPR", None, "gugur")]


def test_a_breach_is_written_into_the_book_when_its_hour_has_come(database: Database) -> None:
    with database.writing() as session:
        report = filed(session, pothole(add_citizen(session)))
        promise(session, report, MADE, UNTIL)
    ring_due(database, OKI, WORDING, wib("2026-11-28 00:00"))
    with database.reading() as session:
        assert booked(session) == [("PUPR", END, "ingkar")]


def test_promises_from_before_the_book_are_taken_up_once(database: Database) -> None:
    with database.writing() as session:
        report = filed(session, pothole(add_citizen(session)))
        promise(session, report, MADE, UNTIL)
    with database.writing() as session:
        session.execute(update(Promise).values(agency=None, due_at=None, state=None))
    at = wib("2026-11-25 09:00")
    assert (adopt_promises(database, OKI, at), adopt_promises(database, OKI, at)) == (1, 0)
    with database.reading() as session:
        assert booked(session) == [("PUPR", END, "berjalan")]
