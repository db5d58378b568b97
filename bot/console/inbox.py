"""The inbox: the reports of this person, as a list."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.navigation import READS_REPORTS, home_of
from bot.console.visits import Console, Page, Visit, go_to, page, whole_number
from bot.reports.checking import CHECKS
from bot.reports.deadlines import REPORT_CLASSES
from bot.reports.export import find_report
from bot.reports.finding import (
    ALL,
    BY_DUE,
    COPIES,
    NEWEST,
    OPEN,
    TASKS,
    Filters,
    Found,
    count_open,
    count_reports,
    find_reports,
)
from bot.reports.records import Report
from bot.reports.sight import OF_AGENCY, OPERATOR, find_visible
from bot.reports.statuses import STATUSES

# How the fields of the form are called, as people see them in the address.
NAMES = {
    "words": "q",
    "status": "status",
    "category": "kategori",
    "agency": "dinas",
    "district": "kecamatan",
    "report_class": "jenis",
    "overdue": "lewat",
    "unread": "balasan",
    "check": "periksa",
    "of": "milik",
    "order": "urut",
}


@dataclass(frozen=True)
class Shown:
    """What the list shows: the reports, and where the next page begins."""

    found: Found
    filters: Filters
    query: str
    print: str
    more: str
    is_first: bool


def show_home(console: Console, visit: Visit) -> Response:
    return go_to(home_of(visit.staff))


def show_inbox(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        ticket = _ticket_meant(console, session, visit)
        if ticket:
            return go_to(f"/staff/laporan/{ticket}")
        shown = look(session, visit)
        if visit.is_fragment and visit.word("sidik") == shown.print:
            # Nothing has changed since the list was drawn: it stays as it is.
            return Response(status_code=204)
        counts = None if visit.is_fragment else _counts(session, visit, shown)
        template = "laporan_daftar.html" if visit.is_fragment else "laporan.html"
        return page(console, visit, template, shown=shown, counts=counts, **choices(console, visit))


def look(session: Session, visit: Visit) -> Shown:
    """The page of reports that the address asks for."""
    filters = read_filters(visit)
    after = read_place(visit.word("mulai"))
    found = find_reports(session, visit.staff, filters, visit.at, after)
    query = write_filters(filters)
    more = f"{query}&mulai={write_place(found.more)}" if found.more else ""
    return Shown(found, filters, query, _print(found), more, after is None)


def choices(console: Console, visit: Visit) -> dict[str, Any]:
    """What the form offers."""
    return {
        "statuses": (OPEN, *STATUSES, ALL),
        "classes": REPORT_CLASSES,
        "has_desk": visit.staff.role in OF_AGENCY,
        "is_open": OPEN,
        "checks": CHECKS if visit.staff.role == OPERATOR else (),
    }


def read_filters(visit: Visit) -> Filters:
    """The filters of the address; what makes no sense does not narrow."""
    status = visit.word("status") or OPEN
    order = visit.word("urut")
    check = visit.word("periksa") if visit.word("periksa") in CHECKS else ""
    if check:
        # What is to be looked at is closed, and nothing of it is due.
        status, order = ALL, NEWEST
    elif order not in (BY_DUE, NEWEST):
        order = BY_DUE if status == OPEN else NEWEST
    return Filters(
        words=visit.word("q")[:200],
        status=status if status in (OPEN, ALL, *STATUSES) else OPEN,
        category=visit.word("kategori"),
        agency=visit.word("dinas"),
        district=visit.word("kecamatan"),
        report_class=visit.word("jenis"),
        overdue=visit.word("lewat") == "1",
        unread=visit.word("balasan") == "1",
        check=check,
        of=COPIES if visit.word("milik") == COPIES else TASKS,
        order=order,
    )


def write_filters(filters: Filters) -> str:
    """The filters as the address holds them."""
    values = {NAMES[name]: value for name, value in asdict(filters).items() if value}
    return urlencode({name: "1" if value is True else value for name, value in values.items()})


def _counts(session: Session, visit: Visit, shown: Shown) -> dict[str, int]:
    """What waits for this person, whatever he is looking for now."""
    seen = {"balasan": Filters(unread=True)}
    if visit.staff.role == OPERATOR:
        seen |= {check: Filters(status=ALL, order=NEWEST, check=check) for check in CHECKS}
    known = {shown.filters: shown.found.total}
    counts = {
        name: known[filters] if filters in known else count_reports(session, visit.staff, filters, visit.at)
        for name, filters in seen.items()
    }
    counts["terbuka"], counts["lewat"] = count_open(session, visit.staff, visit.at)
    return counts


def _ticket_meant(console: Console, session: Session, visit: Visit) -> str:
    """The ticket that was typed into the search, if it is one of his."""
    words = visit.word("q")
    report = find_report(session, console.region, words) if words and not visit.is_fragment else None
    if report is None or find_visible(session, visit.staff, report.ticket) is None:
        return ""
    return report.ticket


def _print(found: Found) -> str:
    """A fingerprint of what the list shows."""
    rows = [(report.id, report.updated_at.isoformat(), str(report.unread_at)) for report, _ in found.reports]
    return hashlib.sha256(repr((found.total, rows)).encode()).hexdigest()[:16]


def write_place(place: tuple[datetime, int]) -> str:
    return f"{place[0].timestamp():.6f}-{place[1]}"


def read_place(text: str) -> tuple[datetime, int] | None:
    moment, _, last = text.partition("-")
    if (report_id := whole_number(last)) is None:
        return None
    try:
        return datetime.fromtimestamp(float(moment), tz=timezone.utc), report_id
    except (ValueError, OverflowError, OSError):
        return None


def excerpt(report: Report) -> str:
    """The first line of a report, as a list shows it."""
    return " ".join(report.description.split())[:160]


HOME = Page("", show_home)
PAGES = (Page("/laporan", show_inbox, READS_REPORTS),)
