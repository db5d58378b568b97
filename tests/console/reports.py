"""Reports for the tests of the console, filed as the bot files them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.citizens import PHONE, Citizen, Identity
from bot.conversations.messages import OutboxMessage
from bot.reports.filing import file_report
from bot.reports.records import Report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.reports.cases import accusation, founding_case, pothole

PHONE_NUMBER = "628001112233"


def add_citizen(
    session: Session, wiring: Wiring, name: str = "Bu Uji", last_inbound_at: datetime | None = None
) -> int:
    """A citizen with a name and a number, who wrote a moment ago unless said otherwise."""
    vault = wiring.vault
    citizen = Citizen(profile_name_sealed=vault.seal(name), last_inbound_at=last_inbound_at or now())
    session.add(citizen)
    session.flush()
    number = str(int(PHONE_NUMBER) + citizen.id)
    session.add(
        Identity(
            citizen_id=citizen.id,
            kind=PHONE,
            value_hash=vault.lookup(PHONE, number),
            value_sealed=vault.seal(number),
        )
    )
    session.flush()
    return citizen.id


def file_pothole(wiring: Wiring, **changes: Any) -> str:
    return _file(wiring, lambda citizen: pothole(citizen, **{"at": now(), **changes}))


def file_founding_case(wiring: Wiring, silent_for: timedelta = timedelta()) -> str:
    return _file(wiring, lambda citizen: founding_case(wiring.region, citizen), silent_for)


def file_accusation(wiring: Wiring, agency: str | None = "INSPEKTORAT") -> str:
    return _file(wiring, lambda citizen: accusation(citizen, agency, at=now()))


def _file(wiring: Wiring, make: Any, silent_for: timedelta = timedelta()) -> str:
    with wiring.database.writing() as session:
        citizen = add_citizen(session, wiring, last_inbound_at=now() - silent_for)
        return file_report(session, wiring.region, make(citizen)).ticket


def look_up(wiring: Wiring, ticket: str) -> Report:
    """The report with all its parts, detached."""
    with wiring.database.reading() as session:
        report = session.query(Report).where(Report.ticket == ticket).one()
        for part in (report.assignments, report.copies, report.events, report.photos):
            len(part)
        session.expunge_all()
        return report


def told(wiring: Wiring, ticket: str) -> list[OutboxMessage]:
    """What was put into the outbox for the owner of a report."""
    citizen = look_up(wiring, ticket).citizen_id
    with wiring.database.reading() as session:
        rows = session.query(OutboxMessage).where(OutboxMessage.citizen_id == citizen)
        found = rows.order_by(OutboxMessage.id).all()
        session.expunge_all()
        return found
