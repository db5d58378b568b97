"""One request of a signed-in member of the staff, and the parts of the program that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.sight import Viewer
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.vault import Vault


@dataclass(frozen=True)
class Console:
    """What the pages need of the program."""

    database: Database
    vault: Vault
    files: Files
    region: Region
    wording: Wording
    settings: Settings
    pages: Environment


@dataclass(frozen=True)
class Visit:
    """A request with its form, read whole; `viewer` is None only on the pages of signing in."""

    request: Request
    at: datetime
    viewer: Viewer | None = None
    csrf: str = ""
    session_token: str = ""
    form: FormData = field(default_factory=FormData)

    @property
    def staff(self) -> Viewer:
        """Who is signed in; pages that need nobody never ask."""
        if self.viewer is None:
            raise LookupError("nobody is signed in")
        return self.viewer

    def word(self, name: str) -> str:
        """A field of the form, else of the address, without blanks around it; empty when absent."""
        value = self.form.get(name) if name in self.form else self.request.query_params.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true"


Handler = Callable[[Console, Visit], Response]


def page(console: Console, visit: Visit, template: str, status: int = 200, **values: object) -> Response:
    """Render a template of the console with what every page shows."""
    text = console.pages.get_template(template).render(
        visit=visit, viewer=visit.viewer, region=console.region, csrf=visit.csrf, **values
    )
    return HTMLResponse(text, status_code=status)


def go_to(address: str) -> Response:
    """Send the browser on after a deed; `address` is one of the program's own, never a visitor's."""
    return RedirectResponse(address, status_code=303)
