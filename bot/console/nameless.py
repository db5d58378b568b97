"""What trainers read of a chat: words, without whose they are (product.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.console.transcript_lines import Line
from bot.console.visits import Console
from bot.reports.sight import TRAINER, Viewer
from bot.training.anonymising import anonymiser
from bot.training.doubts import Masks


def masks_of(console: Console) -> Masks:
    return Masks(anonymiser(console.root / "data", console.region), console.vault)


def nameless(
    console: Console, session: Session, viewer: Viewer, citizen_id: int, lines: Sequence[Line]
) -> list[Line]:
    """These lines of one citizen as this person may read them: for trainers without names and addresses."""
    if viewer.role != TRAINER:
        return list(lines)
    masks = masks_of(console)

    def masked(words: str) -> str:
        return masks(session, citizen_id, words) if words else ""

    return [
        replace(
            line, text=masked(line.text), edited_text=masked(line.edited_text), quoted=masked(line.quoted)
        )
        for line in lines
    ]
