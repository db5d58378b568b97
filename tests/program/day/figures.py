"""What the reports of a simulated day have cost, from the prices that WhatsApp has named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from bot.conversations.costs import bubbles_of_reports
from bot.conversations.messages import OutboxMessage
from bot.reports.records import Report


@dataclass(frozen=True)
class Spread:
    """Billed bubbles of each report."""

    each: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.each)

    def __str__(self) -> str:
        ninth = quantiles(self.each, n=10)[-1]
        return f"median {self.median:g}, nine of ten up to {ninth:g}, most {max(self.each)}"


@dataclass(frozen=True)
class Figures:
    """Billed bubbles a report: until it was filed, to its owner over its whole life, and of all people."""

    filing: Spread
    owner: Spread
    everybody: Spread
    to_officers: int

    def lines(self) -> Iterator[str]:
        yield f"billed bubbles a report, {len(self.owner.each)} reports over their whole life"
        yield f"  filing: {self.filing}"
        yield f"  citizens: {self.owner}"
        yield f"  all, officers' too: {self.everybody} ({self.to_officers} to officers in all)"


def count_bubbles(session: Session) -> Figures:
    """Of a day on which each citizen filed one report; what officers got is shared among all reports."""
    query = select(Report.id, Report.draft_id, Report.citizen_id, Report.created_at).order_by(Report.id)
    reports = session.execute(query).all()
    whole = bubbles_of_reports(session, {report.id: report.draft_id for report in reports})
    filing = [
        _billed(
            session,
            OutboxMessage.citizen_id == report.citizen_id,
            OutboxMessage.created_at <= report.created_at,
        )
        for report in reports
    ]
    owner = [_billed(session, OutboxMessage.citizen_id == report.citizen_id) for report in reports]
    assert [whole[report.id] for report in reports] == owner, "the meter of a report and its messages differ"
    others = _billed(session, OutboxMessage.citizen_id.not_in({report.citizen_id for report in reports}))
    share = others / len(reports)
    return Figures(Spread(filing), Spread(owner), Spread([count + share for count in owner]), others)


def _billed(session: Session, *conditions: ColumnElement[bool]) -> int:
    billable = OutboxMessage.pricing["billable"].as_boolean().is_(True)
    return session.scalar(select(func.count(OutboxMessage.id)).where(billable, *conditions)) or 0
