"""Which category is taken for which, as a grid of shades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.region.pack import Region

SHADES = 5


@dataclass(frozen=True)
class Cell:
    """How often a category was read as another; shade: 0 (never) to 5 (always)."""

    guess: str
    count: int
    shade: int
    is_right: bool


@dataclass(frozen=True)
class Line:
    """One category as it was meant: its number in the grid, how many sentences, and one cell a category."""

    number: int
    name: str
    total: int
    cells: Sequence[Cell]


def confusion_grid(region: Region, comparison: dict[str, Any]) -> list[Line]:
    """The grid of the pairs that `comparing.compare` counted, in the order of the pack; empty without any."""
    counts = {(truth, guess): count for truth, guess, count in comparison.get("confusions") or ()}
    counts |= {(name, name): count for name, count in comparison.get("right") or ()}
    named = {name for pair in counts for name in pair}
    shown = [category for category in region.categories.values() if category.id in named]
    return [
        Line(
            number,
            truth.name,
            total := sum(counts.get((truth.id, guess.id), 0) for guess in shown),
            [_cell(truth.id, guess.id, guess.name, counts, total) for guess in shown],
        )
        for number, truth in enumerate(shown, start=1)
    ]


def _cell(truth: str, guess: str, name: str, counts: dict[tuple[str, str], int], total: int) -> Cell:
    count = counts.get((truth, guess), 0)
    # A single mistake is seen as well.
    shade = max(1, round(SHADES * count / total)) if count else 0
    return Cell(name, count, shade, truth == guess)
