"""Voice notes that wait for somebody to listen and write down what was said."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.navigation import TALKS
from bot.console.visits import Console, Page, Refused, Visit, go_to, page
from bot.conversations.voice import TypedAlready, count_untyped, set_aside_voice, type_voice, untyped_voices

PER_PAGE = 20
# As much as one WhatsApp message may hold.
LONGEST = 4096
GONE = "Pesan suara ini sudah ditangani petugas lain."


def show_voices(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        voices, total = untyped_voices(session, PER_PAGE), count_untyped(session)
        return page(console, visit, "suara.html", voices=voices, total=total)


def type_words(console: Console, visit: Visit) -> Response:
    words = visit.word("isi").replace("\r\n", "\n")
    if not words:
        raise Refused("Tulis isi pesan suaranya dahulu.")
    if len(words) > LONGEST:
        raise Refused(f"Terlalu panjang: {len(words)} huruf. Ringkas menjadi paling banyak {LONGEST} huruf.")
    with console.database.writing() as session:
        try:
            type_voice(session, visit.path_id("id"), words, visit.staff.id, visit.at)
        except TypedAlready:
            raise Refused(GONE) from None
    return go_to("/staff/suara", "suara_diketik")


def dismiss(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        try:
            set_aside_voice(session, visit.path_id("id"), visit.at)
        except TypedAlready:
            raise Refused(GONE) from None
    return go_to("/staff/suara", "suara_ditangani")


PAGES = (
    Page("/suara", show_voices, TALKS),
    Page("/suara/{id}", type_words, TALKS, method="POST"),
    Page("/suara/{id}/kosong", dismiss, TALKS, method="POST"),
)
