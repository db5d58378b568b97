"""The page of one report: what was said, seen, done and promised, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.answer_templates import fill, list_templates
from bot.console.audit import note
from bot.console.navigation import READS_REPORTS
from bot.console.proofs import ShownProof, proof_of
from bot.console.records import Staff
from bot.console.reveal import may_reveal
from bot.console.transcript_lines import lines_of
from bot.console.visits import Console, NotFound, Page, Visit, page
from bot.conversations.messages import Media
from bot.conversations.news import unheard_because
from bot.conversations.window import is_window_open, window_closes_at
from bot.region.pack import Region
from bot.reports.cases import STAFF, last_change, mark_seen
from bot.reports.closing import REASONS, doubles_of
from bot.reports.dates import short_date
from bot.reports.events import CONTACT
from bot.reports.lifecycle import MOVES, UPHOLD, may_move, may_note, may_verify
from bot.reports.office_records import Contact
from bot.reports.passing_on import ASKED
from bot.reports.promise_list import stands
from bot.reports.records import Assignment, Handover, Promise, Report, ReportPhoto
from bot.reports.routing import secret_offices
from bot.reports.sight import OPERATOR, find_visible
from bot.reports.statuses import is_open
from bot.reports.telling import owner_of
from bot.reports.verdicts import judgement_of


@dataclass(frozen=True)
class Part:
    """A part with what belongs to it: the moves this person may make, promises, the waiting hand-over, and
    once it was declared done its proof and the owner's judgement.
    """

    row: Assignment
    moves: frozenset[str]
    promises: Sequence[Promise]
    handover: Handover | None
    templates: list[tuple[str, str]]
    judgement: str | None
    proof: ShownProof | None


@dataclass(frozen=True)
class Picture:
    """A file attached to the report; phase `before` or `after`."""

    media: Media
    phase: str


def show_report(console: Console, visit: Visit) -> Response:
    ticket = visit.path("ticket")
    _note_reading(console, visit, ticket)
    with console.database.reading() as session:
        report = find_visible(session, visit.staff, ticket)
        if report is None:
            raise NotFound
        return page(console, visit, "laporan_satu.html", **contents(console, session, visit, report))


def contents(console: Console, session: Session, visit: Visit, report: Report) -> dict[str, Any]:
    """Everything that the page shows."""
    viewer = visit.staff
    citizen = owner_of(session, report)
    newest = last_change(report)
    return {
        "report": report,
        "parts": [_part(console, session, visit, report, part) for part in report.assignments],
        "pictures": _pictures(session, report),
        "people": names_of(session, console.region, report),
        "lines": lines_of(session, viewer, report=report, limit=300),
        "seen": newest.id if newest else 0,
        "doubles": doubles_of(session, report),
        "merged_into": session.get(Report, report.merged_into) if report.merged_into else None,
        "again_of": _former(session, visit, report),
        "road": next((road for road in console.region.roads if road.id == report.road), None),
        "window": window_closes_at(citizen) if is_window_open(citizen, visit.at) else None,
        "unheard": unheard_because(citizen),
        "reasons": [(name, console.wording.say(f"utter_alasan_{name}")) for name in REASONS],
        "outside": [one for one in console.region.agencies.values() if not one.has_sign_in],
        "offices": _offices(console, report),
        "may_note": may_note(viewer),
        "may_verify": may_verify(viewer) and is_open(report.status),
        "may_merge": viewer.role == OPERATOR and is_open(report.status) and not report.secret,
        "may_redact": viewer.role == OPERATOR and not report.secret,
        "may_reveal": may_reveal(session, viewer, report),
        "is_open": is_open,
        "stands": stands,
    }


def _former(session: Session, visit: Visit, report: Report) -> str | None:
    """The ticket of the report whose trouble has come back, for who may open it."""
    former = session.get(Report, report.again_of) if report.again_of else None
    return former.ticket if former and find_visible(session, visit.staff, former.ticket) else None


def names_of(session: Session, region: Region, report: Report) -> dict[int, str]:
    """Who did what in the timeline, by the id of the event; a contact on WhatsApp with his office."""
    actors = {event.actor for event in report.events if event.actor.startswith(STAFF)}
    ids = [int(actor.removeprefix(STAFF)) for actor in actors]
    found = session.scalars(select(Staff).where(Staff.id.in_(ids))) if ids else ()
    people = {"citizen": "Pelapor", "system": "Sistem", **{f"{STAFF}{one.id}": one.name for one in found}}
    contacts = _contacts(session, region, report)
    return {
        event.id: contacts.get(event.data.get(CONTACT) or 0) or people.get(event.actor, "Petugas")
        for event in report.events
    }


def _contacts(session: Session, region: Region, report: Report) -> dict[int, str]:
    ids = {event.data[CONTACT] for event in report.events if CONTACT in event.data}
    found = session.scalars(select(Contact).where(Contact.id.in_(ids))) if ids else ()
    return {one.id: f"{one.name} ({region.agency_label(one.desk)}, lewat WhatsApp)" for one in found}


def _note_reading(console: Console, visit: Visit, ticket: str) -> None:
    """Remember that it was opened; a look at a secret report is audited each time."""
    with console.database.reading() as session:
        report = find_visible(session, visit.staff, ticket)
        if report is None:
            raise NotFound
        if not (mark_seen(report, visit.staff, visit.at) or report.secret):
            return
        session.rollback()
    with console.database.writing() as session:
        report = find_visible(session, visit.staff, ticket)
        if report is None:
            raise NotFound
        mark_seen(report, visit.staff, visit.at)
        if report.secret:
            note(session, visit.staff.id, "lihat_rahasia", visit.at, ticket=ticket)


def _part(console: Console, session: Session, visit: Visit, report: Report, row: Assignment) -> Part:
    viewer, region = visit.staff, console.region
    moves = frozenset(move for move in MOVES if may_move(viewer, region, move, row.agency, row.status))
    if row.to_check is None:
        moves -= {UPHOLD}
    promises = select(Promise).where(Promise.assignment_id == row.id).order_by(Promise.id.desc())
    waiting = select(Handover).where(Handover.assignment_id == row.id, Handover.state == ASKED)
    values = _values(console, report, row, visit.at)
    templates = list_templates(session, viewer, row.category) if "answer" in moves else []
    return Part(
        row,
        moves,
        session.scalars(promises).all(),
        session.scalars(waiting).first() if is_open(row.status) else None,
        [(template.title, fill(template.text, values)) for template in templates],
        judgement_of(session, row),
        proof_of(session, viewer, report, row),
    )


def _values(console: Console, report: Report, part: Assignment, at: datetime) -> dict[str, str]:
    """What fills the fields of answer templates by itself."""
    region = console.region
    village = region.villages.get(report.village_code or "")
    return {
        "tiket": report.ticket,
        "kategori": region.category_label(part.category),
        "lokasi": ", ".join(
            filter(None, (report.location_text, region.village_label(village.code) if village else ""))
        ),
        "dinas": region.agency_label(part.agency),
        "hari_ini": short_date(at, region.timezone),
        "batas": short_date(part.due_at, region.timezone),
    }


def _pictures(session: Session, report: Report) -> list[Picture]:
    query = select(Media, ReportPhoto.phase).join(ReportPhoto, ReportPhoto.media_id == Media.id)
    own = query.where(ReportPhoto.report_id == report.id).order_by(ReportPhoto.position)
    return [Picture(media, phase) for media, phase in session.execute(own).tuples()]


def _offices(console: Console, report: Report) -> list[tuple[str, str]]:
    """Who may be given a part: the agencies with a sign-in, and each camat; fewer of a secret report."""
    region = console.region
    agencies = [one for one in region.agencies.values() if one.has_sign_in]
    desks = [(one.code, one.short_name) for one in agencies if one.code != region.district_agency]
    if report.secret:
        return [desk for desk in desks if desk[0] in secret_offices(region)]
    camats = [region.copy_code(code) for code in region.districts]
    return [*desks, *((code, region.agency_label(code)) for code in camats)]


PAGES = (Page("/laporan/{ticket}", show_report, READS_REPORTS),)
