"""Looks behind what is hidden (a reporter, a redacted passage): each needs a reason and is audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.chat_page import has_secrets
from bot.console.records import AuditEntry, Staff
from bot.console.visits import Console, NotFound, Page, Refused, Visit, page
from bot.conversations.citizens import Citizen
from bot.conversations.identity import address_of, current_citizen
from bot.conversations.messages import Media
from bot.reports.life_records import Redaction
from bot.reports.records import Report
from bot.reports.sight import INSPEKTORAT, OPERATOR, Viewer, find_visible
from bot.reports.statuses import is_open
from bot.reports.telling import owner_of

SHORTEST_REASON, LONGEST_REASON = 5, 300
MOST_SHOWN = 200
ORIGINAL = "lihat_asli"
# How long a hidden photo can be loaded after its page was opened.
OPEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Person:
    """What is known of a citizen; parts are empty when WhatsApp never told them."""

    citizen_id: int
    name: str
    phone: str


def who_is(console: Console, session: Session, citizen_id: int) -> Person:
    """The name and number of a citizen. Who calls this has written the look into the audit."""
    present = current_citizen(session, citizen_id)
    sealed = session.get_one(Citizen, present).profile_name_sealed
    address = address_of(session, console.vault, present)
    return Person(present, console.vault.open(sealed) if sealed else "", address.phone or "")


def read_reason(visit: Visit) -> str:
    """Why he looks. Raises Refused for no reason at all."""
    reason = visit.word("alasan")
    if len(reason) < SHORTEST_REASON:
        raise Refused("Tulis alasannya dahulu. Alasan ini tercatat dalam jejak audit.")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Terlalu panjang: {len(reason)} huruf. Alasan paling banyak {LONGEST_REASON} huruf.")
    return reason


def may_reveal(session: Session, viewer: Viewer, report: Report) -> bool:
    """Of a secret report the office in charge alone, of an ordinary one the operator; of an erased citizen
    that of an open secret report alone.

    Not of a citizen who has a secret part as well: his chat shows that there is one, and a name beside it
    would tell who wrote it.
    """
    owner = owner_of(session, report)
    is_erased = owner.erased_at is not None
    if report.secret:
        return viewer.role == INSPEKTORAT and not (is_erased and not is_open(report.status))
    return viewer.role == OPERATOR and not is_erased and not has_secrets(session, owner.id)


def show_reporter(console: Console, visit: Visit) -> Response:
    reason = read_reason(visit)
    with console.database.writing() as session:
        report = find_visible(session, visit.staff, visit.path("ticket"))
        if report is None or not may_reveal(session, visit.staff, report):
            raise NotFound
        note(
            session, visit.staff.id, "lihat_identitas", visit.at,
            ticket=report.ticket, citizen_id=report.citizen_id, reason=reason,
        )  # fmt: skip
        person = who_is(console, session, report.citizen_id)
    return page(console, visit, "identitas.html", person=person, back=f"/staff/laporan/{report.ticket}")


def list_redacted(console: Console, visit: Visit) -> Response:
    """What was hidden, by whom and why; not what it said."""
    with console.database.reading() as session:
        query = select(Redaction, Report.ticket, Staff.name).join(Report, Report.id == Redaction.report_id)
        found = query.join(Staff, Staff.id == Redaction.staff_id).order_by(Redaction.id.desc())
        rows = session.execute(found.limit(MOST_SHOWN)).tuples().all()
        return page(console, visit, "disamarkan.html", rows=rows, original=None, media=None, opened=0)


def show_original(console: Console, visit: Visit) -> Response:
    reason = read_reason(visit)
    with console.database.writing() as session:
        redaction = session.get(Redaction, visit.path_id("id"))
        if redaction is None:
            raise NotFound
        report = session.get_one(Report, redaction.report_id)
        note(
            session, visit.staff.id, ORIGINAL, visit.at,
            ticket=report.ticket, reason=reason, redaction=redaction.id,
        )  # fmt: skip
        sealed = redaction.original_sealed
        original = console.vault.open(sealed) if sealed else ""
        media = session.get(Media, redaction.target_id) if redaction.target == "media" else None
        return page(
            console, visit, "disamarkan.html",
            rows=[], original=original, media=media, opened=redaction.id, ticket=report.ticket,
        )  # fmt: skip


def has_opened(session: Session, visit: Visit, media: Media) -> bool:
    """Whether he has just given a reason for looking at this hidden photo, by the page that shows it."""
    redaction = session.get(Redaction, visit.number("asli") or 0)
    if redaction is None or (redaction.target, redaction.target_id) != ("media", media.id):
        return False
    own = select(AuditEntry).where(AuditEntry.staff_id == visit.staff.id, AuditEntry.deed == ORIGINAL)
    recent = session.scalars(own.where(AuditEntry.at > visit.at - OPEN_FOR))
    return visit.staff.role == INSPEKTORAT and any(
        entry.data.get("redaction") == redaction.id for entry in recent
    )


PAGES = (
    Page("/laporan/{ticket}/identitas", show_reporter, frozenset({OPERATOR, INSPEKTORAT}), method="POST"),
    Page("/disamarkan", list_redacted, frozenset({INSPEKTORAT})),
    Page("/disamarkan/{id}", show_original, frozenset({INSPEKTORAT}), method="POST"),
)
