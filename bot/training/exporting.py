"""Writes examples of trainers into `data/nlu`, as a change that people review and may undo with git."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.training.examples import ACTIVE, EXPORTED
from bot.training.files import FOLDER, plain_sentences
from bot.training.records import Example
from bot.training.rows import one_line

WIDE = 4096


@dataclass(frozen=True)
class Written:
    """What an export wrote: sentences by file, and rows that no file takes, because their intent has none."""

    files: dict[Path, int]
    homeless: Sequence[Example]


def export_examples(session: Session, root: Path) -> Written:
    """Add every row in force to the file of its intent, after its last sentence; nothing else is touched.

    The rows become `exported`. They are trained on as rows until the files of a machine have them, so that
    undoing the change of the files loses nothing.
    """
    known = plain_sentences(root)
    query = select(Example).where(Example.state.in_((ACTIVE, EXPORTED))).order_by(Example.id)
    rows = [row for row in session.scalars(query) if row.plain not in known]
    files = {file.stem: file for file in sorted((root / FOLDER).rglob("*.yml"))}
    by_file: dict[Path, list[Example]] = {}
    for row in rows:
        if row.intent in files:
            by_file.setdefault(files[row.intent], []).append(row)
    for file, chosen in by_file.items():
        append_sentences(file, [one_line(row.text) for row in chosen])
        for row in chosen:
            row.state = EXPORTED
    homeless = [row for row in rows if row.intent not in files]
    return Written({file.relative_to(root): len(chosen) for file, chosen in by_file.items()}, homeless)


def append_sentences(file: Path, sentences: Sequence[str]) -> None:
    """Add sentences to the one intent of a file; comments, order and every other line stay byte for byte."""
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = WIDE
    content: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"))
    block = next(block for block in content["nlu"] if block["intent"] == file.stem)
    listed = "".join(f"- {sentence}\n" for sentence in sentences)
    block["examples"] = LiteralScalarString(f"{str(block['examples']).rstrip()}\n{listed}")
    written = io.StringIO()
    yaml.dump(content, written)
    file.write_text(written.getvalue(), encoding="utf-8")
