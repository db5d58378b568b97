"""Signing in with a password, and signing out."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.accounts import (
    IN,
    end_session,
    find_staff,
    is_password,
    next_stage,
    open_session,
    renew_session,
    renewed_hash,
)
from bot.console.attempts import attempt, throttle_of
from bot.console.audit import note
from bot.console.gate import COOKIE, STAGES
from bot.console.records import Staff
from bot.console.throttle import Wait
from bot.console.visits import Console, Page, Visit, go_to, page

HOME = "/staff"


def show_login(console: Console, visit: Visit) -> Response:
    return go_to(HOME) if visit.viewer else login_page(console, visit)


def login_page(console: Console, visit: Visit, status: int = 200, problem: str = "") -> Response:
    return page(
        console,
        visit,
        "masuk.html",
        status,
        problem=problem,
        username=visit.word("username"),
        onward=visit.word("lanjut"),
        outside=console.settings.oidc is not None,
    )


def sign_in(console: Console, visit: Visit) -> Response:
    username = visit.word("username")
    # A password may begin or end with a blank.
    password = str(visit.form.get("password", ""))
    with console.database.reading() as session:
        staff = find_staff(session, username)
        if staff:
            session.expunge(staff)
    is_active = staff is not None and staff.disabled_at is None
    outcome = attempt(console, visit, username, lambda: is_password(staff, password) and is_active)
    if isinstance(outcome, Wait):
        return _ask_to_wait(console, visit, outcome)
    if staff is None or not outcome:
        wrong = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."
        return login_page(console, visit, 401, wrong)
    with console.database.writing() as session:
        staff = session.get_one(Staff, staff.id)
        staff.password_hash = renewed_hash(staff.password_hash or "", password)
        return begin_session(console, visit, session, staff)


def _ask_to_wait(console: Console, visit: Visit, wait: Wait) -> Response:
    answer = login_page(
        console,
        visit,
        429,
        f"Terlalu banyak percobaan yang salah, maka pintu ini ditutup sebentar. "
        f"Silakan coba lagi dalam {wait.words}, atau minta admin membuatkan kata sandi baru.",
    )
    answer.headers["Retry-After"] = str(int(wait.left.total_seconds()) + 1)
    return answer


def begin_session(
    console: Console, visit: Visit, session: Session, staff: Staff, onward: str | None = None
) -> Response:
    """Let in who has proved who he is, as far as his account allows with that alone."""
    onward = visit.word("lanjut") if onward is None else onward
    if visit.session_id:
        end_session(session, visit.session_id, visit.at)
    device = visit.request.headers.get("user-agent", "")
    token = open_session(session, console.vault, staff, device, visit.at)
    return _onward(console, visit, session, staff, token, next_stage(staff), onward)


def pass_step(console: Console, visit: Visit, session: Session, staff: Staff, passed: str) -> Response:
    """Let him go on after a further step, with a new session."""
    token = renew_session(session, console.vault, visit.session_id, passed, visit.at)
    stage = next_stage(staff, passed)
    return _onward(console, visit, session, staff, token, stage, visit.word("lanjut"))


def _onward(
    console: Console, visit: Visit, session: Session, staff: Staff, token: str, stage: str, asked: str
) -> Response:
    onward = own_path(asked)
    if stage != IN:
        kept = onward if onward != HOME else ""
        return with_cookie(console, go_to(STAGES[stage], lanjut=kept), token)
    throttle_of(console, visit, staff.username).clear_name(session)
    note(session, staff.id, "masuk", visit.at)
    return with_cookie(console, go_to(onward), token)


def sign_out(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        end_session(session, visit.session_id, visit.at)
    return without_cookie(go_to("/staff/login"))


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


def without_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/staff")
    return response


def own_path(onward: str) -> str:
    """Where to go after signing in: only ever to a page of the console."""
    try:
        parts = urlsplit(onward)
    except ValueError:
        return HOME
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/staff/") and "\\" not in onward
    return onward if is_own and not onward.startswith("//") else HOME


PAGES = (
    Page("/login", show_login, stage=""),
    Page("/login", sign_in, method="POST", stage=""),
    Page("/keluar", sign_out, method="POST"),
)
