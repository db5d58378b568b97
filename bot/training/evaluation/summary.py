"""All figures of one evaluation, as numbers for machines and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.training.evaluation.measure import Everything, Measured
from bot.training.evaluation.places import (
    PlaceScores,
    ProblemScores,
    score_districts,
    score_problems,
    score_villages,
    wrong_places,
)
from bot.training.evaluation.scores import (
    CategoryScores,
    Ranking,
    ReliabilityRow,
    reliability,
    score_categories,
)
from bot.training.evaluation.sets import OwnSentence


@dataclass(frozen=True)
class OwnScores:
    """The figures of one half of our own set; `wrong` is the share filed, unasked, at a wrong place."""

    categories: CategoryScores
    villages: PlaceScores
    districts: PlaceScores
    problems: ProblemScores
    wrong: float
    outcomes: dict[str, int]


@dataclass(frozen=True)
class Summary:
    """What was measured; None and empty where there was nothing to measure."""

    sets: dict[str, CategoryScores]
    baseline: dict[str, CategoryScores]
    cross_validation: CategoryScores | None
    complaints: dict[str, int]
    smalltalk: dict[str, int]
    own: dict[str, OwnScores]
    reliability: list[ReliabilityRow]
    milliseconds: float | None

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        # Without them nothing was measured beside.
        return {
            name: value
            for name, value in found.items()
            if name not in ("baseline", "cross_validation") or value
        }

    def lines(self) -> Iterator[str]:
        """The figures as a person reads them in a terminal, in Indonesian."""
        yield from _table("Kategori (tebakan pertama dipaksa)", self.sets, self.baseline)
        if self.cross_validation:
            yield from _table("Validasi silang data latih", {"5 lipatan": self.cross_validation}, {})
        if self.complaints["n"] or self.smalltalk["n"]:
            yield f"\n{'Pesan pertama':<24}{'n':>6}{'diajukan':>10}{'ditanya':>9}{'dilewat':>9}"
            yield _outcome_line("laporan sungguhan", self.complaints)
            yield _outcome_line("obrolan", self.smalltalk)
        for half, scores in self.own.items():
            yield from _own_lines(half, scores)
        if self.reliability:
            yield "\nKejujuran angka (dinyatakan / benar):"
            for row in self.reliability:
                yield f"  {row.low:.1f}-{row.high:.1f}  n={row.n:<5} {row.stated:.2f} / {row.right:.2f}"
        if self.milliseconds is not None:
            yield f"\nMembaca pesan sekitar 200 huruf: {self.milliseconds:.1f} ms (p50)."


def summarise(
    everything: Everything,
    baseline: dict[str, CategoryScores],
    cross_validation: CategoryScores | None,
) -> Summary:
    """Put the figures of all readings together."""
    truths = [item.category for item in everything.complaints]
    return Summary(
        sets=score_sources(everything, everything.complaints_read.rankings),
        baseline=baseline,
        cross_validation=cross_validation,
        complaints=everything.complaints_read.outcomes(),
        smalltalk=everything.talk_read.outcomes(),
        own={
            half: _score_own(sentences, everything.own_read[half])
            for half, sentences in everything.own.items()
        },
        reliability=reliability(truths, everything.complaints_read.rankings),
        milliseconds=everything.milliseconds_at_length(),
    )


def score_sources(everything: Everything, rankings: Sequence[Ranking]) -> dict[str, CategoryScores]:
    """Score the rankings of all complaints, set by set."""
    return {
        source: score_categories(*everything.of_source(source, rankings)) for source in everything.sources()
    }


def _score_own(sentences: Sequence[OwnSentence], measured: Measured) -> OwnScores:
    pairs = list(zip(sentences, measured.readings, strict=True))
    truths, rankings = own_truths(sentences, measured)
    return OwnScores(
        categories=score_categories(truths, rankings),
        villages=score_villages(pairs),
        districts=score_districts(pairs),
        problems=score_problems(pairs),
        wrong=len(wrong_places(pairs)) / len(pairs),
        outcomes=measured.outcomes(),
    )


def own_truths(sentences: Sequence[OwnSentence], measured: Measured) -> tuple[list[str], list[Ranking]]:
    """One truth a sentence: of two problems the one guessed first, if it is one of them."""
    rankings = measured.rankings
    truths = [
        ranking[0][0] if ranking[0][0] in sentence.categories else sentence.categories[0]
        for sentence, ranking in zip(sentences, rankings, strict=True)
    ]
    return truths, rankings


def _table(title: str, sets: dict[str, CategoryScores], beside: dict[str, CategoryScores]) -> Iterator[str]:
    if not sets:
        return
    yield f"\n{title}"
    yield f"{'':<24}{'n':>6}{'benar':>9}{'macro-F1':>10}{'tiga besar':>12}"
    for name, scores in sets.items():
        yield _score_line(name, scores)
        if name in beside:
            yield _score_line("  Rasa bawaan", beside[name])


def _score_line(name: str, scores: CategoryScores) -> str:
    return f"{name:<24}{scores.n:>6}{scores.accuracy:>9.3f}{scores.macro_f1:>10.3f}{scores.top3:>12.3f}"


def _outcome_line(name: str, outcomes: dict[str, int]) -> str:
    total = outcomes["n"] or 1
    filed, asked, ignored = (outcomes[kind] / total for kind in ("filed", "asked", "ignored"))
    return f"{name:<24}{outcomes['n']:>6}{filed:>10.1%}{asked:>9.1%}{ignored:>9.1%}"


def _own_lines(half: str, scores: OwnScores) -> Iterator[str]:
    yield f"\nKalimat OKI sendiri, {half}"
    yield _score_line("kategori", scores.categories)
    yield _outcome_line("pesan pertama", scores.outcomes)
    for name, place in (("desa", scores.villages), ("kecamatan", scores.districts)):
        yield (
            f"{name:<24}{place.named:>6}  ditemukan {place.recall:.3f}, tepat {place.precision:.3f}, "
            f"ditanya {place.asked:.1%}"
        )
    yield f"{'tempat salah':<24}{scores.wrong:>8.1%} dari semua kalimat"
    problems = scores.problems
    yield (
        f"{'dua masalah':<24}{problems.two:>6}  keduanya ditemukan {problems.both_found:.3f}, "
        f"salah pecah {problems.split:.1%} dari {problems.one}"
    )
