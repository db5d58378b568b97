"""What waits for trainers: sentences that were not understood, likely ones together."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.intent_names import intent_namer
from bot.console.label_form import REASONS
from bot.console.navigation import TEACHES
from bot.console.visits import Console, Page, Visit, page, whole_number
from bot.training.queue import Sought, count_by_reason, count_kinds, find_kinds
from bot.training.states import DISPUTED, LABELLED, SET_ASIDE, WAITING

STATES = {
    "": "Semua yang terbuka",
    WAITING: "Menunggu",
    DISPUTED: "Beda pendapat",
    LABELLED: "Sudah diberi maksud",
    SET_ASIDE: "Disisihkan",
}


def show_queue(console: Console, visit: Visit) -> Response:
    sought = _sought(visit)
    name_of = intent_namer(console.region)
    with console.database.reading() as session:
        kinds, more = find_kinds(session, sought)
        clusters, sentences = count_kinds(session, sought)
        by_reason = count_by_reason(session, sought)
        return page(
            console, visit, "belum_dipahami.html", kinds=kinds, more=more, clusters=clusters,
            sentences=sentences, by_reason=by_reason, sought=sought, states=STATES, reasons=REASONS,
            name_of=name_of,
        )  # fmt: skip


def _sought(visit: Visit) -> Sought:
    state, reason = visit.word("keadaan"), visit.word("alasan")
    size, _, newest = visit.word("sesudah").partition("-")
    edge = (whole_number(size), whole_number(newest))
    return Sought(
        state if state in STATES else "",
        reason if reason in REASONS else "",
        (edge[0], edge[1]) if edge[0] is not None and edge[1] is not None else None,
    )


PAGES = (Page("/belum-dipahami", show_queue, TEACHES),)
