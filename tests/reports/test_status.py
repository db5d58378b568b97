from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.events import Words, record
from bot.reports.status import OwnerView, PublicView, own_reports, status_for
from bot.reports.tickets import Ticket
from tests.reports.cases import (
    TUESDAY,
    accusation,
    add_citizen,
    add_media,
    filed,
    founding_case,
    pothole,
)

LATER = TUESDAY + timedelta(days=2)


def test_the_owner_sees_a_line_for_each_part(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, founding_case(region, citizen))
    view = status_for(session, region, Ticket(report.ticket), citizen, LATER)
    assert isinstance(view, OwnerView)
    assert (view.ticket, view.status, view.filed_at) == (report.ticket, "diterima", TUESDAY)
    assert view.category_names == ("Jalan dan jembatan", "Got, drainase, dan banjir")
    assert (view.place.village, view.place.district) == ("Desa Celikah", "Kec. Kayu Agung")
    assert (view.place.words, view.place.village_confirmed) == ("Jl Letnan Mukhtar Saleh", True)
    assert [(line.problem, line.agency, line.status) for line in view.lines] == [
        ("banyak lubang", "Dinas PUPR", "diterima"),
        ("gotnya mampet", "Dinas PUPR", "diterima"),
    ]
    assert all(line.due_at == report.answer_due_at and not line.overdue for line in view.lines)


def test_an_answer_shows_in_its_part_and_the_next_promise_is_the_end(
    session: Session, region: Region
) -> None:
    citizen = add_citizen(session)
    report = filed(session, founding_case(region, citizen))
    road, drain = report.assignments
    for text in ("kami tinjau besok", "mulai dikerjakan"):
        record(session, report, "answered", "staff:1", LATER, assignment=road, words=Words(public=text))
    view = status_for(session, region, Ticket(report.ticket), citizen, LATER)
    assert isinstance(view, OwnerView)
    first, second = view.lines
    assert first.answer is not None
    assert (first.answer.text, first.answer.at, first.due_at) == ("mulai dikerjakan", LATER, road.due_at)
    assert (second.answer, second.due_at) == (None, drain.answer_due_at)


def test_words_for_staff_reach_no_citizen(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, pothole(citizen))
    record(session, report, "answered", "staff:1", LATER, words=Words(internal="warga ini cerewet"))
    view = status_for(session, region, Ticket(report.ticket), citizen, LATER)
    assert "cerewet" not in repr(view)


def test_a_late_part_is_overdue_and_a_closed_one_owes_nothing(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, founding_case(region, citizen))
    report.assignments[1].status = "selesai"
    view = status_for(session, region, Ticket(report.ticket), citizen, TUESDAY + timedelta(days=30))
    assert isinstance(view, OwnerView)
    assert [(line.overdue, line.due_at is None) for line in view.lines] == [(True, False), (False, True)]


def test_a_stranger_sees_category_district_and_status_alone(session: Session, region: Region) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    view = status_for(session, region, Ticket(report.ticket), add_citizen(session), LATER)
    assert view == PublicView(Ticket(report.ticket), "Jalan dan jembatan", "Kec. Kayu Agung", "diterima")


def test_that_the_reporter_is_asked_concerns_the_reporter_alone(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, pothole(citizen))
    report.status = "butuh_info"
    strange = status_for(session, region, Ticket(report.ticket), add_citizen(session), LATER)
    own = status_for(session, region, Ticket(report.ticket), citizen, LATER)
    assert strange is not None and own is not None
    assert (strange.status, own.status) == ("diproses", "butuh_info")


def test_a_secret_report_does_not_exist_for_others(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, accusation(citizen))
    ticket = Ticket(report.ticket)
    assert status_for(session, region, ticket, add_citizen(session), LATER) is None
    view = status_for(session, region, ticket, citizen, LATER)
    assert isinstance(view, OwnerView) and view.secret
    assert [line.agency for line in view.lines] == ["Inspektorat"]


def test_the_owner_of_an_unjudged_accusation_sees_no_promise(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, accusation(citizen, agency=None))
    view = status_for(session, region, Ticket(report.ticket), citizen, LATER)
    assert isinstance(view, OwnerView)
    assert (view.status, view.lines, view.answer_due_at) == ("ditolak", (), None)
    assert view.category_names == ("Pelayanan dan pungli",)


def test_an_unknown_ticket_is_not_found(session: Session, region: Region) -> None:
    assert status_for(session, region, Ticket("OKI-4829-1372"), add_citizen(session), LATER) is None


def test_pictures_count_unless_they_were_refused(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    states = [("image", "stored"), ("image", "waiting"), ("image", "refused"), ("video", "stored")]
    media = tuple(add_media(session, citizen, kind, state) for kind, state in states)
    filed(session, pothole(citizen, photo_ids=media))
    assert [view.photos for view in own_reports(session, region, citizen, LATER)] == [2]


def test_own_reports_are_the_newest_five_without_secrets(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    ordinary = [
        filed(session, pothole(citizen, at=TUESDAY + timedelta(hours=hours))).ticket for hours in range(6)
    ]
    filed(session, replace(accusation(citizen), at=LATER))
    filed(session, pothole(add_citizen(session), at=LATER))
    assert [view.ticket for view in own_reports(session, region, citizen, LATER)] == ordinary[:0:-1]
    assert len(own_reports(session, region, citizen, LATER, limit=2)) == 2


def test_a_category_the_pack_has_dropped_keeps_its_id_as_name(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    report = filed(session, pothole(citizen))
    report.category = report.assignments[0].category = "dulu_ada"
    (view,) = own_reports(session, region, citizen, LATER)
    assert view.category_names == ("dulu_ada",)
