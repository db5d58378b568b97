"""One request of a signed-in member of the staff, and the parts of the program that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console.badges import badges_of
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.erasing import Eraser
from bot.reports.sight import ROLES, Viewer
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.vault import Vault

EVERYONE = frozenset(ROLES)


@dataclass(frozen=True)
class Console:
    """What the pages need of the program."""

    database: Database
    vault: Vault
    files: Files
    region: Region
    wording: Wording
    settings: Settings
    eraser: Eraser
    pages: Environment

    @property
    def root(self) -> Path:
        """The folder of the program, where the training data lie."""
        return self.settings.responses.parents[1]


@dataclass(frozen=True)
class Visit:
    """A request with its form, read whole; `viewer` is None only on the pages of signing in.

    `session_id` is the row of the browser's session, 0 without one; `is_demo`: what it shows is invented.
    """

    request: Request
    at: datetime
    viewer: Viewer | None = None
    csrf: str = ""
    session_id: int = 0
    form: FormData = field(default_factory=FormData)
    is_demo: bool = False

    @property
    def staff(self) -> Viewer:
        """Who is signed in; pages that need nobody never ask."""
        if self.viewer is None:
            raise LookupError("nobody is signed in")
        return self.viewer

    def word(self, name: str) -> str:
        """A field of the form, else of the address, without blanks around it; empty when absent."""
        value = self.form.get(name) if name in self.form else self.request.query_params.get(name)
        # PostgreSQL takes no NUL in a text.
        return value.replace("\0", "").strip() if isinstance(value, str) else ""

    def words(self, name: str) -> list[str]:
        """Every value of a field that may come several times."""
        given = self.form.getlist(name) if name in self.form else self.request.query_params.getlist(name)
        return [value.strip() for value in given if isinstance(value, str) and value.strip()]

    def number(self, name: str) -> int | None:
        """A field as a whole number that a database takes; None when it is none."""
        return whole_number(self.word(name))

    def path(self, name: str) -> str:
        """A part of the address; raises NotFound for one that PostgreSQL takes in no text."""
        value = str(self.request.path_params[name])
        if "\0" in value:
            raise NotFound
        return value

    def path_id(self, name: str) -> int:
        """An id of the address; raises NotFound when no row could have it."""
        value = whole_number(self.path(name))
        if value is None:
            raise NotFound
        return value

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file; None when none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def files(self, name: str) -> list[UploadFile]:
        """Every file that was chosen for a field."""
        return [
            value for value in self.form.getlist(name) if isinstance(value, UploadFile) and value.filename
        ]

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true"


def whole_number(text: str) -> int | None:
    """The number that is written here, when a column of ids can hold it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class NotFound(Exception):
    """There is no such thing, or not for this person: he cannot tell which."""


class Refused(Exception):
    """The deed cannot be done; the message, in Indonesian, says why and what to do. Nothing was changed."""


Handler = Callable[[Console, Visit], Response]


@dataclass(frozen=True)
class Page:
    """A route of the console below `/staff`: who may come here, and what answers.

    stage: what the session must have reached, see `StaffSession`; "" is for anybody. `upload` allows a form
    with a photo.
    """

    path: str
    handler: Handler
    roles: frozenset[str] = EVERYONE
    method: str = "GET"
    stage: str = "in"
    upload: bool = False


def page(console: Console, visit: Visit, template: str, status: int = 200, **values: object) -> Response:
    """Render a template of the console with what every page shows."""
    text = console.pages.get_template(template).render(
        visit=visit,
        viewer=visit.viewer,
        region=console.region,
        csrf=visit.csrf,
        at=visit.at,
        # Asked by whole pages alone: a fragment has no menu.
        badges=lambda: badges_of(console.database, console.region, visit.viewer, visit.at),
        **values,
    )
    return HTMLResponse(text, status_code=status)


def go_to(address: str, notice: str = "", **query: object) -> Response:
    """Send the browser on after a deed; `address` is one of the program's own, never a visitor's.

    `notice` names a sentence of `notices.py` that the next page shows.
    """
    values = {name: value for name, value in {**query, "kabar": notice}.items() if value not in ("", None)}
    return RedirectResponse(f"{address}?{urlencode(values)}" if values else address, status_code=303)
