"""A like trouble at the same spot within 90 days of its end counts as come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.filing import NewProblem
from bot.reports.records import Report
from bot.reports.standing import settle_standing
from tests.reports.cases import TUESDAY, accusation, add_citizen, filed, founding_case, pothole

CLOSED = TUESDAY + timedelta(days=7)
SOON = CLOSED + timedelta(days=30)
PIN = {"latitude": -3.39, "longitude": 104.83}
# A thousandth of a degree is 111 metres.
BESIDE = {"latitude": -3.391, "longitude": 104.83}
FAR = {"latitude": -3.392, "longitude": 104.83}
RUBBISH = (NewProblem("sampah_kebersihan", "sampah menumpuk"),)


def file_anew(session: Session, at: datetime = SOON, **changes: Any) -> Report:
    return filed(session, pothole(add_citizen(session), at=at, **changes))


def closed(session: Session, report: Report, at: datetime = CLOSED) -> Report:
    for part in report.assignments:
        part.status = "selesai"
    settle_standing(report, at)
    session.flush()
    return report


@pytest.fixture
def pinned(session: Session) -> Report:
    """A closed report with a pin."""
    return closed(session, file_anew(session, TUESDAY, **PIN))


@pytest.fixture
def worded(session: Session) -> Report:
    """A closed report in Celikah, "depan SDN 1"."""
    return closed(session, file_anew(session, TUESDAY))


def test_both_reports_say_that_it_has_come_back(session: Session, pinned: Report) -> None:
    again = file_anew(session, **BESIDE)
    assert again.again_of == pinned.id
    assert (pinned.events[-1].kind, pinned.events[-1].data) == ("again", {"by": again.ticket})
    assert [(event.kind, event.data.get("of")) for event in again.events] == [
        ("filed", None),
        ("again", pinned.ticket),
    ]


@pytest.mark.parametrize(
    "changes", [FAR, {**PIN, "problems": RUBBISH}, {**PIN, "at": CLOSED + timedelta(days=91)}]
)
def test_another_spot_matter_or_season_is_no_return(
    changes: dict[str, Any], session: Session, pinned: Report
) -> None:
    assert file_anew(session, **changes).again_of is None
    assert [event.kind for event in pinned.events] == ["filed"]


def test_what_is_still_open_cannot_come_back(session: Session) -> None:
    file_anew(session, TUESDAY, **PIN)
    assert file_anew(session, **PIN).again_of is None


@pytest.mark.parametrize(
    "words", ["depan SDN 1", "SDN 1 Celikah, Kayu Agung", "dekat SDN 1, sebelah gerbang"]
)
def test_without_a_pin_village_and_words_name_the_spot(words: str, session: Session, worded: Report) -> None:
    assert file_anew(session, location_text=words).again_of == worded.id
    assert file_anew(session, location_text=words, **PIN).again_of == worded.id


@pytest.mark.parametrize(
    "changes",
    [
        {"location_text": "depan SDN 2"},
        {"location_text": "depan pasar"},
        {"location_text": None},
        {"village_code": "16.02.05.1001"},
    ],
)
def test_other_words_or_another_village_name_another_spot(
    changes: dict[str, Any], session: Session, worded: Report
) -> None:
    assert file_anew(session, **changes).again_of is None


def test_the_same_road_in_the_same_village_is_the_same_spot(session: Session, region: Region) -> None:
    former = closed(session, filed(session, founding_case(region, add_citizen(session))))
    road = {"road": former.road, "location_text": "jl. let. muchtar saleh"}
    drain = (NewProblem("drainase_banjir", "got mampet lagi"),)
    assert file_anew(session, problems=drain, **road).again_of == former.id


def test_the_latest_end_counts(session: Session, pinned: Report) -> None:
    later = closed(session, file_anew(session, TUESDAY, **PIN), CLOSED + timedelta(days=3))
    assert file_anew(session, **PIN).again_of == later.id


def test_secret_reports_and_wishes_are_linked_to_nothing(session: Session, pinned: Report) -> None:
    secret = closed(session, filed(session, accusation(add_citizen(session), **PIN)))
    same = {"problems": (NewProblem("pelayanan_pungli", "antre lama"),), **PIN}
    assert file_anew(session, **same).again_of is None
    assert filed(session, accusation(add_citizen(session), at=SOON, **PIN)).again_of is None
    assert file_anew(session, report_class="aspirasi", **PIN).again_of is None
    assert [event.kind for event in secret.events] == ["filed"]
