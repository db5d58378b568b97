"""What the reports of a simulated day have cost, from the prices that WhatsApp has named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from bot.conversations.costs import bubbles_of_reports
from bot.conversations.messages import OutboxMessage
from bot.reports.cards import COPY, DIGEST, TASK
from bot.reports.office_records import Card
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
        return f"median {self.median:.3g}, nine of ten up to {ninth:.3g}, most {max(self.each):.3g}"


@dataclass(frozen=True)
class Figures:
    """Billed bubbles a report: until it was filed, to its owner over its whole life, and of all people."""

    filing: Spread
    owner: Spread
    everybody: Spread
    to_officers: Mapping[str, int]

    def lines(self) -> Iterator[str]:
        yield f"billed bubbles a report, {len(self.owner.each)} reports over their whole life"
        yield f"  filing: {self.filing}"
        yield f"  citizens: {self.owner}"
        yield f"  all, officers' too: {self.everybody}"
        told = ", ".join(f"{count} {kind}" for kind, count in self.to_officers.items())
        yield f"  to officers in all: {told}"


def count_bubbles(session: Session) -> Figures:
    """Of a day on which each citizen filed one report; digests and answers to officers are shared."""
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
    cards = [_billed(session, _is_card(Card.report_id == report.id)) for report in reports]
    both = [sum(pair) for pair in zip(owner, cards, strict=True)]
    assert [whole[report.id] for report in reports] == both, "the meter of a report and its messages differ"
    officers = OutboxMessage.citizen_id.not_in({report.citizen_id for report in reports})
    others = {
        "cards of tasks": _billed(session, officers, _is_card(Card.kind == TASK)),
        "copies": _billed(session, officers, _is_card(Card.kind == COPY)),
        "digests": _billed(session, officers, _is_card(Card.kind == DIGEST)),
        "answers": _billed(session, officers, OutboxMessage.purpose == "reply"),
    }
    assert sum(others.values()) == _billed(session, officers)
    share = (others["digests"] + others["answers"]) / len(reports)
    return Figures(Spread(filing), Spread(owner), Spread([count + share for count in both]), others)


def _is_card(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Card.outbox_id == OutboxMessage.id, which)


def _billed(session: Session, *conditions: ColumnElement[bool]) -> int:
    billable = OutboxMessage.pricing["billable"].as_boolean().is_(True)
    return session.scalar(select(func.count(OutboxMessage.id)).where(billable, *conditions)) or 0
