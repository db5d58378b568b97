from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.filing import file_report
from bot.reports.finding import ALL, COPIES, NEWEST, Filters, count_reports, find_reports
from bot.reports.following import add_words
from bot.reports.records import Report
from bot.reports.search_index import index_report
from bot.reports.sight import Viewer
from bot.reports.standing import settle_standing
from bot.reports.statuses import DONE
from tests.reports.cases import TUESDAY, accusation, add_citizen, founding_case, pothole

OPERATOR = Viewer(1, "Operator", "operator")
PUPR = Viewer(2, "Petugas", "officer", "PUPR")
DLH = Viewer(3, "Petugas", "officer", "DLH")
CAMAT = Viewer(4, "Camat", "camat", "KEC-16.02.05")
INSPECTOR = Viewer(5, "Pemeriksa", "inspektorat", "INSPEKTORAT")
LATER = TUESDAY + timedelta(days=1)


def add(session: Session, region: Region, days_ago: int = 0, **changes: object) -> Report:
    at = TUESDAY - timedelta(days=days_ago)
    return file_report(session, region, pothole(add_citizen(session), at=at, **changes))


def tickets(session: Session, viewer: Viewer, at: datetime = LATER, **filters: object) -> list[str]:
    found = find_reports(session, viewer, Filters(**filters), at)  # type: ignore[arg-type]
    counted = count_reports(session, viewer, Filters(**filters), at)  # type: ignore[arg-type]
    assert len(found.reports) == found.total == counted
    return [report.ticket for report, _ in found.reports]


def close(report: Report, part: int = 0) -> None:
    report.assignments[part].status = DONE
    settle_standing(report, LATER)


def test_the_most_urgent_comes_first_and_the_closed_not_at_all(session: Session, region: Region) -> None:
    new, old, closed = add(session, region), add(session, region, days_ago=20), add(session, region)
    close(closed)
    assert tickets(session, OPERATOR) == [old.ticket, new.ticket]
    assert set(tickets(session, OPERATOR, status=ALL, order=NEWEST)) == {
        new.ticket,
        old.ticket,
        closed.ticket,
    }
    assert tickets(session, OPERATOR, status=DONE, order=NEWEST) == [closed.ticket]


def test_pages_hold_every_report_once(session: Session, region: Region) -> None:
    filed = {add(session, region, days_ago=day % 3).ticket for day in range(11)}
    for order in ("tenggat", NEWEST):
        seen: list[str] = []
        place = None
        for _ in range(4):
            found = find_reports(session, OPERATOR, Filters(order=order), LATER, place, limit=3)
            seen += [report.ticket for report, _ in found.reports]
            place = found.more
        assert place is None and len(seen) == 11 and set(seen) == filed


def test_an_agency_finds_its_own_tasks_and_by_choice_its_copies(session: Session, region: Region) -> None:
    mine = add(session, region)
    other = add(session, region)
    other.assignments[0].agency = "DLH"
    session.flush()
    assert tickets(session, PUPR) == [mine.ticket]
    assert tickets(session, DLH) == [other.ticket]
    assert tickets(session, DLH, of=COPIES) == []


def test_state_and_promise_are_those_of_the_own_part(session: Session, region: Region) -> None:
    report = file_report(session, region, founding_case(region, add_citizen(session)))
    report.assignments[1].agency = "DLH"
    close(report, part=1)
    session.flush()
    assert tickets(session, PUPR) == [report.ticket]
    assert tickets(session, DLH) == []
    assert tickets(session, DLH, status=DONE, order=NEWEST) == [report.ticket]


def test_a_camat_finds_the_reports_of_his_sub_district(session: Session, region: Region) -> None:
    report = add(session, region)
    assert tickets(session, CAMAT) == [report.ticket]
    assert tickets(session, Viewer(6, "Camat", "camat", "KEC-16.02.03")) == []


def test_a_secret_report_is_found_by_the_office_in_charge_alone(session: Session, region: Region) -> None:
    secret = file_report(session, region, accusation(add_citizen(session)))
    assert tickets(session, INSPECTOR) == [secret.ticket]
    for viewer in (OPERATOR, PUPR, CAMAT, Viewer(7, "Bupati", "leader"), Viewer(8, "Admin", "admin")):
        assert tickets(session, viewer, status=ALL, order=NEWEST) == []


@pytest.mark.parametrize("words", ["lubang", "LUBANG jalan", "lub", "celikah", "kayu agung", "sdn 1"])
def test_words_and_places_are_found_from_their_beginning(
    words: str, session: Session, region: Region
) -> None:
    report = add(session, region)
    assert tickets(session, OPERATOR, words=words) == [report.ticket]


@pytest.mark.parametrize("words", ["ubang", "lubang sampah", "sidakersa", '" OR *', "-lubangan", "() NOT"])
def test_what_is_not_there_is_not_found(words: str, session: Session, region: Region) -> None:
    add(session, region)
    assert tickets(session, OPERATOR, words=words) == []


def test_a_report_is_found_by_its_ticket_and_by_what_was_added(session: Session, region: Region) -> None:
    report = add(session, region)
    add_words(session, report, "sudah ada yang jatuh di gorong", LATER)
    assert tickets(session, OPERATOR, words=report.ticket) == [report.ticket]
    assert tickets(session, OPERATOR, words="gorong celikah") == [report.ticket]
    assert tickets(session, OPERATOR, unread=True) == [report.ticket]


def test_a_place_that_changes_is_found_by_its_new_name(session: Session, region: Region) -> None:
    report = add(session, region)
    report.village_code = next(
        code for code, village in region.villages.items() if village.name == "Sidakersa"
    )
    index_report(session, region, report)
    assert tickets(session, OPERATOR, words="sidakersa") == [report.ticket]
    assert tickets(session, OPERATOR, words="celikah lubang") == [report.ticket]


def test_filters_narrow_together(session: Session, region: Region) -> None:
    report = add(session, region, days_ago=30)
    add(session, region)
    assert tickets(session, OPERATOR, overdue=True) == [report.ticket]
    assert tickets(session, OPERATOR, overdue=True, category="adminduk") == []
    assert tickets(session, OPERATOR, overdue=True, district="16.02.05", agency="PUPR") == [report.ticket]
    assert tickets(session, PUPR, overdue=True, report_class="aspirasi") == []


def test_a_masked_number_is_not_found_digit_by_digit(session: Session, region: Region) -> None:
    report = add(session, region, description="jalan rusak, hubungi 081234567890")
    # A ticket is found by its digits, and these are none of the numbers'.
    report.ticket = "OKI-4829-1372"
    assert add_words(session, report, "atau 0812 9876 5432", TUESDAY)
    for digits in ("0", "0812", "0812345", "9876"):
        assert tickets(session, PUPR, words=digits) == []
    assert tickets(session, PUPR, words="hubungi") == [report.ticket]
