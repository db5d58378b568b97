"""The gate of the console: who comes, whether he may, and what every answer carries."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.accounts import CODE, IN, NEW_PASSWORD, SignedIn, find_session, touch_session
from bot.console.demo.mark import DemoSign
from bot.console.visits import Console, NotFound, Page, Refused, Visit, page
from bot.storage.tables import now

COOKIE = "lapor_staff"
LOGIN = "/staff/login"
# Where a session goes that is not yet where the page wants it.
STAGES = {CODE: "/staff/kode", NEW_PASSWORD: "/staff/kata-sandi", IN: "/staff"}
# Fields whose words no page repeats.
UNSPOKEN = frozenset({"csrf", "password", "lama", "baru", "ulang"})
FORM_BYTES = 256 * 1024
UPLOAD_BYTES = 26 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob: {tiles}; media-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Gate:
    """Stands before every page: session, stage, role, form and CSRF are checked before its handler runs."""

    def __init__(self, console: Console) -> None:
        self._console = console
        tiles = urlsplit(console.settings.map_tiles)
        host = f"{tiles.scheme}://{tiles.netloc.replace('{s}', '*')}" if tiles.netloc else ""
        policy = HEADERS["Content-Security-Policy"].format(tiles=host)
        self._headers = {**HEADERS, "Content-Security-Policy": policy}
        self._demo = DemoSign(console.database)

    async def answer(self, target: Page, request: Request) -> Response:
        """Answer a request for a page; every answer carries the headers of the console."""
        return self._with_headers(await self._checked(target, request))

    async def answer_nowhere(self, request: Request) -> Response:
        """Answer a request for what is not there."""
        at = now()
        visit = Visit(request, at, is_demo=await self._demo.is_up(at))
        return self._with_headers(self._say_not_found(visit))

    def _with_headers(self, response: Response) -> Response:
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response

    async def _checked(self, target: Page, request: Request) -> Response:
        at = now()
        token = request.cookies.get(COOKIE, "")
        # A page that looks by itself what is new keeps nobody signed in who has left.
        counts = not _is_poll(request)
        known = await run_in_threadpool(self._session, token, at, counts) if token else None
        visit = Visit(
            request, at, known.viewer if known else None, self._csrf(token), known_id(known),
            is_demo=await self._demo.is_up(at),
        )  # fmt: skip
        if target.stage and (known is None or known.stage != target.stage):
            return self._elsewhere(visit, known)
        if visit.viewer and target.stage == IN and visit.viewer.role not in target.roles:
            return self._say_not_found(visit)
        if request.method == "POST":
            form = await _read_form(request, UPLOAD_BYTES if target.upload else FORM_BYTES)
            if form is None:
                return self._say(visit, "Kiriman terlalu besar.", 413)
            visit = replace(visit, form=form)
            if not _is_from_here(request) or (target.stage and not self._is_ours(visit)):
                return self._say(visit, "Halaman ini sudah kedaluwarsa. Muat ulang, lalu coba lagi.", 403)
            if target.stage and not await run_in_threadpool(self._is_still, known, token):
                return self._elsewhere(visit, None)
        return await run_in_threadpool(self._handled, target, visit)

    def _handled(self, target: Page, visit: Visit) -> Response:
        try:
            return target.handler(self._console, visit)
        except NotFound:
            return self._say_not_found(visit)
        except Refused as refusal:
            return self._say(visit, str(refusal), 409)

    def _session(self, token: str, at: datetime, counts: bool = True) -> SignedIn | None:
        console = self._console
        with console.database.reading() as session:
            known = find_session(session, console.vault, console.region, token, at)
        if known and known.stale and counts:
            with console.database.writing() as session:
                touch_session(session, known.session_id, at)
        return known

    def _is_still(self, known: SignedIn | None, token: str) -> bool:
        """Whether he is who he was before his form came in: its sender decides how long that takes."""
        found = self._session(token, now())
        return found is not None and known is not None and found.viewer == known.viewer

    def _csrf(self, token: str) -> str:
        return self._console.vault.lookup("csrf", token) if token else ""

    def _is_ours(self, visit: Visit) -> bool:
        given = visit.request.headers.get("x-csrf-token") or visit.word("csrf")
        return bool(visit.csrf) and hmac.compare_digest(given.encode(), visit.csrf.encode())

    def _elsewhere(self, visit: Visit, known: SignedIn | None) -> Response:
        """To the step of signing in that comes next; htmx is told to load that as a whole page."""
        address = STAGES[known.stage] if known else LOGIN
        if known is None and visit.request.method == "GET" and not visit.is_fragment:
            address += f"?lanjut={quote(_own_address(visit.request), safe='')}"
        if visit.is_fragment:
            return Response(status_code=204, headers={"HX-Redirect": address})
        return RedirectResponse(address, status_code=303)

    def _say_not_found(self, visit: Visit) -> Response:
        return page(self._console, visit, "tidak_ada.html", 404)

    def _say(self, visit: Visit, message: str, status: int) -> Response:
        """A page with one message; words that were typed are shown again, so that nothing is lost."""
        typed = [
            value for name, value in visit.form.multi_items() if name not in UNSPOKEN and _is_long(value)
        ]
        return page(self._console, visit, "pesan.html", status, message=message, typed=typed)


def known_id(known: SignedIn | None) -> int:
    return known.session_id if known else 0


def _is_poll(request: Request) -> bool:
    """Whether a page fetches a part of itself by the clock; what people do there are forms."""
    return request.method == "GET" and request.headers.get("hx-request") == "true"


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > 15


def _own_address(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def _read_form(request: Request, limit: int) -> FormData | None:
    """The whole form in memory; None when it is larger than `limit` bytes."""
    announced = request.headers.get("content-length", "")
    if not announced.isdigit() or int(announced) > limit:
        return None
    try:
        return await request.form(max_files=4, max_fields=200, max_part_size=limit)
    except (HTTPException, MultiPartException):
        return FormData()


def _is_from_here(request: Request) -> bool:
    """Whether a page of this very host sent the form, as far as the browser says (a program says nothing)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or _host_of(origin) == request.headers.get("host")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
