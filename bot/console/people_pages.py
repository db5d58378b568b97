"""The accounts of the staff, for the admin: the list, and adding and changing one."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.navigation import MANAGES
from bot.console.passwords import one_time_password
from bot.console.people import (
    MAY_HAVE_AGENCY,
    NEEDED,
    SHAPE,
    TAKEN,
    UNKNOWN,
    Details,
    LastAdmin,
    add_person,
    change_person,
    completed,
    list_people,
    problems_of,
)
from bot.console.records import Staff
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.reports.sight import ROLES

PEOPLE = "/staff/pengguna"
# Of a search; each word of it is a condition, of which a database takes no thousand.
MOST_LETTERS = 100
MESSAGES = {
    ("username", SHAPE): "Pakailah 2 sampai 64 huruf kecil, angka, titik, garis, atau alamat surel.",
    ("username", TAKEN): "Nama pengguna ini sudah dipakai.",
    ("name", SHAPE): "Nama paling panjang 80 huruf.",
    ("role", UNKNOWN): "Pilih perannya.",
    ("agency", UNKNOWN): "Dinas ini tidak dikenal.",
    ("agency", NEEDED): "Pilih dinasnya.",
    ("district", UNKNOWN): "Kecamatan ini tidak dikenal.",
    ("district", NEEDED): "Pilih kecamatannya.",
}
LAST_ADMIN = "Ini admin terakhir. Jadikan orang lain admin lebih dahulu."
OWN_ROLE = "Peran sendiri tidak dapat diubah. Minta admin lain melakukannya."


def show_people(console: Console, visit: Visit) -> Response:
    words, role = visit.word("q")[:MOST_LETTERS], visit.word("peran")
    with console.database.reading() as session:
        people = list_people(session, words, role if role in ROLES else "")
        return page(console, visit, "pengguna.html", people=people, words=words, role=role, roles=ROLES)


def show_new(console: Console, visit: Visit) -> Response:
    return _form(console, visit, Details("", "", ""), {})


def add(console: Console, visit: Visit) -> Response:
    given = _typed(visit, visit.word("username"))
    details = completed(given, console.region)
    problems = problems_of(details, console.region)
    if problems:
        return _form(console, visit, given, problems)
    password = one_time_password()
    with console.database.writing() as session:
        made = add_person(session, details, password, visit.at, visit.staff.id, one_time=True)
        if made is None:
            return _form(console, visit, given, {"username": TAKEN})
        return one_time_page(console, visit, made, password)


def show_person(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        staff = session.get(Staff, visit.path_id("id"))
        if staff is None:
            raise NotFound
        return _form(console, visit, _details(staff), {}, staff)


def change(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        staff = session.get(Staff, visit.path_id("id"))
        if staff is None:
            raise NotFound
        given = _typed(visit, staff.username)
        details = completed(given, console.region)
        problems = problems_of(details, console.region)
        if staff.id == visit.staff.id and details.role != staff.role:
            return _form(console, visit, given, problems, staff, OWN_ROLE)
        if problems:
            return _form(console, visit, given, problems, staff)
        try:
            change_person(session, staff, details, visit.at, visit.staff.id)
        except LastAdmin:
            return _form(console, visit, given, {}, staff, LAST_ADMIN)
    return go_to(PEOPLE, "tersimpan")


def one_time_page(console: Console, visit: Visit, staff: Staff, password: str) -> Response:
    """The only time that anybody sees this password; the page is kept by no browser."""
    return page(console, visit, "kata_sandi_sekali.html", staff=staff, password=password)


def _form(
    console: Console,
    visit: Visit,
    details: Details,
    problems: dict[str, str],
    staff: Staff | None = None,
    refusal: str = "",
) -> Response:
    messages = {field: MESSAGES[field, kind] for field, kind in problems.items()}
    if refusal:
        messages["role"] = refusal
    return page(
        console,
        visit,
        "pengguna_satu.html",
        422 if messages else 200,
        details=details,
        problems=messages,
        staff=staff,
        roles=ROLES,
        with_agency=MAY_HAVE_AGENCY,
    )


def _typed(visit: Visit, username: str) -> Details:
    name, role = visit.word("name"), visit.word("role")
    return Details(username, name, role, visit.word("agency"), visit.word("district"))


def _details(staff: Staff) -> Details:
    return Details(staff.username, staff.name, staff.role, staff.agency or "", staff.district or "")


PAGES = (
    Page("/pengguna", show_people, MANAGES),
    Page("/pengguna/baru", show_new, MANAGES),
    Page("/pengguna/baru", add, MANAGES, method="POST"),
    Page("/pengguna/{id}", show_person, MANAGES),
    Page("/pengguna/{id}", change, MANAGES, method="POST"),
)
