"""Reads what kind of message a text is: danger to life, an accused official, a wish or a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.region.entries import DangerKind, SignalWords
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


def read_signals(region: Region, text: str) -> Signals:
    """Read a message. Works on the words alone; a wrong answer is possible in both directions."""
    parts = sentences(text)
    danger = _danger(region.signals, parts)
    accused = _accuses(region, parts)
    report_class: ReportClass = "pengaduan" if danger or accused else _report_class(region.signals, parts)
    agency = _accused_agency(region, plain(text)) if accused else None
    return Signals(danger, accused, agency, report_class, _named_agency(region, plain(text)))


def _danger(words: SignalWords, parts: list[Sentence]) -> DangerKind | None:
    for sentence in parts:
        cries_out = _found(words.danger_overrules, sentence)
        if not cries_out and (sentence.asks or _found(words.danger_unless, sentence)):
            continue
        for kind in words.dangers:
            if _found(kind.when, sentence) and not _found(kind.unless, sentence):
                return kind
    return None


def _accuses(region: Region, parts: list[Sentence]) -> bool:
    words = region.signals
    for sentence in parts:
        if _found(words.accused_unless, sentence):
            continue
        if _found(words.accused_alone, sentence) or _found(region.accused.outside, sentence):
            return True
        if _found(words.accused_acts, sentence) and _found(words.officials, sentence):
            return True
    return False


def _accused_agency(region: Region, text: str) -> str | None:
    if region.accused.outside and region.accused.outside.search(text):
        return None
    for agency, when in region.accused.exceptions:
        if when.search(text):
            return agency
    return region.accused.default


def _report_class(words: SignalWords, parts: list[Sentence]) -> ReportClass:
    complains = any(_found(words.complaint, sentence) for sentence in parts)
    if any(_found(words.aspiration, sentence) for sentence in parts):
        return "aspirasi"
    if not complains and any(_found(words.information, sentence) for sentence in parts):
        return "permintaan_informasi"
    return "pengaduan"


def _named_agency(region: Region, text: str) -> str | None:
    """The agency named first in the text."""
    hits = ((words.search(text), code) for code, words in region.agency_words.items())
    found = [(match.start(), -len(match.group()), code) for match, code in hits if match]
    return min(found)[2] if found else None


def _found(words: WordPattern | None, sentence: Sentence) -> bool:
    return words is not None and words.search(sentence.words) is not None
