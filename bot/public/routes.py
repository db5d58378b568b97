"""The landing page and the privacy notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.region.pack import Region
from bot.settings import Settings

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def public_routes(region: Region, settings: Settings) -> list[BaseRoute]:
    pages = Environment(loader=PackageLoader("bot.public"), autoescape=select_autoescape(), trim_blocks=True)
    known: dict[str, Any] = {"region": region, "simulated": settings.whatsapp.simulated}

    def page(template: str) -> Any:
        async def show(request: Request) -> Response:
            return HTMLResponse(pages.get_template(template).render(known), headers=HEADERS)

        return show

    return [
        Route("/", page("beranda.html")),
        Route("/privasi", page("privasi.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
