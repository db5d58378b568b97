"""Citizens who are not answered for a while: the list, blocking and unblocking."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.navigation import WATCHES
from bot.console.records import Staff
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.conversations.blocking import block, blocked_citizens, unblock
from bot.conversations.citizens import Citizen

BLOCKED = "/staff/blokir"
# Days for which somebody may be blocked; the last is the longest that `block` allows.
DAYS = (1, 3, 7, 14, 30)
LONGEST_REASON = 300


def show_blocked(console: Console, visit: Visit) -> Response:
    """The list; with `?warga=ID`, as a conversation links here, also the form for that citizen."""
    return _blocked_page(console, visit, visit.number("warga"), {})


def block_citizen(console: Console, visit: Visit) -> Response:
    reason, days = visit.word("alasan"), visit.number("hari")
    problems = _problems(reason, days)
    if problems or days is None:
        return _blocked_page(console, visit, visit.number("warga"), problems)
    with console.database.writing() as session:
        citizen = _citizen(session, visit.number("warga"))
        block(session, citizen, visit.staff.id, reason, visit.at + timedelta(days=days))
        staff_id, deed = visit.staff.id, "warga_diblokir"
        note(session, staff_id, deed, visit.at, citizen_id=citizen.id, reason=reason, days=days)
    return go_to(BLOCKED, "diblokir")


def unblock_citizen(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        citizen = _citizen(session, visit.path_id("id"))
        unblock(session, citizen)
        note(session, visit.staff.id, "blokir_dibuka", visit.at, citizen_id=citizen.id)
    return go_to(BLOCKED, "blokir_dibuka")


def _blocked_page(
    console: Console, visit: Visit, citizen_id: int | None, problems: dict[str, str]
) -> Response:
    with console.database.reading() as session:
        if citizen_id is not None:
            citizen_id = _citizen(session, citizen_id).id
        return page(
            console,
            visit,
            "blokir.html",
            422 if problems else 200,
            blocked=blocked_citizens(session, visit.at),
            names=dict(session.execute(select(Staff.id, Staff.name)).tuples().all()),
            citizen_id=citizen_id,
            problems=problems,
            reason=visit.word("alasan"),
            days=visit.number("hari") or DAYS[2],
            choices=DAYS,
            longest=LONGEST_REASON,
        )


def _problems(reason: str, days: int | None) -> dict[str, str]:
    found = {}
    if not reason:
        found["alasan"] = "Alasan perlu diisi; ia tercatat di jejak audit."
    elif len(reason) > LONGEST_REASON:
        found["alasan"] = f"Alasan paling panjang {LONGEST_REASON} huruf."
    if days not in DAYS:
        found["hari"] = "Pilih lamanya, paling lama 30 hari."
    return found


def _citizen(session: Session, citizen_id: int | None) -> Citizen:
    """The citizen, or whom he turned out to be."""
    citizen = session.get(Citizen, citizen_id) if citizen_id else None
    if citizen is None:
        raise NotFound
    return _citizen(session, citizen.joined_into) if citizen.joined_into else citizen


PAGES = (
    Page("/blokir", show_blocked, WATCHES),
    Page("/blokir", block_citizen, WATCHES, method="POST"),
    Page("/blokir/{id}/buka", unblock_citizen, WATCHES, method="POST"),
)
