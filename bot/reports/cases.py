"""A report in the hands of one member of the staff: opened for one deed, never by two at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Button
from bot.conversations.messages import OutboxMessage
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports import events
from bot.reports.events import SILENT, Words
from bot.reports.lifecycle import MOVES, may_move
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.sight import Viewer, may_see
from bot.reports.telling import News, Teller
from bot.reports.timekeeping import keep_time

STAFF = "staff:"


class NoSuchReport(Exception):
    """There is none, or none that this person may see."""


class NotAllowed(Exception):
    """This person may not do this with this part, or its state does not allow it any more."""


class Unclear(Exception):
    """Something that the deed needs is missing or makes no sense; the message, in Indonesian, says what."""


class ChangedMeanwhile(Exception):
    """Somebody else of the staff has changed the report since the page was opened."""

    def __init__(self, staff_id: int, at: datetime) -> None:
        super().__init__(f"changed by staff {staff_id}")
        self.staff_id = staff_id
        self.at = at


@dataclass(frozen=True)
class Case:
    """One report, locked until the transaction ends, and who is about to do what with it."""

    session: Session
    region: Region
    wording: Wording
    viewer: Viewer
    report: Report
    at: datetime

    def part(self, assignment_id: int, move: str) -> Assignment:
        """The part that a move is about; raises NotAllowed when he may not make it."""
        part = next((part for part in self.report.assignments if part.id == assignment_id), None)
        if part is None or not self.may(move, part):
            raise NotAllowed(move)
        return part

    def is_visible(self) -> bool:
        """Whether the report is still this person's after what he did."""
        self.session.flush()
        query = select(Report.id).where(Report.id == self.report.id, may_see(self.viewer))
        return self.session.scalar(query) is not None

    def may(self, move: str, part: Assignment) -> bool:
        return may_move(self.viewer, self.region, move, part.agency, part.status)

    def move(self, move: str, part: Assignment, kind: str, words: Words = SILENT, **data: Any) -> ReportEvent:
        """Let a part take its new state and write the event of it."""
        part.status = MOVES[move].to or part.status
        return self.note(kind, words, part, **data)

    def note(
        self, kind: str, words: Words = SILENT, part: Assignment | None = None, **data: Any
    ) -> ReportEvent:
        """Write an event by this person and bring the report's standing up to date."""
        keep_time(self.session, self.region, self.report, kind, self.at)
        self.report.unread_at = None
        status = part.status if part else None
        by = {events.CONTACT: self.viewer.contact} if self.viewer.contact else {}
        return events.record(
            self.session, self.report, kind, self.viewer.actor, self.at,
            assignment=part, status=status, words=words, **by, **data,
        )  # fmt: skip

    def tell(
        self,
        kind: str,
        words: str,
        part: Assignment | None = None,
        image: int | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> OutboxMessage | None:
        """Put one message to the owner into the outbox; None when he wants no news."""
        news = News(self.report, kind, words, part.agency if part else None, image, buttons)
        return self.teller.tell(news, self.viewer.id)

    @property
    def teller(self) -> Teller:
        return Teller(self.session, self.region, self.wording, self.at)


def open_case(
    session: Session,
    region: Region,
    wording: Wording,
    viewer: Viewer,
    ticket: str,
    at: datetime,
    seen: int | None = None,
    *,
    locked: bool = True,
) -> Case:
    """Lock a report for a deed of `viewer` in a writing session; without a lock, for a look in a reading one.

    `seen` is what `last_change` said when he opened the page. Raises NoSuchReport, and ChangedMeanwhile when
    staff have changed the report since: another person, or he himself by pressing twice.
    """
    query = select(Report).where(Report.ticket == ticket, may_see(viewer))
    if locked:
        query = query.with_for_update()
    report = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if report is None:
        raise NoSuchReport(ticket)
    newest = last_change(report)
    if seen is not None and newest is not None and newest.id > seen:
        raise ChangedMeanwhile(int(newest.actor.removeprefix(STAFF)), newest.at)
    return Case(session, region, wording, viewer, report, at)


def last_change(report: Report) -> ReportEvent | None:
    """The newest event of the staff."""
    return next((event for event in reversed(report.events) if event.actor.startswith(STAFF)), None)


def mark_seen(report: Report, viewer: Viewer, at: datetime) -> bool:
    """Remember that somebody who works on the report has opened it; False when that was known already."""
    changed = False
    for part in report.assignments:
        if part.seen_at is None and part.agency == viewer.desk:
            part.seen_at, changed = at, True
    works = viewer.desk in {part.agency for part in report.assignments} or viewer.role == "operator"
    if works and report.unread_at is not None:
        report.unread_at, changed = None, True
    return changed
