from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.dates import long_date
from bot.reports.filing import IncompleteReport, NewProblem, file_report, missing_parts
from bot.reports.records import Assignment, Draft, Report, ReportEvent
from bot.reports.tickets import read_ticket
from bot.storage.database import Database
from tests.reports.cases import (
    CELIKAH,
    TUESDAY,
    accusation,
    add_citizen,
    add_draft,
    add_media,
    filed,
    founding_case,
    pothole,
)


class Drawn:
    """Randomness that is known beforehand."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = iter(numbers)

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        return next(self._numbers)


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_founding_case_is_one_ticket_with_two_parts(session: Session, region: Region) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    assert read_ticket("OKI", report.ticket) == report.ticket
    parts = [
        (part.position, part.agency, part.category, part.suggested_agency) for part in report.assignments
    ]
    assert parts == [
        (1, "PUPR", "jalan_jembatan", "PUBMTR"),
        (2, "PUPR", "drainase_banjir", None),
    ]
    assert [copy.recipient for copy in report.copies] == ["KEC-16.02.05"]
    assert report.answer_due_at is not None
    assert long_date(report.answer_due_at, region.timezone) == "Selasa, 1 Desember 2026"
    assert (report.status, report.category, report.secret) == ("diterima", "jalan_jembatan", False)


def test_everything_is_still_there_in_another_session(database: Database, region: Region) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        photos = (add_media(session, citizen), add_media(session, citizen, state="waiting"))
        ticket = filed(session, replace(founding_case(region, citizen), photo_ids=photos)).ticket
    with database.reading() as session:
        report = session.scalars(select(Report)).one()
        assert (report.ticket, report.village_code, report.village_confirmed) == (ticket, CELIKAH, True)
        assert [part.status for part in report.assignments] == ["diterima", "diterima"]
        assert [(photo.media_id, photo.position) for photo in report.photos] == [
            (photos[0], 1),
            (photos[1], 2),
        ]
        assert report.created_at == TUESDAY


def test_filing_is_the_first_event(session: Session) -> None:
    citizen = add_citizen(session)
    report = filed(session, pothole(citizen, photo_ids=(add_media(session, citizen),)))
    (event,) = report.events
    assert (event.kind, event.actor, event.status, event.at) == ("filed", "citizen", "diterima", TUESDAY)
    assert event.data == {"filed_by": "citizen", "photos": 1}


def test_silence_files_in_the_name_of_the_system(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session), filed_by="silence"))
    assert (report.filed_by, report.events[0].actor) == ("silence", "system")


def test_filing_closes_the_draft(session: Session) -> None:
    citizen = add_citizen(session)
    draft = add_draft(session, citizen)
    draft.file_at = TUESDAY
    filed(session, pothole(citizen, draft.id))
    assert (draft.state, draft.file_at) == ("filed", None)


def test_the_same_draft_files_no_second_report(database: Database) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        draft_id = add_draft(session, citizen).id
        first = filed(session, pothole(citizen, draft_id)).ticket
        assert filed(session, pothole(citizen, draft_id)).ticket == first
    with database.writing() as session:
        again = filed(session, pothole(citizen, draft_id, description="kata lain"))
        assert (again.ticket, again.description) == (first, pothole(citizen).description)
        assert (count(session, Report), count(session, Assignment), count(session, ReportEvent)) == (1, 1, 1)


def test_two_processes_that_file_one_draft_at_once_get_one_report(database: Database) -> None:
    """The second begins while the first has written and not yet committed: the hardest moment."""
    with database.writing() as session:
        citizen = add_citizen(session)
        draft_id = add_draft(session, citizen).id
    first_has_written = threading.Event()

    def first() -> str:
        with database.writing() as session:
            ticket = filed(session, pothole(citizen, draft_id)).ticket
            first_has_written.set()
            time.sleep(0.5)
            return ticket

    def second() -> str:
        first_has_written.wait(10)
        with database.writing() as session:
            return filed(session, pothole(citizen, draft_id)).ticket

    with ThreadPoolExecutor() as both:
        tickets = [future.result(20) for future in [both.submit(first), both.submit(second)]]
    assert tickets[0] == tickets[1]
    with database.reading() as session:
        assert (count(session, Report), count(session, Assignment)) == (1, 1)


def test_a_report_whose_transaction_fails_leaves_nothing(database: Database) -> None:
    with database.writing() as session:
        citizen = add_citizen(session)
        draft_id = add_draft(session, citizen).id
    with pytest.raises(RuntimeError, match="the worker died"), database.writing() as session:
        filed(session, pothole(citizen, draft_id))
        raise RuntimeError("the worker died")
    with database.reading() as session:
        assert count(session, Report) == 0
        assert session.scalars(select(Draft.state)).one() == "open"


def test_a_taken_ticket_is_drawn_again(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    first = file_report(session, region, pothole(citizen), Drawn(4829137))
    second = file_report(session, region, pothole(citizen), Drawn(4829137, 4829137, 7))
    assert first.ticket == "OKI-4829-1372"
    assert second.ticket.startswith("OKI-0000-007")
    assert count(session, Assignment) == 2


def test_endless_clashes_end_in_an_error(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    file_report(session, region, pothole(citizen), Drawn(1))
    with pytest.raises(RuntimeError, match="no free ticket"):
        file_report(session, region, pothole(citizen), Drawn(*[1] * 100))


def test_a_citizen_who_does_not_exist_is_no_ticket_clash(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        filed(session, pothole(citizen_id=404))


def test_only_the_citizens_own_media_are_attached_and_each_once(session: Session) -> None:
    citizen, stranger = add_citizen(session), add_citizen(session)
    own, foreign = add_media(session, citizen), add_media(session, stranger)
    report = filed(session, pothole(citizen, photo_ids=(own, foreign, own, 404)))
    assert [photo.media_id for photo in report.photos] == [own]


def test_the_village_tells_the_district(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session), district_code=None))
    assert report.district_code == "16.02.05"
    assert [copy.recipient for copy in report.copies] == ["KEC-16.02.05"]


def test_an_accusation_is_secret_and_has_no_copy(session: Session) -> None:
    report = filed(session, accusation(add_citizen(session)))
    assert report.secret
    assert [part.agency for part in report.assignments] == ["INSPEKTORAT"]
    assert report.copies == []


def test_an_accusation_nobody_here_may_judge_is_kept_without_a_promise(session: Session) -> None:
    report = filed(session, accusation(add_citizen(session), agency=None))
    assert report.secret and report.assignments == []
    assert (report.status, report.answer_due_at, report.due_at) == ("ditolak", None, None)
    assert "Ombudsman" in report.events[0].data["outside_advice"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"problems": ()}, ("category",)),
        ({"problems": (NewProblem("tidak_ada", "x"),)}, ("category",)),
        ({"description": " \n"}, ("description",)),
        ({"village_code": None, "district_code": None, "location_text": " "}, ("place",)),
        ({"village_code": "99.99", "district_code": "99", "location_text": None}, ("place",)),
        ({"village_code": None, "district_code": None, "location_text": None, "latitude": -3.4}, ("place",)),
        ({"problems": (), "description": "", "village_code": None}, ("category", "description")),
    ],
)
def test_an_incomplete_report_is_not_filed(
    session: Session, changes: dict[str, Any], missing: tuple[str, ...]
) -> None:
    citizen = add_citizen(session)
    with pytest.raises(IncompleteReport) as refusal:
        filed(session, pothole(citizen, **changes))
    assert refusal.value.missing == missing
    assert count(session, Report) == 0


NOWHERE = {"village_code": None, "district_code": None, "location_text": None}


@pytest.mark.parametrize(
    "changes",
    [
        {**NOWHERE, "district_code": "16.02.05"},
        {**NOWHERE, "location_text": "dekat pasar lama"},
        {**NOWHERE, "latitude": -3.39, "longitude": 104.83},
        {**NOWHERE, "problems": (NewProblem("adminduk", "KTP belum jadi"),)},
        {**NOWHERE, "report_class": "permintaan_informasi"},
        {**NOWHERE, "filed_by": "emergency"},
    ],
)
def test_a_report_that_says_enough_is_complete(region: Region, changes: dict[str, Any]) -> None:
    assert missing_parts(region, pothole(1, **changes)) == ()


def test_an_accusation_needs_no_place(region: Region) -> None:
    assert missing_parts(region, accusation(1, **NOWHERE)) == ()
