"""Which lines of a transcript tell that the bot may have misread: this one, or an earlier one; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.conversations.forgetting import TOMBSTONE

UNSURE, NOT_UNDERSTOOD, BY_STAFF = "ragu", "tidak_paham", "dikoreksi"
CHANGED, DENIED, CANCELLED, CHOSEN = "diubah", "disangkal", "batal", "pilihan"

FALLBACK, MAYBE_REPORT = "nlu_fallback", "mungkin_laporan"
# Of the 190 sentences of tests/understanding/open.csv this doubts 19 of the 39 whose category is misread, and
# 5 of the 151 that are read rightly.
SURE = 0.6
NO_REPORT = "bukan_laporan"
OTHER_CATEGORY = "lainnya"
PICKS_CATEGORY = "pilih_kategori"
CORRECTIONS = {"ubah": CHANGED, "tolak": DENIED, "batal": CANCELLED}

SENTENCES = frozenset(("text", "image", "video", "document"))
PLACES = frozenset(("village", "district", "road", "landmark"))
DETAILS = PLACES | {"date", "time", "phone", "nik"}
SHORT = 6


class Line(Protocol):
    """A citizen's line of the transcript."""

    kind: Any
    text: Any
    content: Any
    understanding: Any
    draft_id: Any


AnyLine = TypeVar("AnyLine", bound=Line)


@dataclass(frozen=True)
class Reading:
    """What was understood: the intent, how sure (0 to 1), and the kinds of entities with their values."""

    intent: str
    confidence: float
    entities: tuple[tuple[str, Any], ...]

    def value(self, entity: str) -> Any:
        return next((value for kind, value in self.entities if kind == entity), None)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.entities)


@dataclass(frozen=True)
class Hint:
    """Why a sentence is doubtful, and which intent was meant where somebody told."""

    reason: str
    meant: str | None = None


def reading_of(line: Line) -> Reading | None:
    """The reading of a line; of a report only as sure as its category is. None for what was never read."""
    found: Mapping[str, Any] = line.understanding or {}
    intent = found.get("intent")
    if not intent:
        return None
    ranking: Sequence[Mapping[str, Any]] = found.get("alternatives") or ()
    shares = [float(item.get("confidence") or 0) for item in ranking if item.get("name") == intent]
    confidence = min([float(found.get("confidence") or 0), *shares])
    entities = tuple((str(item.get("entity")), item.get("value")) for item in found.get("entities") or ())
    return Reading(str(intent), confidence, entities)


def is_sentence(line: Line) -> bool:
    """Whether a citizen wrote it: no button, nothing that staff typed for him, nothing erased."""
    written = line.kind in SENTENCES and "typed_by" not in (line.content or {})
    return written and (line.text or "").strip() not in ("", TOMBSTONE)


def own_hint(line: Line) -> Hint | None:
    """Why to doubt what these words were read as; None when they were read well enough.

    While a draft is open, a few words that only tell a place or a time answer its question.
    """
    reading = reading_of(line)
    if reading is None or not is_sentence(line):
        return None
    is_detail = bool(reading.kinds) and reading.kinds <= DETAILS and len(line.text.split()) <= SHORT
    if line.draft_id is not None and is_detail:
        return None
    if reading.intent == FALLBACK:
        return Hint(NOT_UNDERSTOOD)
    return Hint(UNSURE) if reading.intent == MAYBE_REPORT or reading.confidence < SURE else None


def hint_at_earlier(line: Line, before: Line) -> Hint | None:
    """What a line says of an earlier sentence; `before` is the citizen's line just before it.

    "Bukan celikah, sidakersa" corrects a place, which is no matter of the classifier.
    """
    reading = reading_of(line)
    if reading is None:
        return None
    if reading.intent == PICKS_CATEGORY:
        category = reading.value("category")
        return Hint(CHANGED, None if category == OTHER_CATEGORY else category)
    reason = CORRECTIONS.get(reading.intent)
    if reason is None:
        announced = CORRECTIONS.get(_intent(before))
        told = ("problem", reading.intent) in reading.entities
        return Hint(announced, reading.intent) if announced and told and is_sentence(line) else None
    if reading.kinds & PLACES:
        return None
    # The only button that denies says "bukan laporan".
    return Hint(reason, NO_REPORT if reason == DENIED and not is_sentence(line) else None)


def is_about_place(line: Line, before: Line) -> bool:
    """Whether a line answers a pressed Ubah with a place, and with nothing else."""
    reading = reading_of(line)
    if reading is None or CORRECTIONS.get(_intent(before)) != CHANGED or not reading.kinds & PLACES:
        return False
    return ("problem", reading.intent) not in reading.entities


def telling(lines: Iterable[AnyLine]) -> list[AnyLine]:
    """Those that may tell the matter itself, else all sentences: answers and corrections come last."""
    written = [line for line in lines if is_sentence(line)]
    return [line for line in written if _tells(line)] or written


def speaks_of(line: Line, category: str) -> bool:
    """Whether a line was read as a report of this category, perhaps among others."""
    reading = reading_of(line)
    return reading is not None and (reading.intent == category or ("problem", category) in reading.entities)


def _tells(line: Line) -> bool:
    reading = reading_of(line)
    if reading is None or reading.intent in CORRECTIONS:
        return False
    return reading.intent in (FALLBACK, MAYBE_REPORT) or "problem" in reading.kinds


def _intent(line: Line) -> str:
    reading = reading_of(line)
    return reading.intent if reading else ""
