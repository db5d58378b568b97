"""Sentences just added to the files by hand: of them `lapor check` says what a trainer is told at once.

Of the sentences that were committed before somebody has decided already: one in seven of them stands nearer
to another intent (`checks.ALIKE`), and nobody would read a thousand warnings.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bot.region.problems import Problem
from bot.training.checks import Teaching
from bot.training.files import FOLDER, FileSentence
from bot.training.teaching import normaliser

CHANGED_FILE = re.compile(r"^\+\+\+ b/(?P<file>.+?)\t?$")
CHANGED_LINES = re.compile(r"^@@ -\S+ \+(?P<first>\d+)(?:,(?P<count>\d+))? @@")


def check_new(
    root: Path, sentences: Sequence[FileSentence], categories: Collection[str]
) -> Iterator[Problem]:
    """Warn of uncommitted sentences that are almost there already, or more like those of another intent."""
    changed = set(_changed_lines(root))
    new = [sentence for sentence in sentences if (sentence.file, sentence.line) in changed]
    if not new:
        return
    known = [sentence for sentence in sentences if (sentence.file, sentence.line) not in changed]
    teaching = Teaching(known, frozenset(categories), normaliser(root))
    for sentence in new:
        for finding in teaching.alike(sentence.intent, sentence.plain):
            yield Problem(sentence.file, sentence.line, f"{sentence.text!r}: {finding.message}", "warning")


def _changed_lines(root: Path) -> Iterator[tuple[str, int]]:
    """Files and lines that differ from what git has; none where there is no git."""
    command = [
        "git",
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--relative",
        "HEAD",
        "--",
        str(FOLDER),
    ]
    try:
        told = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return
    file = ""
    for line in told.decode(errors="replace").splitlines():
        if match := CHANGED_FILE.match(line):
            file = match["file"]
        elif match := CHANGED_LINES.match(line):
            first = int(match["first"])
            yield from ((file, number) for number in range(first, first + int(match["count"] or 1)))
