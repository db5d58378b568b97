"""What changes from one model to the next, as a trainer reads it: mended, broken, figures, confusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.training.judging import Judged, Judgement
from bot.training.rows import Rows

# A page shows so many sentences of each kind; the numbers count all of them.
SHOWN = 200
CONFUSED = 40


def compare(before: Judgement | None, after: Judgement) -> dict[str, Any]:
    """The comparison as JSON: `mended` and `broken` count sentences, `sentences` shows those that may be.

    Without a model before, only how the new one reads.
    """
    mended: list[Judged] = []
    broken: list[Judged] = []
    if before is not None:
        for old, new in zip(before.sentences, after.sentences, strict=True):
            if old.is_right != new.is_right:
                (mended if new.is_right else broken).append(new if not new.is_right else _was(old, new))
    return {
        "mended": len(mended),
        "broken": len(broken),
        "sentences": {"mended": _shown(mended), "broken": _shown(broken)},
        "sealed": sum(not item.may_be_shown for item in (*mended, *broken)),
        "read": len(after.sentences),
        "before": before.figures if before else {},
        "confusions": [[*pair, count] for pair, count in _worst(after)],
        "right": [
            [name, count] for (name, guess), count in sorted(after.confusions.items()) if name == guess
        ],
        "sets": after.sets,
    }


def release_note(comparison: dict[str, Any], rows: Rows, new: int) -> str:
    """One paragraph of what this model brings."""
    taught = f"Dilatih dengan {len(rows.sentences)} contoh pelatih di luar berkas, {new} di antaranya baru."
    if not comparison["before"]:
        return f"{taught} Hanya diukur: tidak ada model lain yang dibandingkan."
    told = f"Memperbaiki {comparison['mended']} kalimat, merusak {comparison['broken']}"
    return f"{taught} {told}, dari {comparison['read']} kalimat yang diperiksa."


def _was(old: Judged, new: Judged) -> Judged:
    """A mended sentence with the wrong reading that it had."""
    return Judged(new.source, new.text, new.truth, old.guess, True)


def _shown(sentences: Sequence[Judged]) -> list[dict[str, Any]]:
    shown = [item for item in sentences if item.may_be_shown][:SHOWN]
    return [{name: value for name, value in asdict(item).items() if name != "is_right"} for item in shown]


def _worst(judgement: Judgement) -> list[tuple[tuple[str, str], int]]:
    wrong = [(pair, count) for pair, count in judgement.confusions.items() if pair[0] != pair[1]]
    return sorted(wrong, key=lambda item: (-item[1], item[0]))[:CONFUSED]
