"""Pure figures: how often a ranking of categories is right, and how honest its probabilities are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sklearn.metrics import f1_score

# Categories by falling probability.
Ranking = Sequence[tuple[str, float]]
FEW = 3
RELIABILITY_BINS = 5


@dataclass(frozen=True)
class CategoryScores:
    """Of `n` texts: the share whose first category is right, macro-F1 over the categories present, and the
    share whose right category is among the first three."""

    n: int
    accuracy: float
    macro_f1: float
    top3: float


@dataclass(frozen=True)
class ReliabilityRow:
    """Guesses with a stated probability in [low, high): how many, the mean stated, the share right."""

    low: float
    high: float
    n: int
    stated: float
    right: float


def score_categories(truths: Sequence[str], rankings: Sequence[Ranking]) -> CategoryScores:
    """Compare each truth with its ranking; raises ValueError when there are none."""
    if not truths:
        raise ValueError("no text to score")
    guesses = [ranking[0][0] for ranking in rankings]
    pairs = list(zip(truths, rankings, strict=True))
    return CategoryScores(
        n=len(truths),
        accuracy=share(truth == guess for truth, guess in zip(truths, guesses, strict=True)),
        macro_f1=float(
            f1_score(truths, guesses, labels=sorted(set(truths)), average="macro", zero_division=0)
        ),
        top3=share(truth in [name for name, _ in ranking[:FEW]] for truth, ranking in pairs),
    )


def confusions(truths: Sequence[str], rankings: Sequence[Ranking]) -> Counter[tuple[str, str]]:
    """Count (truth, guess) pairs."""
    return Counter((truth, ranking[0][0]) for truth, ranking in zip(truths, rankings, strict=True))


def reliability(truths: Sequence[str], rankings: Sequence[Ranking]) -> list[ReliabilityRow]:
    """Group the guesses by their stated probability; an honest 0.9 is right nine times in ten."""
    rows = []
    for place in range(RELIABILITY_BINS):
        low, high = place / RELIABILITY_BINS, (place + 1) / RELIABILITY_BINS
        inside = [
            (ranking[0][1], ranking[0][0] == truth)
            for truth, ranking in zip(truths, rankings, strict=True)
            if low <= ranking[0][1] < high or (ranking[0][1] == high == 1.0)
        ]
        if inside:
            stated = sum(value for value, _ in inside) / len(inside)
            rows.append(ReliabilityRow(low, high, len(inside), stated, share(right for _, right in inside)))
    return rows


def share(hits: Iterable[bool]) -> float:
    """The share of true ones; 0 of none."""
    values = list(hits)
    return sum(values) / len(values) if values else 0.0
