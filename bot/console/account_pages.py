"""A person's own account: his details, his browsers, his password."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.accounts import (
    NEW_PASSWORD,
    end_all_sessions,
    end_session,
    hash_password,
    is_password,
    own_row,
    renew_session,
)
from bot.console.attempts import WRONG_PASSWORD, attempt, problem_of
from bot.console.audit import note
from bot.console.browsers import open_browsers
from bot.console.records import Staff, StaffSession
from bot.console.sign_in import with_cookie, without_cookie
from bot.console.steps import new_password, problem_of_new
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page

ACCOUNT = "/staff/akun"


def show_account(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        staff = session.get_one(Staff, visit.staff.id)
        browsers = open_browsers(session, staff.id, visit.at)
        return page(console, visit, "akun.html", staff=staff, browsers=browsers)


def sign_out_everywhere(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        end_all_sessions(session, visit.staff.id, visit.at)
        note(session, visit.staff.id, "keluar_semua", visit.at)
    return without_cookie(go_to("/staff/login"))


def sign_out_browser(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        browser = session.get(StaffSession, visit.path_id("browser"))
        if browser is None or browser.staff_id != visit.staff.id:
            raise NotFound
        end_session(session, browser.id, visit.at)
    return go_to(ACCOUNT, "dikeluarkan")


def show_password(console: Console, visit: Visit) -> Response:
    return _password_page(console, visit, own_account(console, visit))


def change_password(console: Console, visit: Visit) -> Response:
    staff = own_account(console, visit)
    old_problem = problem_of_old(console, visit, staff)
    problem = None if old_problem else problem_of_new(visit, staff)
    if old_problem or problem:
        return _password_page(console, visit, staff, problem, old_problem)
    hashed = hash_password(new_password(visit))
    with console.database.writing() as session:
        staff = session.get_one(Staff, staff.id)
        staff.password_hash, staff.must_change_password = hashed, False
        end_all_sessions(session, staff.id, visit.at, but=visit.session_id)
        note(session, staff.id, "kata_sandi", visit.at)
        token = renew_session(session, console.vault, visit.session_id, NEW_PASSWORD, visit.at)
    return with_cookie(console, go_to(ACCOUNT, "kata_sandi"), token)


def _password_page(
    console: Console,
    visit: Visit,
    staff: Staff,
    problem: str | None = None,
    old_problem: str | None = None,
) -> Response:
    status = 422 if problem or old_problem else 200
    shown = {"username": staff.username, "has_password": staff.password_hash is not None}
    problems = {"problem": problem, "old_problem": old_problem}
    return page(console, visit, "kata_sandi.html", status, **shown, **problems)


def own_account(console: Console, visit: Visit) -> Staff:
    with console.database.reading() as session:
        return own_row(session, visit.staff.id)


def problem_of_old(console: Console, visit: Visit, staff: Staff) -> str | None:
    """Who came in with an outside account alone may have no password yet: then there is none to ask for."""
    if staff.password_hash is None:
        return None
    given = str(visit.form.get("lama", ""))
    return problem_of(
        attempt(console, visit, staff.username, lambda: is_password(staff, given)), WRONG_PASSWORD
    )


PAGES = (
    Page("/akun", show_account),
    Page("/akun/keluar-semua", sign_out_everywhere, method="POST"),
    Page("/akun/perangkat/{browser}/keluar", sign_out_browser, method="POST"),
    Page("/akun/kata-sandi", show_password),
    Page("/akun/kata-sandi", change_password, method="POST"),
)
