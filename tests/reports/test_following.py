from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.region.pins import locate
from bot.reports.following import (
    WorkHasBegun,
    add_words,
    attach_photos,
    cancel_by_owner,
    last_report_of,
    set_pin,
)
from bot.reports.records import Report
from tests.reports.cases import (
    TUESDAY,
    accusation,
    add_citizen,
    add_media,
    filed,
    founding_case,
    pothole,
)

LATER = TUESDAY + timedelta(minutes=20)
# Inside the polygons of the pack: the town, and a place far to the east.
IN_TOWN = (-3.39, 104.83)
IN_TULUNG_SELAPAN = (-3.25, 105.35)
IN_JAKARTA = (-6.2, 106.8)


def kinds(report: Report) -> list[str]:
    return [event.kind for event in report.events]


def placeless(session: Session) -> Report:
    return filed(
        session,
        pothole(add_citizen(session), village_code=None, village_confirmed=False, district_code=None),
    )


def test_photos_join_the_report_once(session: Session) -> None:
    citizen = add_citizen(session)
    first, second = add_media(session, citizen), add_media(session, citizen)
    report = filed(session, pothole(citizen, photo_ids=(first,)))
    assert attach_photos(session, report, [first, second], LATER) == (second,)
    assert attach_photos(session, report, [second], LATER) == ()
    assert [(photo.media_id, photo.position) for photo in report.photos] == [(first, 1), (second, 2)]
    assert kinds(report) == ["filed", "photos_added"]
    assert report.events[-1].data == {"media_ids": [second]}


def test_anothers_photo_joins_no_report(session: Session) -> None:
    citizen, stranger = add_citizen(session), add_citizen(session)
    report = filed(session, pothole(citizen))
    assert attach_photos(session, report, [add_media(session, stranger)], LATER) == ()
    assert kinds(report) == ["filed"]


def test_words_are_kept_once_and_for_staff_alone(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session)))
    assert add_words(session, report, " sudah ada yang jatuh ", LATER)
    assert not add_words(session, report, "sudah ada yang jatuh", LATER)
    assert not add_words(session, report, "  ", LATER)
    event = report.events[-1]
    assert (event.citizen_words, event.public_text, event.status) == ("sudah ada yang jatuh", None, None)
    assert kinds(report) == ["filed", "words_added"]


def test_a_pin_fills_in_what_the_words_did_not_say(session: Session, region: Region) -> None:
    report = placeless(session)
    assert report.copies == []
    pin = set_pin(session, region, report, *IN_TOWN, LATER)
    assert pin.inside
    assert (report.latitude, report.longitude) == IN_TOWN
    assert report.district_code == "16.02.05"
    assert (report.village_code, report.village_confirmed) == (pin.village_codes[0], False)
    assert [copy.recipient for copy in report.copies] == ["KEC-16.02.05"]
    assert report.events[-1].data["copies"] == ["KEC-16.02.05"]


def test_a_typed_village_wins_over_the_pin(session: Session, region: Region) -> None:
    report = filed(session, pothole(add_citizen(session)))
    before = (report.village_code, report.district_code)
    set_pin(session, region, report, *IN_TULUNG_SELAPAN, LATER)
    assert (report.village_code, report.district_code) == before
    assert (report.latitude, report.longitude) == IN_TULUNG_SELAPAN
    assert [copy.recipient for copy in report.copies] == ["KEC-16.02.05"]


def test_a_pin_of_another_district_proposes_no_village(session: Session, region: Region) -> None:
    assert locate(region, *IN_TULUNG_SELAPAN).district_code != "16.02.05"
    report = filed(session, pothole(add_citizen(session), village_code=None, village_confirmed=False))
    set_pin(session, region, report, *IN_TULUNG_SELAPAN, LATER)
    assert (report.district_code, report.village_code) == ("16.02.05", None)


def test_a_pin_outside_the_region_is_only_kept(session: Session, region: Region) -> None:
    report = placeless(session)
    assert not set_pin(session, region, report, *IN_JAKARTA, LATER).inside
    assert (report.latitude, report.district_code, report.copies) == (-6.2, None, [])


def test_the_same_pin_again_changes_nothing(session: Session, region: Region) -> None:
    report = placeless(session)
    set_pin(session, region, report, *IN_TOWN, LATER)
    set_pin(session, region, report, *IN_TOWN, LATER)
    assert kinds(report) == ["filed", "pin_set"]


def test_the_pin_of_a_secret_report_brings_no_copy(session: Session, region: Region) -> None:
    report = filed(session, accusation(add_citizen(session), village_code=None, district_code=None))
    set_pin(session, region, report, *IN_TOWN, LATER)
    assert (report.district_code, report.copies) == ("16.02.05", [])


def test_an_owner_takes_back_what_nobody_has_begun(session: Session, region: Region) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    cancel_by_owner(session, report, LATER)
    cancel_by_owner(session, report, LATER)
    assert report.status == "dibatalkan"
    assert [part.status for part in report.assignments] == ["dibatalkan", "dibatalkan"]
    assert [(event.kind, event.status) for event in report.events[1:]] == [("cancelled", "dibatalkan")]


def test_one_part_begun_keeps_the_whole(session: Session, region: Region) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    report.assignments[1].status = "diproses"
    with pytest.raises(WorkHasBegun):
        cancel_by_owner(session, report, LATER)
    assert report.assignments[0].status == "diterima"
    assert kinds(report) == ["filed"]


def test_the_last_report_is_the_newest_in_time_and_not_taken_back(session: Session) -> None:
    citizen, stranger = add_citizen(session), add_citizen(session)
    first = filed(session, pothole(citizen))
    second = filed(session, pothole(citizen, at=LATER))
    filed(session, pothole(stranger, at=LATER))
    hour = timedelta(hours=1)
    assert last_report_of(session, citizen, hour, LATER) is second
    cancel_by_owner(session, second, LATER)
    assert last_report_of(session, citizen, hour, LATER) is first
    assert last_report_of(session, citizen, hour, TUESDAY + timedelta(hours=2)) is None
