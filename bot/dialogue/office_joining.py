"""Joins an officer's new message with what he was asked: photos with words, a date with its promise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.reports import office_words as say
from bot.reports import office_work as work
from bot.reports.instructions import (
    FIELD_MEANING,
    MEANING,
    WHICH,
    WORDS,
    Sent,
    has_photo,
    sent_of,
    words_in,
)
from bot.reports.office_records import Instruction
from bot.reports.office_words import Deed, completed, read_deed

ASKS_MEANING = (MEANING, FIELD_MEANING)


@dataclass(frozen=True)
class Joined:
    """What a message means now. `absorbs`: the earlier question is answered by it, or goes on in it."""

    deed: Deed | None
    sent: Sent
    absorbs: bool = False


def join(session: Session, earlier: Instruction | None, sent: Sent, today: date) -> Joined:
    """The new message with the earlier one, if it answers that; else alone."""
    new = words_in(session, sent.word_ids)
    deed = read_deed(new, today)
    if earlier is None:
        return Joined(deed, sent)
    before = sent_of(earlier)
    both = sent.after(before)
    if not new:
        return Joined(read_deed(words_in(session, both.word_ids), today), both, absorbs=True)
    if earlier.asks == work.NO_PROMISE:
        return _with_promise(session, before, both, deed, new, today)
    if deed is not None:
        # Words that were unclear wait on for their answer; only their photos belong to the new ones.
        unclear = earlier.asks in ASKS_MEANING or (earlier.asks == WHICH and before.word_ids)
        return Joined(deed, both, absorbs=not unclear)
    answered = _answered(session, earlier, before, sent, new, today)
    if answered is not None:
        return Joined(answered, Sent(before.word_ids, both.attached_ids), absorbs=True)
    return Joined(None, both, absorbs=earlier.asks == WORDS)


def _with_promise(
    session: Session, before: Sent, both: Sent, deed: Deed | None, new: str, today: date
) -> Joined:
    """The words that he wants the citizen to read, with the day he owed; or another deed in their place."""
    deed = deed or completed(Deed(say.DONE_BY), new, today)
    if deed is None:
        return Joined(None, both)
    words = "\n".join(filter(None, (words_in(session, before.word_ids), deed.words)))
    if deed.kind in (say.DONE_BY, say.PLANNED):
        return Joined(replace(deed, words=words), Sent(before.word_ids, both.attached_ids), absorbs=True)
    return Joined(deed, both)


def _answered(
    session: Session, earlier: Instruction, before: Sent, sent: Sent, new: str, today: date
) -> Deed | None:
    """The earlier deed with what it lacked; None when the new words say something else."""
    old = read_deed(words_in(session, before.word_ids), today)
    if old is None:
        return None
    if earlier.asks in (work.NO_PHOTO, work.PHOTO_LOST):
        if has_photo(session, sent.attached_ids):
            return old
        again = read_deed(f"{say.DONE} {new}", today)
        return again if again is not None and again.no_photo_because else None
    if earlier.asks == work.NOBODY_NAMED:
        return replace(old, words=f"{old.words}, {new}")
    if earlier.asks == say.NO_LETTER:
        return completed(replace(old, lacks=say.NO_LETTER), new, today)
    return completed(old, new, today) if old.lacks else None
