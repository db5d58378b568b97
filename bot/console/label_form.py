"""The form with which a trainer says what a sentence means: what it shows, and how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.console.intent_names import intent_namer, teachable
from bot.console.people import names_of
from bot.console.visits import Console, Refused, Visit
from bot.conversations.messages import TranscriptEntry
from bot.training.examples import WITHDRAWN
from bot.training.labelling import UNCLEAR, Part, Verdict, examples_of, labels_of
from bot.training.queue import company_of
from bot.training.records import Doubt, Example
from bot.training.rows import IN_FORCE
from bot.training.suspicion import MAYBE_REPORT, NO_REPORT

LIKELIEST = 6
MOST_COMPANY = 50
MOST_PARTS = 3
LINES_BELOW = 10
LONGEST = 2000
NAMED_PLACES = frozenset(("village", "district", "road"))
SEVERAL = "beberapa"
NEITHER = {NO_REPORT: "Bukan laporan", UNCLEAR: "Tidak jelas"}
REASONS = {
    "ragu": "Bot ragu",
    "tidak_paham": "Tidak dipahami",
    "dikoreksi": "Dikoreksi petugas",
    "diubah": "Diubah warga",
    "disangkal": "Disangkal warga",
    "batal": "Draf dibatalkan",
    "pilihan": "Dipilih dari percakapan",
}


@dataclass(frozen=True)
class Opinion:
    """What one trainer says, as all of them read it."""

    staff_id: int
    name: str
    verdict: Verdict
    at: Any


@dataclass(frozen=True)
class Answer:
    """What the form says: the verdict, the sentence to teach, and which others it serves."""

    verdict: Verdict
    sentence: str
    members: frozenset[int]
    is_sure: bool


def choices_of(console: Console) -> dict[str, str]:
    """Everything a sentence may be said to mean, with its name."""
    return {**teachable(console.region, console.root), **NEITHER}


def read_answer(console: Console, visit: Visit) -> Answer:
    """Read the form. Raises Refused, with what is to be done."""
    choices, intent = choices_of(console), visit.word("maksud")
    parts: tuple[Part, ...] = ()
    if intent == SEVERAL:
        parts = _read_parts(console, visit)
        intent = parts[0].intent
    if intent not in choices:
        raise Refused("Pilih dahulu apa maksud kalimatnya.")
    members = frozenset(int(word) for word in visit.words("anggota") if word.isascii() and word.isdigit())
    sentence = " ".join(visit.word("kalimat")[:LONGEST].split())
    return Answer(Verdict(intent, parts), sentence, members, visit.word("tetap") == "1")


def form_values(console: Console, session: Session, doubt: Doubt) -> dict[str, Any]:
    """What the page of a doubt shows around the form."""
    line = session.get(TranscriptEntry, doubt.line_id) if doubt.line_id else None
    taught = examples_of(session, doubt, IN_FORCE) or examples_of(session, doubt, (WITHDRAWN,))
    return {
        "doubt": doubt,
        "sentence": taught[-1].text if len(taught) == 1 else doubt.sentence,
        "taught": examples_of(session, doubt, IN_FORCE),
        "opinions": _opinions(session, doubt),
        "company": company_of(session, doubt, MOST_COMPANY),
        **shown_choices(console, doubt.meant, doubt.intent, line),
        **place_of(session, line),
    }


def shown_choices(
    console: Console, meant: str | None, intent: str | None, line: TranscriptEntry | None
) -> dict[str, Any]:
    """The choices in their groups, the likeliest first of all."""
    choices = choices_of(console)
    ranking = ((line.understanding or {}).get("alternatives") or ()) if line else ()
    names = [meant, intent, *(item.get("name") for item in ranking)]
    likely = [name for name in dict.fromkeys(names) if name in choices and name not in NEITHER]
    if intent == MAYBE_REPORT:
        # The bot would ask which kind of report it is: those come first.
        likely.sort(key=lambda name: name not in console.region.categories)
    categories = {name: title for name, title in choices.items() if name in console.region.categories}
    talk = {name: title for name, title in choices.items() if name not in categories and name not in NEITHER}
    return {
        "choices": choices, "likely": likely[:LIKELIEST], "categories": categories, "talk": talk,
        "neither": NEITHER, "name_of": _namer(console), "reasons": REASONS, "several": SEVERAL,
        "most_parts": MOST_PARTS, "longest": LONGEST,
    }  # fmt: skip


def place_of(session: Session, line: TranscriptEntry | None) -> dict[str, Any]:
    """Where the sentence stands in its chat, with some lines below it, and the places read in it."""
    if line is None:
        return {"chat": None, "places": []}
    later = select(TranscriptEntry.id).where(TranscriptEntry.citizen_id == line.citizen_id)
    later = later.where(TranscriptEntry.at > line.at).order_by(TranscriptEntry.at, TranscriptEntry.id)
    edge = session.scalar(later.offset(LINES_BELOW).limit(1))
    page = f"?sebelum={edge}" if edge else ""
    entities = (line.understanding or {}).get("entities") or ()
    # A landmark may be somebody's house.
    places = [str(item.get("value")) for item in entities if item.get("entity") in NAMED_PLACES]
    return {
        "chat": f"/staff/percakapan/{line.citizen_id}{page}#baris-{line.id}",
        "places": list(dict.fromkeys(places)),
    }


def _namer(console: Console) -> Any:
    name_of = intent_namer(console.region)
    return lambda intent: NEITHER.get(intent) or name_of(intent)


def _opinions(session: Session, doubt: Doubt) -> list[Opinion]:
    labels = labels_of(session, [doubt.id])
    names = names_of(session, {label.staff_id for label in labels})
    return [
        Opinion(label.staff_id, names.get(label.staff_id, "Pelatih"), Verdict.of(label), label.at)
        for label in labels
    ]


def _read_parts(console: Console, visit: Visit) -> tuple[Part, ...]:
    parts = []
    for number in range(1, MOST_PARTS + 1):
        text = " ".join(visit.word(f"bagian{number}")[:LONGEST].split())
        intent = visit.word(f"kategori{number}")
        if intent and text:
            if intent not in console.region.categories:
                raise Refused("Pilih kategori untuk setiap masalah.")
            parts.append(Part(text, intent))
    if len({part.intent for part in parts}) < 2:
        raise Refused("Isi kata dan kategori yang berbeda untuk sedikitnya dua masalah.")
    return tuple(parts)


def authors_of(session: Session, examples: Sequence[Example]) -> dict[int, str]:
    return names_of(session, {example.staff_id for example in examples})
