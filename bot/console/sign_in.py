"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import Response

from bot.console.accounts import (
    end_session,
    find_staff,
    is_password,
    open_session,
)
from bot.console.audit import note
from bot.console.gate import COOKIE
from bot.console.visits import Console, Page, Visit, go_to, page


def show_login(console: Console, visit: Visit) -> Response:
    if visit.viewer:
        return go_to("/staff")
    return page(console, visit, "masuk.html", wrong=False, onward=visit.word("lanjut"))


def sign_in(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        staff = find_staff(session, visit.word("username"))
        # A password may begin or end with a blank.
        right = is_password(staff, str(visit.form.get("password", "")))
        if not right or staff is None or staff.disabled_at:
            return page(console, visit, "masuk.html", 401, wrong=True, onward=visit.word("lanjut"))
        device = visit.request.headers.get("user-agent", "")
        token = open_session(session, console.vault, staff, device, visit.at)
        note(session, staff.id, "masuk", visit.at)
    return with_cookie(console, go_to(own_path(visit.word("lanjut"))), token)


def sign_out(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        end_session(session, visit.session_id, visit.at)
    response = go_to("/staff/login")
    response.delete_cookie(COOKIE, path="/staff")
    return response


def with_cookie(console: Console, response: Response, token: str) -> Response:
    """Give the browser its session; over https only, where the program is reached by https."""
    response.set_cookie(
        COOKIE,
        token,
        path="/staff",
        httponly=True,
        samesite="lax",
        secure=console.settings.public_url.startswith("https://"),
    )
    return response


def own_path(onward: str) -> str:
    """Where to go after signing in: only ever to a page of the console."""
    parts = urlsplit(onward)
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/staff/") and "\\" not in onward
    return onward if is_own and not onward.startswith("//") else "/staff"


PAGES = (
    Page("/login", show_login, stage=""),
    Page("/login", sign_in, method="POST", stage=""),
    Page("/keluar", sign_out, method="POST"),
)
