"""Erases a citizen who asks for it otherwise than by chat, for example by letter."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.chat_page import find_citizen
from bot.console.navigation import WATCHES
from bot.console.reveal import read_reason
from bot.console.visits import Console, Page, Refused, Visit, go_to
from bot.conversations.bubbles import Bubble
from bot.conversations.outbox import enqueue
from bot.conversations.taking import STAFF, lock_citizen
from bot.conversations.window import is_window_open


def erase_citizen(console: Console, visit: Visit) -> Response:
    """He hears of it when his 24 hours are open: there is no template for a farewell."""
    reason = read_reason(visit)
    if visit.word("yakin") != "ya":
        raise Refused("Pastikan dahulu bahwa pemohon adalah pemilik nomor ini.")
    with console.database.writing() as session:
        citizen = lock_citizen(session, find_citizen(session, visit.path_id("id")).id)
        if citizen.erased_at is not None:
            raise Refused("Identitas warga ini sudah dihapus.")
        farewell = None
        if is_window_open(citizen, visit.at):
            words = Bubble(console.wording.say("utter_berhenti_terhapus"))
            farewell = enqueue(
                session, citizen.id, words, STAFF, at=visit.at, speaker=STAFF, staff_id=visit.staff.id
            )
        console.eraser.erase(session, citizen, visit.staff.actor, visit.at, farewell, reason)
    return go_to(f"/staff/percakapan/{citizen.id}", "identitas_dihapus")


PAGES = (Page("/percakapan/{id}/hapus-identitas", erase_citizen, WATCHES, method="POST"),)
