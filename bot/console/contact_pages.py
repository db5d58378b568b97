"""Agencies and camats with their accounts and contacts."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.audit import note
from bot.console.contact_accounts import accounts_at, link_account, link_only_account
from bot.console.contacts import Person, add_contact, desks_of, find_contact, list_desks, problems_of
from bot.console.navigation import MANAGES, WATCHES
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.reports.sight import ADMIN

DESKS = "/staff/dinas"


def show_desks(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        desks = list_desks(session, console.vault, console.region, visit.at)
    return page(console, visit, "dinas.html", desks=desks)


def show_desk(console: Console, visit: Visit) -> Response:
    return _desk_page(console, visit, Person("", "", "", ""), {})


def add(console: Console, visit: Visit) -> Response:
    desk = _desk_code(console, visit)
    name, position = visit.word("nama"), visit.word("jabatan")
    phone, words, is_head = visit.word("telepon"), visit.word("catatan"), bool(visit.word("atasan"))
    person = Person(name, position, phone, words, is_head)
    problems = problems_of(person)
    if problems:
        return _desk_page(console, visit, person, problems)
    with console.database.writing() as session:
        made = add_contact(session, console.vault, desk, person, visit.at)
        if visit.staff.role == ADMIN:
            link_only_account(session, console.region, made)
        note(session, visit.staff.id, "kontak_ditambah", visit.at, contact=made.id, desk=desk)
    return go_to(f"{DESKS}/{desk}", "kontak_ditambah")


def confirm(console: Console, visit: Visit) -> Response:
    return _change(console, visit, "confirmed_at", "kontak_dikonfirmasi")


def end(console: Console, visit: Visit) -> Response:
    return _change(console, visit, "ended_at", "kontak_diakhiri")


def link(console: Console, visit: Visit) -> Response:
    """Choose in the name of which account he acts by WhatsApp; an empty choice for none."""
    desk = _desk_code(console, visit)
    with console.database.writing() as session:
        contact = find_contact(session, desk, visit.path_id("id"))
        if contact is None or not link_account(session, console.region, contact, visit.number("akun")):
            raise NotFound
        note(
            session,
            visit.staff.id,
            "kontak_dihubungkan",
            visit.at,
            contact=contact.id,
            account=contact.staff_id,
        )
    return go_to(f"{DESKS}/{desk}", "kontak_dihubungkan")


def _change(console: Console, visit: Visit, column: str, deed: str) -> Response:
    """Both deeds set a moment, and are named alike in the audit and to the person."""
    desk = _desk_code(console, visit)
    with console.database.writing() as session:
        contact = find_contact(session, desk, visit.path_id("id"))
        if contact is None:
            raise NotFound
        setattr(contact, column, visit.at)
        note(session, visit.staff.id, deed, visit.at, contact=contact.id, desk=desk)
    return go_to(f"{DESKS}/{desk}", deed)


def _desk_page(console: Console, visit: Visit, person: Person, problems: dict[str, str]) -> Response:
    code = _desk_code(console, visit)
    with console.database.reading() as session:
        desks = list_desks(session, console.vault, console.region, visit.at)
        accounts = {staff.id: staff.name for staff in accounts_at(session, console.region, code)}
    desk = next(desk for desk in desks if desk.code == code)
    shown = {"desk": desk, "accounts": accounts, "person": person, "problems": problems}
    return page(console, visit, "dinas_satu.html", 422 if problems else 200, **shown)


def _desk_code(console: Console, visit: Visit) -> str:
    code = visit.path("desk")
    if code not in desks_of(console.region):
        raise NotFound
    return code


PAGES = (
    Page("/dinas", show_desks, WATCHES),
    Page("/dinas/{desk}", show_desk, WATCHES),
    Page("/dinas/{desk}", add, WATCHES, method="POST"),
    Page("/dinas/{desk}/{id}/konfirmasi", confirm, WATCHES, method="POST"),
    Page("/dinas/{desk}/{id}/akhiri", end, WATCHES, method="POST"),
    Page("/dinas/{desk}/{id}/akun", link, MANAGES, method="POST"),
)
