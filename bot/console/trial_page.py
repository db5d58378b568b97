"""The box in which a trainer tries a sentence, and sees why it is read so."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from bot.console.intent_names import intent_namer
from bot.console.navigation import TEACHES
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.training.records import Trial
from bot.training.teaching import normaliser, teaching_of
from bot.training.trials import try_sentence

TRIAL = "/staff/coba"
LONGEST = 2000
NEAREST = 5
OUTCOMES = {
    "filed": "Langsung menjadi laporan; warga melihat ringkasannya.",
    "asked": "Warga ditanya dulu, termasuk apa kategorinya.",
    "ignored": "Bukan laporan; bot menjawab sebagai percakapan.",
}


def show_box(console: Console, visit: Visit) -> Response:
    return page(console, visit, "coba.html", trial=None, sentence="", longest=LONGEST)


def ask(console: Console, visit: Visit) -> Response:
    sentence = visit.word("kalimat")[:LONGEST]
    if not sentence:
        return go_to(TRIAL)
    with console.database.writing() as session:
        trial = try_sentence(session, visit.staff.id, sentence, visit.at)
        return go_to(f"{TRIAL}/{trial.id}")


def show_trial(console: Console, visit: Visit) -> Response:
    """The answer, or a part of the page that asks for it again until a worker has read the sentence."""
    root = console.root
    name_of = intent_namer(console.region)
    with console.database.reading() as session:
        trial = session.get(Trial, visit.path_id("id"))
        if trial is None or trial.staff_id != visit.staff.id:
            raise NotFound
        teaching = teaching_of(session, root, frozenset(console.region.categories), name_of)
        return page(
            console,
            visit,
            "coba_jawaban.html" if visit.is_fragment else "coba.html",
            trial=trial,
            sentence=trial.sentence,
            read_as=_plain(root, trial.sentence),
            nearest=teaching.nearest(trial.sentence, NEAREST) if trial.answer else [],
            name_of=name_of,
            outcomes=OUTCOMES,
            longest=LONGEST,
        )


def _plain(root: Path, sentence: str) -> str:
    """The words as the model compares them."""
    return normaliser(root)(sentence)


PAGES = (
    Page("/coba", show_box, TEACHES),
    Page("/coba", ask, TEACHES, method="POST"),
    Page("/coba/{id}", show_trial, TEACHES),
)
