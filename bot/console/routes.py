"""All routes of the console."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import (
    account_pages,
    alias_pages,
    audit_pages,
    blocking_pages,
    chat_deeds,
    chat_page,
    chats,
    code_pages,
    contact_pages,
    costs_page,
    digest_page,
    erasing_deeds,
    examples_page,
    inbox,
    label_deeds,
    map_page,
    media_page,
    models_page,
    morning_page,
    oidc_pages,
    people_deeds,
    people_pages,
    promises_page,
    queue_page,
    report_deeds,
    report_page,
    report_previews,
    reveal,
    sign_in,
    steps,
    template_pages,
    trial_page,
    untold_deeds,
    untold_page,
    voice_page,
)
from bot.console.gate import Gate
from bot.console.rendering import make_pages
from bot.console.visits import Console, Page
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.erasing import Eraser
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.vault import Vault

STATIC = Path(__file__).parent / "static"
PAGES: tuple[Page, ...] = (
    *sign_in.PAGES,
    *oidc_pages.PAGES,
    *steps.PAGES,
    *account_pages.PAGES,
    *code_pages.PAGES,
    *people_pages.PAGES,
    *people_deeds.PAGES,
    *contact_pages.PAGES,
    *template_pages.PAGES,
    *blocking_pages.PAGES,
    *audit_pages.PAGES,
    *inbox.PAGES,
    *chats.PAGES,
    *chat_page.PAGES,
    *chat_deeds.PAGES,
    *erasing_deeds.PAGES,
    *voice_page.PAGES,
    *untold_page.PAGES,
    *untold_deeds.PAGES,
    *map_page.PAGES,
    *costs_page.PAGES,
    *promises_page.PAGES,
    *digest_page.PAGES,
    *morning_page.PAGES,
    *queue_page.PAGES,
    *label_deeds.PAGES,
    *examples_page.PAGES,
    *models_page.PAGES,
    *trial_page.PAGES,
    *alias_pages.PAGES,
    *media_page.PAGES,
    *reveal.PAGES,
    *report_page.PAGES,
    *report_previews.PAGES,
    *report_deeds.PAGES,
)


def console_routes(
    database: Database,
    vault: Vault,
    files: Files,
    region: Region,
    wording: Wording,
    settings: Settings,
    eraser: Eraser,
) -> list[BaseRoute]:
    """`/staff` and everything below it; what is not listed is not there."""
    pages = make_pages(region, settings)
    console = Console(database, vault, files, region, wording, settings, eraser, pages)
    gate = Gate(console)
    routes: list[BaseRoute] = [
        Route(target.path, _endpoint(gate, target), methods=[target.method]) for target in PAGES
    ]
    return [
        Route("/staff", _endpoint(gate, inbox.HOME), methods=["GET"]),
        Mount("/staff/static", StaticFiles(directory=STATIC)),
        Mount("/staff", routes=[*routes, Route("/{rest:path}", gate.answer_nowhere)]),
    ]


def _endpoint(gate: Gate, target: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await gate.answer(target, request)

    return answer
