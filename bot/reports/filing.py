"""Files a report: checks that it is complete, routes it, numbers it and writes it, once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.conversations.news import start_news
from bot.region.pack import Region
from bot.region.signals import Signals
from bot.reports import events
from bot.reports.deadlines import COMPLAINT
from bot.reports.events import record
from bot.reports.guarantee import link_again
from bot.reports.photos import add_photos
from bot.reports.records import (
    BY_CITIZEN,
    BY_EMERGENCY,
    BY_SILENCE,
    Assignment,
    Copy,
    Draft,
    Report,
)
from bot.reports.routing import PlannedAssignment, Problem, Routing, RoutingCase, route
from bot.reports.search_index import index_report
from bot.reports.statuses import RECEIVED, REJECTED
from bot.reports.tickets import Randomness, Ticket, new_ticket
from bot.reports.timekeeping import keep_time

TICKET_DRAWS = 20

NewProblem = Problem


@dataclass(frozen=True)
class NewReport:
    """A report as the dialogue has gathered it.

    `description` is everything the citizen said of it, in his words; `location_text` his words for the
    place; `road` the id of a road of the pack; `photo_ids` are media of this citizen, in order. One
    `draft_id` gives one report, however often it is filed; without one every call files a report.
    """

    citizen_id: int
    draft_id: int | None
    report_class: str
    problems: tuple[NewProblem, ...]
    description: str
    at: datetime
    signals: Signals
    location_text: str | None = None
    road: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    village_code: str | None = None
    village_confirmed: bool = False
    district_code: str | None = None
    photo_ids: tuple[int, ...] = field(default=())
    filed_by: str = BY_CITIZEN


class IncompleteReport(Exception):
    """What is `missing` before the report can be filed: `category`, `description`, `place`."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"the report has no {', no '.join(missing)}")
        self.missing = missing


def missing_parts(region: Region, new: NewReport) -> tuple[str, ...]:
    """Name what keeps the report from being filed, the most important first.

    A place is needed for a complaint of a category that says so. Words for it are enough. An emergency is
    filed without one, and so is an accusation: neither may wait for an address.
    """
    missing = []
    known = [region.categories.get(problem.category) for problem in new.problems]
    if not known or None in known:
        missing.append("category")
    if not new.description.strip():
        missing.append("description")
    if any(category and category.place_needed for category in known) and not _may_lack_place(region, new):
        missing.append("place")
    return tuple(missing)


def file_report(session: Session, region: Region, new: NewReport, rng: Randomness = secrets) -> Report:
    """Write the report with its assignments, copies, photos and first event, and close its draft.

    Who files a report hears of all his reports again.

    Filing the same draft again, also from another process at the same moment, returns the report that
    exists. Raises IncompleteReport. The caller's transaction decides whether anything of it stays.
    """
    filed = report_of_draft(session, new.draft_id)
    if filed is not None:
        return filed
    missing = missing_parts(region, new)
    if missing:
        raise IncompleteReport(missing)
    routing = routing_of(region, new)
    for _ in range(TICKET_DRAWS):
        ticket = new_ticket(region.ticket_prefix, rng)
        try:
            with session.begin_nested():
                report = _written(region, new, routing, ticket)
                session.add(report)
        except IntegrityError:
            filed = report_of_draft(session, new.draft_id)
            if filed is not None:
                return filed
            if not _is_taken(session, ticket):
                raise
        else:
            _complete(session, region, new, routing, report)
            link_again(session, region, report, new.at)
            index_report(session, region, report)
            return report
    raise RuntimeError(f"no free ticket in {TICKET_DRAWS} draws")


def routing_of(region: Region, new: NewReport) -> Routing:
    """Where the report will go, as the summary shows it; needs at least one problem."""
    return route(region, _case(region, new))


def report_of_draft(session: Session, draft_id: int | None) -> Report | None:
    """The report that was filed from this draft."""
    if draft_id is None:
        return None
    return session.scalar(select(Report).where(Report.draft_id == draft_id))


def _is_taken(session: Session, ticket: Ticket) -> bool:
    return session.scalar(select(Report.id).where(Report.ticket == ticket)) is not None


def _may_lack_place(region: Region, new: NewReport) -> bool:
    return bool(
        new.report_class != COMPLAINT
        or new.filed_by == BY_EMERGENCY
        or new.signals.accused
        or new.village_code in region.villages
        or new.district_code in region.districts
        or (new.location_text or "").strip()
        or (new.latitude is not None and new.longitude is not None)
    )


def _district(region: Region, new: NewReport) -> str | None:
    """A known village decides: it lies in one district only."""
    village = region.villages.get(new.village_code or "")
    return village.district_code if village else new.district_code


def _case(region: Region, new: NewReport) -> RoutingCase:
    owners = {road.id: road.owner for road in region.roads}
    return RoutingCase(
        problems=new.problems,
        text="\n".join(filter(None, (new.description, new.location_text))),
        road_owner=owners.get(new.road or ""),
        district_code=_district(region, new),
        report_class=new.report_class,
        signals=new.signals,
        at=new.at,
    )


def _written(region: Region, new: NewReport, routing: Routing, ticket: Ticket) -> Report:
    planned = routing.assignments
    return Report(
        ticket=ticket,
        citizen_id=new.citizen_id,
        draft_id=new.draft_id,
        report_class=new.report_class,
        status=RECEIVED if planned else REJECTED,
        category=new.problems[0].category,
        description=new.description.strip(),
        location_text=(new.location_text or "").strip() or None,
        road=new.road,
        latitude=new.latitude,
        longitude=new.longitude,
        village_code=new.village_code,
        village_confirmed=new.village_confirmed,
        district_code=_district(region, new),
        secret=routing.secret,
        filed_by=new.filed_by,
        answer_due_at=min((part.answer_due_at for part in planned), default=None),
        due_at=max((part.due_at for part in planned), default=None),
        next_due_at=min((part.answer_due_at for part in planned), default=None),
        created_at=new.at,
        updated_at=new.at,
        assignments=[_assignment(position, part, new.at) for position, part in enumerate(planned, start=1)],
        copies=[Copy(recipient=recipient) for recipient in routing.copies],
        events=[],
        photos=[],
    )


def _assignment(position: int, planned: PlannedAssignment, at: datetime) -> Assignment:
    return Assignment(
        position=position,
        agency=planned.agency,
        suggested_agency=planned.suggested_agency,
        category=planned.category,
        problem=planned.problem,
        status=RECEIVED,
        answer_due_at=planned.answer_due_at,
        due_at=planned.due_at,
        next_due_at=planned.answer_due_at,
        created_at=at,
    )


def _complete(session: Session, region: Region, new: NewReport, routing: Routing, report: Report) -> None:
    start_news(session, new.citizen_id)
    photos = add_photos(session, report, new.photo_ids)
    data: dict[str, Any] = {"filed_by": new.filed_by, "photos": len(photos)}
    if routing.outside_advice:
        data["outside_advice"] = routing.outside_advice
    actor = events.SYSTEM if new.filed_by == BY_SILENCE else events.CITIZEN
    keep_time(session, region, report, events.FILED, new.at)
    record(session, report, events.FILED, actor, new.at, status=report.status, **data)
    draft = session.get(Draft, new.draft_id) if new.draft_id is not None else None
    if draft is not None:
        draft.state, draft.file_at, draft.updated_at = "filed", None, new.at
