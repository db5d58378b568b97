"""Reads every sentence whose meaning is known with one model, and says which are read rightly."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.dialogue.engine import Engine
from bot.dialogue.first_message import Outcome
from bot.region.pack import Region
from bot.training.evaluation.measure import Everything, Measured, Reader, read_everything
from bot.training.evaluation.run import SEALED, Sets
from bot.training.evaluation.summary import Summary, summarise
from bot.training.rows import Sentence

TALK, TOUCHED = "obrolan", "contoh baru"


@dataclass(frozen=True)
class Judged:
    """One sentence: the set it is of, what it means, what the model read, and whether that is right."""

    source: str
    text: str
    truth: str
    guess: str
    is_right: bool

    @property
    def may_be_shown(self) -> bool:
        """A sealed sentence that is seen stops being a measure."""
        return not self.source.endswith(SEALED)


@dataclass(frozen=True)
class Judgement:
    """All sentences, the figures by name (shares, more is better), and confused pairs (truth, guess)."""

    sentences: Sequence[Judged]
    figures: dict[str, float]
    confusions: Counter[tuple[str, str]]
    sets: str


def judge(engine: Engine, region: Region, sets: Sets, touched: Sequence[Sentence]) -> Judgement:
    """Measure one model. `sets` of the answer names the sentences: only like is compared with like."""
    everything = read_everything(Reader(engine, region), sets.complaints, sets.talk, sets.own)
    known = [*_complaints(everything), *_own(everything), *_talk(everything)]
    confused = Counter((item.truth, item.guess) for item in known if item.truth in region.categories)
    named = hashlib.sha256("\0".join(item.text for item in known).encode()).hexdigest()[:12]
    taught = list(_touched(engine, touched))
    return Judgement([*known, *taught], dict(_figures(summarise(everything, {}, None))), confused, named)


def _complaints(everything: Everything) -> Iterator[Judged]:
    for item, ranking in zip(everything.complaints, everything.complaints_read.rankings, strict=True):
        guess = ranking[0][0]
        yield Judged(f"aduan {item.source}", item.text, item.category, guess, guess == item.category)


def _own(everything: Everything) -> Iterator[Judged]:
    for half, sentences in everything.own.items():
        for item, ranking in zip(sentences, everything.own_read[half].rankings, strict=True):
            guess = ranking[0][0]
            truth = guess if guess in item.categories else item.categories[0]
            yield Judged(f"OKI {half}", item.text, truth, guess, guess == truth)


def _talk(everything: Everything) -> Iterator[Judged]:
    measured: Measured = everything.talk_read
    for item, reading in zip(everything.talk, measured.readings, strict=True):
        filed = reading.outcome is Outcome.FILED
        guess = reading.categories[0][0] if filed else item.intent
        yield Judged(TALK, item.text, item.intent, guess, not filed)


def _touched(engine: Engine, sentences: Sequence[Sentence]) -> Iterator[Judged]:
    for sentence in sentences:
        guess = str(engine.parse(sentence.text)["intent"]["name"])
        yield Judged(TOUCHED, sentence.text, sentence.intent, guess, guess == sentence.intent)


def _figures(summary: Summary) -> Iterator[tuple[str, float]]:
    """What is guarded: the names are read by trainers."""
    for source, scores in summary.sets.items():
        yield f"aduan {source}: kategori tepat", scores.accuracy
        yield f"aduan {source}: rata-rata semua kategori", scores.macro_f1
    for half, own in summary.own.items():
        yield f"OKI {half}: kategori tepat", own.categories.accuracy
        yield f"OKI {half}: rata-rata semua kategori", own.categories.macro_f1
        yield f"OKI {half}: kecamatan ditemukan", own.districts.recall
        yield f"OKI {half}: desa ditemukan", own.villages.recall
        yield f"OKI {half}: tidak salah tempat", 1 - own.wrong
        yield f"OKI {half}: dua masalah dipisah", own.problems.both_found
        yield f"OKI {half}: satu masalah tetap satu", 1 - own.problems.split
        yield f"OKI {half}: laporan tidak dilewatkan", _not(own.outcomes, Outcome.IGNORED)
    if summary.complaints["n"]:
        yield "aduan: laporan tidak dilewatkan", _not(summary.complaints, Outcome.IGNORED)
    if summary.smalltalk["n"]:
        yield "obrolan: tidak menjadi laporan", _not(summary.smalltalk, Outcome.FILED)


def _not(outcomes: dict[str, int], kind: Outcome) -> float:
    return 1 - outcomes[kind.value] / outcomes["n"]
