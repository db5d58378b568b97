"""Examples that people add: each a row, so that every machine trains on the same."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.training.records import Example
from bot.training.rows import IN_FORCE
from bot.training.sentences import plain

ACTIVE, WITHDRAWN, EXPORTED = "active", "withdrawn", "exported"
FROM_QUEUE, FROM_CHAT, FROM_TRIAL, FROM_IMPORT = "antrean", "percakapan", "coba", "impor"


class NoSentence(Exception):
    """There are no words to learn from."""


class AlreadyThere(Exception):
    """The sentence is an example in force already, of this or of another intent: `example`."""

    def __init__(self, example: Example) -> None:
        super().__init__("the sentence is an example already")
        self.example = example


def add_example(
    session: Session,
    intent: str,
    text: str,
    source: str,
    staff_id: int,
    at: datetime,
    doubt_id: int | None = None,
) -> Example:
    """Put a sentence in force as an example of an intent or category.

    Raises NoSentence, and AlreadyThere where an example in force has the same words.
    """
    words = plain(text)
    if not words:
        raise NoSentence
    if (known := example_in_force(session, words)) is not None:
        raise AlreadyThere(known)
    example = Example(
        intent=intent, text=" ".join(text.split()), plain=words, source=source,
        doubt_id=doubt_id, staff_id=staff_id, at=at, changed_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(example)
    except IntegrityError:
        # Another trainer added it between the look and the write.
        if (known := example_in_force(session, words)) is None:
            raise
        raise AlreadyThere(known) from None
    return example


def example_in_force(session: Session, words: str) -> Example | None:
    """The example with these plain words that is trained on, also when it is exported already."""
    return session.scalars(select(Example).where(Example.plain == words, Example.state.in_(IN_FORCE))).first()


def withdraw_example(session: Session, example: Example, at: datetime) -> None:
    """Let no training read an example any longer; one that stands in the files already stays there."""
    if example.state == ACTIVE:
        example.state, example.changed_at = WITHDRAWN, at
        session.flush()


def reinstate_example(session: Session, example: Example, at: datetime) -> None:
    """Put a withdrawn example in force again; raises AlreadyThere where another one has its words now."""
    if (known := example_in_force(session, example.plain)) is not None:
        raise AlreadyThere(known)
    try:
        with session.begin_nested():
            example.state, example.changed_at = ACTIVE, at
    except IntegrityError:
        session.refresh(example)
        if (known := example_in_force(session, example.plain)) is None:
            raise
        raise AlreadyThere(known) from None
