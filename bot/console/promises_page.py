"""Buku Janji: the dated promises to citizens, kept or broken, and the share that each agency keeps."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from bot.console.inbox import read_place, write_place
from bot.console.navigation import READS_REPORTS
from bot.console.visits import Console, Page, Visit, page
from bot.reports.dates import local_date
from bot.reports.promise_list import ANY, OUTCOMES, Count, Search, count_promises, find_promises, stands
from bot.reports.promises import OPEN
from bot.reports.sight import SEES_ALL

PATH = "/staff/janji"
MONTHS_BACK, MONTHS_AHEAD = 12, 12


def show_book(console: Console, visit: Visit) -> Response:
    search, zone = _asked(visit), console.region.timezone
    with console.database.reading() as session:
        counts = count_promises(session, visit.staff, zone, search.month, visit.at)
        after = read_place(visit.word("mulai"))
        entries, more = find_promises(session, visit.staff, zone, search, visit.at, after)
        everybody = sum(counts.values(), Count())
        return page(
            console,
            visit,
            "janji.html",
            search=search,
            entries=entries,
            counts=_by_share(counts),
            whole=everybody,
            shown=counts.get(search.agency, Count()) if search.agency else everybody,
            stands=stands,
            months=_months(local_date(visit.at, zone)),
            sees_all=visit.staff.role in SEES_ALL,
            link=lambda **changes: _link(search, **changes),
            more=f"{_link(search)}&mulai={write_place(more)}" if more else "",
            is_first=after is None,
        )


def _asked(visit: Visit) -> Search:
    """The filters of the address; what makes no sense does not narrow."""
    outcome = visit.word("hasil")
    agency = visit.word("dinas")[:40] if visit.staff.role in SEES_ALL else ""
    return Search(agency, outcome if outcome in (*OUTCOMES, ANY) else OPEN, _month(visit.word("bulan")))


def _month(text: str) -> date | None:
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None
    return month if 2000 <= month.year < 2200 else None


def _months(today: date) -> list[date]:
    """The months to choose from, the latest first."""
    here = today.year * 12 + today.month - 1
    numbers = range(here + MONTHS_AHEAD, here - MONTHS_BACK - 1, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _by_share(counts: dict[str, Count]) -> list[tuple[str, Count]]:
    """Who keeps most of what is due first, never who has most; those of whom nothing is due come last."""
    return sorted(counts.items(), key=lambda one: (one[1].share is None, -(one[1].share or 0), one[0]))


def _link(search: Search, **changes: str) -> str:
    """The address of the list with some filters changed."""
    month = f"{search.month:%Y-%m}" if search.month else ""
    values = {"hasil": search.outcome, "dinas": search.agency, "bulan": month, **changes}
    return f"{PATH}?{urlencode({name: value for name, value in values.items() if value})}"


PAGES = (Page("/janji", show_book, READS_REPORTS),)
