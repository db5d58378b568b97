"""A card in the hands of the contact who got it: may he act, in whose name, and has it changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports import events
from bot.reports.cases import Case, open_case
from bot.reports.dates import clock
from bot.reports.office_records import Card, Contact
from bot.reports.offices import is_confirmed
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.sight import CAMAT, INSPEKTORAT, OFFICER, Viewer
from bot.reports.statuses import NEEDS_INFO, is_open

# Changes of a part that an officer must know of before he acts on an older card.
CHANGES = frozenset(
    {
        events.ASKED, events.ANSWERED, events.HANDED_ON, events.HANDOVER_ASKED, events.HANDOVER_AGREED,
        events.HANDOVER_REFUSED, events.HANDOVER_RETURNED, events.CATEGORY_CHANGED, events.MERGED,
        events.REJECTED, events.CLOSED, events.REOPENED,
    }
)  # fmt: skip


@dataclass(frozen=True)
class CardInHand:
    """A card with all that it is about; `part` is None below a copy, `citizen_id` is the contact's chat."""

    session: Session
    region: Region
    wording: Wording
    card: Card
    contact: Contact
    report: Report
    part: Assignment | None
    citizen_id: int
    at: datetime

    @classmethod
    def of(
        cls, session: Session, region: Region, wording: Wording, card: Card, citizen_id: int, at: datetime
    ) -> CardInHand:
        """Lock the report: what is read of it holds until the transaction ends."""
        contact = session.get_one(Contact, card.contact_id)
        session.flush()
        report = session.get_one(Report, card.report_id, with_for_update=True, populate_existing=True)
        part = None
        if card.assignment_id is not None:
            part = session.get_one(Assignment, card.assignment_id, populate_existing=True)
        return cls(session, region, wording, card, contact, report, part, citizen_id, at)

    @property
    def office(self) -> str:
        return self.region.agency_label(self.contact.desk)

    def is_confirmed(self) -> bool:
        return self.contact.ended_at is None and is_confirmed(self.contact, self.at)

    def is_workable(self) -> bool:
        """Whether the part is open and still with the office of the contact."""
        return self.part is not None and self.part.agency == self.contact.desk and is_open(self.part.status)

    def opened(self) -> Case:
        """The report, locked, for a deed of this contact. Raises NoSuchReport."""
        viewer = viewer_of(self.region, self.contact)
        return open_case(self.session, self.region, self.wording, viewer, self.report.ticket, self.at)

    def changed_by_other(self, told_at: datetime | None) -> ReportEvent | None:
        """The newest change of the part by somebody else, which this contact was not told of.

        He knows what was there when the card was made, when he last acted, and what he was told of.
        """
        own = viewer_of(self.region, self.contact)
        changes = [
            event
            for event in self.report.events
            if event.kind in CHANGES and event.actor.startswith("staff:") and self._is_of_part(event)
        ]
        mine = [event.at for event in changes if _is_by(event, own)]
        known = max(filter(None, (self.card.made_at, told_at, *mine)))
        others = [event for event in changes if event.at > known and not _is_by(event, own)]
        return others[-1] if others else None

    def refusal(self) -> tuple[str, dict[str, str]]:
        """Why a deed is not possible now: the response and its values."""
        status = {"status": self.status}
        if self.part is None:
            return "utter_petugas_tidak_boleh", status
        if self.part.agency != self.contact.desk:
            return "utter_petugas_pindah", {"dinas": self.region.agency_label(self.part.agency)}
        closed = not is_open(self.part.status)
        return ("utter_petugas_tutup" if closed else "utter_petugas_tidak_boleh"), status

    def change_told(self, event: ReportEvent) -> dict[str, str]:
        """Who changed it and when, for the officer; by the name of the contact, else of the office."""
        contact = self.session.get(Contact, event.data.get(events.CONTACT) or 0)
        who = contact.name if contact else self.wording.say("utter_petugas_petugas_lain", dinas=self.office)
        return {
            "siapa": who,
            "pukul": clock(event.at, self.region.timezone, self.region.timezone_label),
            "status": self.status,
        }

    @property
    def status(self) -> str:
        """The state of the part, else of the report, as an officer reads it."""
        status = self.part.status if self.part else self.report.status
        if status == NEEDS_INFO:
            return self.wording.say("utter_petugas_menunggu_warga")
        return self.wording.say(f"utter_status_{status}").lower()

    def _is_of_part(self, event: ReportEvent) -> bool:
        return event.assignment_id is None or self.part is None or event.assignment_id == self.part.id


def viewer_of(region: Region, contact: Contact) -> Viewer:
    """The contact as the reports know him: in the name of the account that an admin chose for him."""
    if region.is_copy_code(contact.desk):
        role = CAMAT
    else:
        role = INSPEKTORAT if contact.desk == region.accused.default else OFFICER
    return Viewer(contact.staff_id or 0, contact.name, role, contact.desk, contact.id)


def _is_by(event: ReportEvent, viewer: Viewer) -> bool:
    """What the account itself did in the console is his as well."""
    return event.actor == viewer.actor and event.data.get(events.CONTACT) in (None, viewer.contact)
