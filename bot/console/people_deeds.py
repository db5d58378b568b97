"""What an admin does to an account besides changing it: password, codes, browsers, closing and opening."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.attempts import throttle_of
from bot.console.navigation import MANAGES
from bot.console.people import (
    LastAdmin,
    close_account,
    give_password,
    open_account,
    sign_out,
    take_codes_off,
)
from bot.console.people_pages import LAST_ADMIN, PEOPLE, one_time_page
from bot.console.records import Staff
from bot.console.visits import Console, NotFound, Page, Refused, Visit, go_to

OWN_ACCOUNT = "Ini akun Anda sendiri. Untuk itu ada halaman Akun saya."


def make_password(console: Console, visit: Visit) -> Response:
    with _another(console, visit) as (session, staff):
        password = give_password(session, staff, visit.at, visit.staff.id)
        throttle_of(console, visit, staff.username).clear_name(session)
        return one_time_page(console, visit, staff, password)


def remove_codes(console: Console, visit: Visit) -> Response:
    with _another(console, visit) as (session, staff):
        take_codes_off(session, staff, visit.at, visit.staff.id)
    return _back(visit, "kode_dihapus")


def sign_out_everywhere(console: Console, visit: Visit) -> Response:
    with _another(console, visit) as (session, staff):
        sign_out(session, staff, visit.at, visit.staff.id)
    return _back(visit, "dikeluarkan")


def close(console: Console, visit: Visit) -> Response:
    try:
        with _another(console, visit) as (session, staff):
            close_account(session, staff, visit.at, visit.staff.id)
    except LastAdmin:
        raise Refused(LAST_ADMIN) from None
    return go_to(PEOPLE, "akun_ditutup")


def reopen(console: Console, visit: Visit) -> Response:
    with _another(console, visit) as (session, staff):
        open_account(session, staff, visit.at, visit.staff.id)
    return _back(visit, "akun_dibuka")


@contextmanager
def _another(console: Console, visit: Visit) -> Iterator[tuple[Session, Staff]]:
    """The account of the address, to be changed; never the admin's own."""
    with console.database.writing() as session:
        staff = session.get(Staff, visit.path_id("id"))
        if staff is None:
            raise NotFound
        if staff.id == visit.staff.id:
            raise Refused(OWN_ACCOUNT)
        yield session, staff


def _back(visit: Visit, notice: str) -> Response:
    return go_to(f"{PEOPLE}/{visit.path_id('id')}", notice)


PAGES = (
    Page("/pengguna/{id}/kata-sandi", make_password, MANAGES, method="POST"),
    Page("/pengguna/{id}/kode-masuk", remove_codes, MANAGES, method="POST"),
    Page("/pengguna/{id}/keluarkan", sign_out_everywhere, MANAGES, method="POST"),
    Page("/pengguna/{id}/tutup", close, MANAGES, method="POST"),
    Page("/pengguna/{id}/buka", reopen, MANAGES, method="POST"),
)
