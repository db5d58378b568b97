"""One evaluation from beginning to end: read the sets, read their sentences, write the page."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rasa.shared.nlu.training_data.loading import load_data

from bot.dialogue.engine import Engine
from bot.dialogue.nlu.normaliser import Normaliser, read_words
from bot.region.pack import Region
from bot.training.evaluation.baseline import rank_with_plain_rasa
from bot.training.evaluation.cross_validation import cross_validate
from bot.training.evaluation.measure import Everything, Reader, read_everything
from bot.training.evaluation.page import write_page
from bot.training.evaluation.scores import CategoryScores
from bot.training.evaluation.sets import Complaint, OwnSentence, Talk, read_complaints, read_own, read_talk
from bot.training.evaluation.summary import Summary, score_sources, summarise

REPORTS = Path("data/nlu/laporan")
DICTIONARY = Path("data/kamus/baku.csv")
OWN = Path("tests/understanding")
# One half is for tuning. The other is measured, but its sentences are shown to nobody.
OPEN, SEALED = "terbuka", "tersegel"
OWN_FILES = {OPEN: "open.csv", SEALED: "sealed.csv"}
PAGE = "evaluation.html"


@dataclass(frozen=True)
class Sets:
    """Everything to measure with; `absent` names the files that were looked for and are not there."""

    complaints: Sequence[Complaint]
    talk: Sequence[Talk]
    own: dict[str, Sequence[OwnSentence]]
    absent: Sequence[Path]


def find_sets(root: Path, folder: Path, complaints: Path | None, talk: Path | None, region: Region) -> Sets:
    """Read the named files, else those of `folder` if they are there, and our own set below `root`.

    Raises ConfigurationError naming file and line of what cannot be read.
    """
    complaints_file = complaints or folder / "complaints.csv"
    talk_file = talk or folder / "smalltalk.csv"
    own_files = {half: root / OWN / name for half, name in OWN_FILES.items()}
    looked_for = [file for file, given in ((complaints_file, complaints), (talk_file, talk)) if given is None]
    absent = [file for file in (*looked_for, *own_files.values()) if not file.exists()]
    return Sets(
        complaints=[] if complaints_file in absent else read_complaints(complaints_file, region),
        talk=[] if talk_file in absent else read_talk(talk_file),
        own={half: read_own(file, region) for half, file in own_files.items() if file not in absent},
        absent=absent,
    )


def evaluate(root: Path, model: Path, region: Region, sets: Sets, beside: bool) -> tuple[Summary, Everything]:
    """Measure; with `beside` also plain Rasa trained on the same sentences, and by cross-validation."""
    reader = Reader(Engine.load(model), region)
    everything = read_everything(reader, sets.complaints, sets.talk, sets.own)
    baseline = _baseline(root, everything) if beside else {}
    folds = _cross_validation(root) if beside else None
    return summarise(everything, baseline, folds), everything


def write_report(path: Path, summary: Summary, everything: Everything) -> None:
    """Write the page. It quotes private sentences: `path` must not be a place that is published."""
    write_page(path, summary, everything, shown=OPEN)


def _baseline(root: Path, everything: Everything) -> dict[str, CategoryScores]:
    if not everything.complaints:
        return {}
    # Rasa announces its temporary model on the terminal.
    with contextlib.redirect_stdout(io.StringIO()):
        rankings = rank_with_plain_rasa(root / REPORTS, [item.text for item in everything.complaints])
    return score_sources(everything, rankings)


def _cross_validation(root: Path) -> CategoryScores:
    examples = load_data(str(root / REPORTS)).intent_examples
    return cross_validate(
        [example.get("text") for example in examples],
        [example.get("intent") for example in examples],
        Normaliser(read_words(root / DICTIONARY)),
    )
