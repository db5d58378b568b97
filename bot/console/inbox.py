"""The inbox: the reports of this person, as a list."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.navigation import READS_REPORTS, home_of
from bot.console.visits import Console, Page, Visit, go_to, page


def show_home(console: Console, visit: Visit) -> Response:
    return go_to(home_of(visit.staff))


def show_inbox(console: Console, visit: Visit) -> Response:
    return page(console, visit, "laporan.html")


HOME = Page("", show_home)
PAGES = (Page("/laporan", show_inbox, READS_REPORTS),)
