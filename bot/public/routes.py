"""The landing page and the privacy notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.region.pack import Region
from bot.settings import Settings

STATIC = Path(__file__).parent / "static"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# Of region.yml, `wording`: the number that citizens write to. Optional, since a trial has none.
NUMBER = "whatsapp_number"


def public_routes(region: Region, settings: Settings) -> list[BaseRoute]:
    """Pages for anyone; what they say is of the region, never of a citizen."""
    pages = Environment(
        loader=PackageLoader("bot.public"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    simulated = settings.whatsapp.simulated
    number = "" if simulated else region.wording.get(NUMBER, "")
    known: dict[str, Any] = {
        "region": region,
        "simulated": simulated,
        "number": number,
        "chat": f"https://wa.me/{chat_digits(number)}",
    }

    def page(template: str) -> Any:
        async def show(request: Request) -> Response:
            return HTMLResponse(pages.get_template(template).render(known), headers=HEADERS)

        return show

    return [
        Route("/", page("beranda.html")),
        Route("/privasi", page("privasi.html")),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def chat_digits(number: str) -> str:
    """A number as wa.me wants it: `0811 …` and `+62 811 …` both become `62811…`."""
    digits = "".join(filter(str.isdigit, number))
    return "62" + digits[1:] if digits.startswith("0") else digits
