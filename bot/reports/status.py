"""What a citizen may know of a report; ids and data only, the dialogue words them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.events import ANSWERED, REOPENED
from bot.reports.personal import masked
from bot.reports.photos import count_photos
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.statuses import HANDED_OVER, IN_PROGRESS, NEEDS_INFO, derive_status, is_open
from bot.reports.tickets import Ticket

__all__ = ["AssignmentLine", "OwnerView", "Place", "PublicView", "derive_status", "own_reports", "status_for"]


@dataclass(frozen=True)
class Place:
    """Where it is. `village` and `district` are labels; an unconfirmed village was proposed by a pin."""

    words: str | None
    village: str | None
    village_confirmed: bool
    district: str | None
    has_pin: bool


@dataclass(frozen=True)
class Answer:
    """The last public answer of an agency."""

    text: str
    at: datetime


@dataclass(frozen=True)
class AssignmentLine:
    """One part of a report.

    `due_at` is the next promise: an answer while none has been given (`is_answered`), then the end; None when
    closed.
    """

    category: str
    category_name: str
    problem: str | None
    agency: str
    status: str
    due_at: datetime | None
    overdue: bool
    answer: Answer | None
    is_answered: bool


@dataclass(frozen=True)
class OwnerView:
    """What the owner sees. `answer_due_at` is when the first answer is due, None when nobody owes one."""

    ticket: Ticket
    report_class: str
    status: str
    category_names: tuple[str, ...]
    description: str
    place: Place
    lines: tuple[AssignmentLine, ...]
    photos: int
    filed_at: datetime
    answer_due_at: datetime | None
    secret: bool


@dataclass(frozen=True)
class PublicView:
    """What anybody else sees: no words, no place but the district.

    `butuh_info` shows as `diproses`: that an answer is awaited concerns the reporter alone.
    """

    ticket: Ticket
    category_name: str
    district: str | None
    status: str


def status_for(
    session: Session, region: Region, ticket: str, citizen_id: int, at: datetime
) -> OwnerView | PublicView | None:
    """What this citizen may know of `ticket`; None for "tidak ditemukan": unknown, or another's secret."""
    report = session.scalar(select(Report).where(Report.ticket == ticket))
    if report is None:
        return None
    if report.citizen_id == citizen_id:
        return _owner_view(session, region, report, at)
    return None if report.secret else _public_view(region, report)


def own_reports(
    session: Session, region: Region, citizen_id: int, at: datetime, limit: int = 5
) -> list[OwnerView]:
    """The citizen's reports, newest first; secret ones are shown only to who knows the number."""
    reports = session.scalars(
        select(Report)
        .where(Report.citizen_id == citizen_id, Report.secret.is_(False))
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(limit)
    )
    return [_owner_view(session, region, report, at) for report in reports]


def _owner_view(session: Session, region: Region, report: Report, at: datetime) -> OwnerView:
    lines = tuple(_line(region, report, assignment, at) for assignment in report.assignments)
    names = [line.category_name for line in lines] or [region.category_label(report.category)]
    return OwnerView(
        ticket=Ticket(report.ticket),
        report_class=report.report_class,
        status=report.status,
        category_names=tuple(dict.fromkeys(names)),
        description=masked(report.description),
        place=_place(region, report),
        lines=lines,
        photos=count_photos(session, report),
        filed_at=report.created_at,
        answer_due_at=report.answer_due_at,
        secret=report.secret,
    )


def _public_view(region: Region, report: Report) -> PublicView:
    return PublicView(
        ticket=Ticket(report.ticket),
        category_name=region.category_label(report.category),
        district=_district_label(region, report.district_code),
        status=IN_PROGRESS if report.status == NEEDS_INFO else report.status,
    )


def _line(region: Region, report: Report, assignment: Assignment, at: datetime) -> AssignmentLine:
    due_at = _next_promise(report, assignment)
    return AssignmentLine(
        category=assignment.category,
        category_name=region.category_label(assignment.category),
        problem=assignment.problem,
        agency=region.agency_label(assignment.agency),
        status=assignment.status,
        due_at=due_at,
        overdue=due_at is not None and due_at < at,
        answer=_last_answer(report, assignment),
        is_answered=_is_answered(report, assignment),
    )


def _next_promise(report: Report, assignment: Assignment) -> datetime | None:
    """None as well while the time stands still: the date will wait as long."""
    if not is_open(assignment.status) or assignment.status in (NEEDS_INFO, HANDED_OVER):
        return None
    return assignment.due_at if _is_answered(report, assignment) else assignment.answer_due_at


def _is_answered(report: Report, assignment: Assignment) -> bool:
    """What was opened again owes a new answer."""
    kinds = [event.kind for event in _events_of(report, assignment) if event.kind in (ANSWERED, REOPENED)]
    return kinds[-1:] == [ANSWERED]


def _last_answer(report: Report, assignment: Assignment) -> Answer | None:
    answers = [event for event in _events_of(report, assignment) if event.public_text]
    return Answer(answers[-1].public_text or "", answers[-1].at) if answers else None


def _events_of(report: Report, assignment: Assignment) -> list[ReportEvent]:
    return [event for event in report.events if event.assignment_id in (None, assignment.id)]


def _place(region: Region, report: Report) -> Place:
    known = report.village_code in region.villages
    return Place(
        words=masked(report.location_text or "") or None,
        village=region.village_label(report.village_code) if known and report.village_code else None,
        village_confirmed=report.village_confirmed,
        district=_district_label(region, report.district_code),
        has_pin=report.latitude is not None,
    )


def _district_label(region: Region, code: str | None) -> str | None:
    return region.district_label(code) if code in region.districts and code else None
