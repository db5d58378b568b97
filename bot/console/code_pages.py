"""Turning the codes of an authenticator app on and off, on a person's own account."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.account_pages import ACCOUNT, own_account, problem_of_old
from bot.console.accounts import CODE, end_all_sessions, renew_session
from bot.console.attempts import attempt, problem_of
from bot.console.audit import note
from bot.console.records import Staff
from bot.console.second_factor import as_picture, forget_secret, prepare_secret, setup_address
from bot.console.sign_in import with_cookie
from bot.console.steps import WRONG_CODE, is_new_code
from bot.console.visits import Console, Page, Visit, go_to, page


def show_codes(console: Console, visit: Visit) -> Response:
    return _codes_page(console, visit)


def turn_codes_on(console: Console, visit: Visit) -> Response:
    staff = own_account(console, visit)
    if staff.totp_confirmed_at:
        return go_to(ACCOUNT)
    outcome = attempt(console, visit, staff.username, lambda: is_new_code(console, visit, staff))
    problem = problem_of(outcome, WRONG_CODE)
    if problem:
        return _codes_page(console, visit, problem)
    with console.database.writing() as session:
        staff = session.get_one(Staff, staff.id)
        staff.totp_confirmed_at = visit.at
        end_all_sessions(session, staff.id, visit.at, but=visit.session_id)
        note(session, staff.id, "kode_masuk_nyala", visit.at)
        token = renew_session(session, console.vault, visit.session_id, CODE, visit.at)
    return with_cookie(console, go_to(ACCOUNT, "kode_nyala"), token)


def turn_codes_off(console: Console, visit: Visit) -> Response:
    problem = problem_of_old(console, visit, own_account(console, visit))
    if problem:
        return _codes_page(console, visit, problem)
    with console.database.writing() as session:
        forget_secret(session.get_one(Staff, visit.staff.id))
        note(session, visit.staff.id, "kode_masuk_mati", visit.at)
    return go_to(ACCOUNT, "kode_mati")


def _codes_page(console: Console, visit: Visit, problem: str | None = None) -> Response:
    status = 422 if problem else 200
    staff = own_account(console, visit)
    if staff.totp_confirmed_at:
        return page(console, visit, "kode_masuk_mati.html", status, problem=problem, username=staff.username)
    with console.database.writing() as session:
        secret = prepare_secret(session, console.vault, staff.id)
    picture = as_picture(setup_address(secret, staff.username, str(console.pages.globals["service"])))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return page(
        console, visit, "kode_masuk_nyala.html", status, problem=problem, picture=picture, secret=groups
    )


PAGES = (
    Page("/akun/kode-masuk", show_codes),
    Page("/akun/kode-masuk", turn_codes_on, method="POST"),
    Page("/akun/kode-masuk/mati", turn_codes_off, method="POST"),
)
