"""The trainers' first page: what was not understood since the last morning."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.intent_names import intent_namer
from bot.console.label_form import REASONS
from bot.console.navigation import TEACHES
from bot.console.visits import Console, Page, Visit, page
from bot.training.digest import make_digest


def show_morning(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        digest = make_digest(session, console.region, visit.at)
        most = max([1, *(day.doubts for day in digest.days)])
        return page(
            console, visit, "pagi.html", digest=digest, most=most, reasons=REASONS,
            name_of=intent_namer(console.region),
        )  # fmt: skip


PAGES = (Page("/pagi", show_morning, TEACHES),)
