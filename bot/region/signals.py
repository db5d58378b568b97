"""Reads what kind of message a text is: danger to life, an accused official, a wish or a question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.region.entries import AccusationWords, DangerKind, DangerWords, SignalWords
from bot.region.pack import Region
from bot.region.words import Sentence, WordPattern, plain, sentences

ReportClass = Literal["pengaduan", "aspirasi", "permintaan_informasi"]


@dataclass(frozen=True)
class Signals:
    """What a text gives away about itself.

    `accused_agency` is the agency that alone may see the accusation; None with `accused` means that no office
    of the region may judge it (`Region.accused.outside_bodies` can). `named_agency`: the agency spoken of.
    """

    danger: DangerKind | None
    accused: bool
    accused_agency: str | None
    report_class: ReportClass
    named_agency: str | None


@lru_cache(maxsize=64)  # a turn asks a dozen times about the same two texts
def read_signals(region: Region, text: str) -> Signals:
    """Read a message. Works on the words alone; a wrong answer is possible in both directions."""
    parts = sentences(text)
    whole = plain(text)
    danger = _danger(region.signals.danger, parts)
    outside = _accuses_beyond(region, parts)
    accused = outside or _accuses(region.signals.accused, parts)
    report_class: ReportClass = "pengaduan" if danger or accused else _report_class(region.signals, parts)
    agency = _accused_agency(region, whole) if accused and not outside else None
    return Signals(danger, accused, agency, report_class, _named_agency(region, whole))


def is_secret(region: Region, text: str) -> bool:
    """Whether a report of these words goes into the secret lane, by the rule of `reports/routing.py`."""
    signals = read_signals(region, text)
    return signals.danger.private if signals.danger else signals.accused


def _danger(words: DangerWords, parts: list[Sentence]) -> DangerKind | None:
    for sentence in parts:
        was_or_asks = sentence.asks or _finds(words.past, sentence.words)
        for clause in (*sentence.clauses, sentence.words):
            if was_or_asks and not _finds(words.urgent, clause):
                continue
            kind = _danger_in(words, _blank(words.neutral, clause))
            if kind:
                return kind
    return None


def _danger_in(words: DangerWords, clause: str) -> DangerKind | None:
    """The first kind of danger that the clause states as happening."""
    if _finds(words.unless, clause):
        return None
    for kind in words.kinds:
        match = kind.when.search(clause)
        if (
            match
            and not _finds(kind.unless, clause)
            and not _finds(words.unless_before, clause[: match.end()])
        ):
            return kind
    return None


def _accuses(words: AccusationWords, parts: list[Sentence]) -> bool:
    for sentence in parts:
        text = _blank(words.neutral, sentence.words)
        if _finds(words.unless, text):
            continue
        if _finds(words.alone, text) or (_finds(words.acts, text) and _finds(words.officials, text)):
            return True
    return False


def _accuses_beyond(region: Region, parts: list[Sentence]) -> bool:
    """Say whether somebody is accused whom no office of the region may judge.

    Read clause by clause: "Pak Bupati, korupsi di desa kami" addresses the one and accuses another.
    """
    return any(_finds(region.accused.outside, clause) for sentence in parts for clause in sentence.clauses)


def _accused_agency(region: Region, text: str) -> str:
    for exception in region.accused.exceptions:
        if exception.words.search(text):
            return exception.agency
    return region.accused.default


def _report_class(words: SignalWords, parts: list[Sentence]) -> ReportClass:
    complains = any(_finds(words.complaint, sentence.words) for sentence in parts)
    if complains:
        return "pengaduan"
    if any(_finds(words.aspiration, sentence.words) for sentence in parts):
        return "aspirasi"
    if any(_finds(words.information, sentence.words) for sentence in parts):
        return "permintaan_informasi"
    return "pengaduan"


def _named_agency(region: Region, text: str) -> str | None:
    """The agency named first in the text."""
    hits = ((entry.words.search(text), entry.agency) for entry in region.agency_words)
    found = [(match.start(), -len(match.group()), agency) for match, agency in hits if match]
    return min(found)[2] if found else None


def _finds(words: WordPattern | None, text: str) -> bool:
    return words is not None and words.search(text) is not None


def _blank(words: WordPattern | None, text: str) -> str:
    return words.blank(text) if words else text
