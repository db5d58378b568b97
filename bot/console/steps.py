"""The steps between the password and the console: a code, and a new password."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from bot.console.accounts import (
    CODE,
    NEW_PASSWORD,
    end_all_sessions,
    hash_password,
    is_password,
    own_row,
)
from bot.console.attempts import attempt, problem_of
from bot.console.audit import note
from bot.console.passwords import problem_of as problem_of_password
from bot.console.records import Staff
from bot.console.second_factor import matching_step, use_step
from bot.console.sign_in import pass_step, sign_out
from bot.console.visits import Console, Page, Visit, page

WRONG_CODE = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."


def show_code(console: Console, visit: Visit) -> Response:
    return _step_page(console, visit, "kode.html")


def check_code(console: Console, visit: Visit) -> Response:
    staff = _own_account(console, visit)
    outcome = attempt(console, visit, staff.username, lambda: is_new_code(console, visit, staff))
    problem = problem_of(outcome, WRONG_CODE)
    if problem:
        return _step_page(console, visit, "kode.html", problem)
    with console.database.writing() as session:
        return pass_step(console, visit, session, session.get_one(Staff, staff.id), CODE)


def is_new_code(console: Console, visit: Visit, staff: Staff) -> bool:
    """Whether the form holds a right code; it is used up then."""
    step = matching_step(console.vault, staff, visit.word("kode"), visit.at)
    if step is None:
        return False
    with console.database.writing() as session:
        return use_step(session, staff.id, step)


def show_new_password(console: Console, visit: Visit) -> Response:
    return _step_page(console, visit, "kata_sandi_baru.html")


def set_new_password(console: Console, visit: Visit) -> Response:
    staff = _own_account(console, visit)
    problem = problem_of_new(visit, staff)
    if problem:
        return _step_page(console, visit, "kata_sandi_baru.html", problem)
    hashed = hash_password(new_password(visit))
    with console.database.writing() as session:
        staff = session.get_one(Staff, staff.id)
        staff.password_hash, staff.must_change_password = hashed, False
        # Whoever else came in with the former one, and waits at this very step, must not choose another.
        end_all_sessions(session, staff.id, visit.at, but=visit.session_id)
        note(session, staff.id, "kata_sandi", visit.at)
        return pass_step(console, visit, session, staff, NEW_PASSWORD)


def new_password(visit: Visit) -> str:
    return str(visit.form.get("baru", ""))


def problem_of_new(visit: Visit, staff: Staff) -> str | None:
    """Why the new password of the form cannot be taken; None when it can."""
    password = new_password(visit)
    problem = problem_of_password(password, staff.username)
    if problem:
        return problem
    if password != str(visit.form.get("ulang", "")):
        return "Kedua kata sandi tidak sama. Ketik sekali lagi."
    if is_password(staff, password):
        return "Kata sandi baru harus lain dari yang lama."
    return None


def _step_page(console: Console, visit: Visit, template: str, problem: str | None = None) -> Response:
    # Without a viewer: who is not in yet sees no menu.
    nobody = replace(visit, viewer=None)
    staff = _own_account(console, visit)
    shown = {"problem": problem, "onward": visit.word("lanjut")}
    status = 422 if problem else 200
    return page(console, nobody, template, status, **shown, name=staff.name, username=staff.username)


def _own_account(console: Console, visit: Visit) -> Staff:
    with console.database.reading() as session:
        return own_row(session, visit.staff.id)


PAGES = (
    Page("/kode", show_code, stage=CODE),
    Page("/kode", check_code, method="POST", stage=CODE),
    Page("/kode/batal", sign_out, method="POST", stage=CODE),
    Page("/kata-sandi", show_new_password, stage=NEW_PASSWORD),
    Page("/kata-sandi", set_new_password, method="POST", stage=NEW_PASSWORD),
    Page("/kata-sandi/batal", sign_out, method="POST", stage=NEW_PASSWORD),
)
