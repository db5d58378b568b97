"""The evaluation as a page: figures, confusion matrices, and the sentences read worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from bot.training.evaluation.measure import Everything
from bot.training.evaluation.scores import Ranking, confusions
from bot.training.evaluation.summary import Summary, own_truths

WORST = 40


@dataclass(frozen=True)
class Matrix:
    """How often each true category (rows) was guessed as each other one (columns)."""

    name: str
    rows: Sequence[str]
    columns: Sequence[str]
    counts: dict[tuple[str, str], int]
    totals: dict[str, int]

    def shade(self, truth: str, guess: str) -> float:
        """The share of the row, 0 to 1, for the colour of a cell."""
        return self.counts.get((truth, guess), 0) / self.totals[truth]


@dataclass(frozen=True)
class Miss:
    """A sentence read wrongly: what it is, what it was read as, and how surely."""

    text: str
    truth: str
    guess: str
    confidence: float


@dataclass(frozen=True)
class Part:
    """One set of sentences on the page."""

    matrix: Matrix
    misses: Sequence[Miss]


def write_page(path: Path, summary: Summary, everything: Everything, shown: str) -> None:
    """Write the page to `path`; of our own set only the half `shown` is quoted."""
    environment = Environment(
        loader=PackageLoader("bot.training.evaluation"), autoescape=select_autoescape(["html"])
    )
    parts = [_part(source, *_texts_of(everything, source)) for source in everything.sources()]
    if shown in everything.own:
        sentences, measured = everything.own[shown], everything.own_read[shown]
        parts.append(_part(f"OKI, {shown}", measured.texts, *own_truths(sentences, measured)))
    page = environment.get_template("evaluation.html").render(
        summary=summary, parts=parts, taken=_mistaken(everything)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _texts_of(everything: Everything, source: str) -> tuple[list[str], list[str], Sequence[Ranking]]:
    texts = [item.text for item in everything.complaints if item.source == source]
    return texts, *everything.of_source(source, everything.complaints_read.rankings)


def _part(name: str, texts: Sequence[str], truths: Sequence[str], rankings: Sequence[Ranking]) -> Part:
    counts = confusions(truths, rankings)
    rows = sorted(set(truths))
    columns = sorted({*rows, *(guess for _, guess in counts)})
    totals = {row: sum(counts[row, column] for column in columns) for row in rows}
    misses = [
        Miss(text, truth, ranking[0][0], ranking[0][1])
        for text, truth, ranking in zip(texts, truths, rankings, strict=True)
        if ranking[0][0] != truth
    ]
    worst = sorted(misses, key=lambda miss: -miss.confidence)[:WORST]
    return Part(Matrix(name, rows, columns, dict(counts), totals), worst)


def _mistaken(everything: Everything) -> dict[str, list[str]]:
    """Small talk that would become a report, and complaints that would be passed over."""
    talk, complaints = everything.talk_read, everything.complaints_read
    return {
        "filed": [
            text
            for text, reading in zip(talk.texts, talk.readings, strict=True)
            if reading.outcome == "filed"
        ],
        "ignored": [
            text
            for text, reading in zip(complaints.texts, complaints.readings, strict=True)
            if reading.outcome == "ignored"
        ],
    }
