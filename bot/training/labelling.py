"""What trainers say of a doubt, and the examples that come of it at once.

The last word of each trainer counts. While they disagree nothing is taught of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.training.examples import (
    FROM_CHAT,
    FROM_QUEUE,
    WITHDRAWN,
    AlreadyThere,
    add_example,
    reinstate_example,
    withdraw_example,
)
from bot.training.records import Doubt, Example, Label
from bot.training.rows import IN_FORCE
from bot.training.sentences import plain
from bot.training.states import DISPUTED, LABELLED, SET_ASIDE, WAITING
from bot.training.suspicion import CHOSEN, NO_REPORT

UNCLEAR = "tidak_jelas"
# What is no report and nothing else that has a name is chatter to the bot.
TAUGHT_AS = {NO_REPORT: "obrolan"}


@dataclass(frozen=True)
class Part:
    """The words of one of several problems, with its category."""

    text: str
    intent: str


@dataclass(frozen=True)
class Verdict:
    """An intent or category, `bukan_laporan` or `tidak_jelas`; `parts` where the sentence names several."""

    intent: str
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, label: Label) -> Verdict:
        return cls(label.intent, tuple(Part(part["text"], part["intent"]) for part in label.parts))

    def agrees_with(self, other: Verdict) -> bool:
        """Two who name the same problems agree, whichever words they marked for them."""
        return self._meant() == other._meant()

    def _meant(self) -> tuple[str, ...]:
        return tuple(sorted(part.intent for part in self.parts)) or (self.intent,)

    def examples(self, sentence: str) -> list[tuple[str, str]]:
        """The pairs of intent and sentence that this teaches."""
        if self.intent == UNCLEAR:
            return []
        pairs = [(part.intent, part.text) for part in self.parts] or [(self.intent, sentence)]
        return [(TAUGHT_AS.get(intent, intent), text) for intent, text in pairs]


def label_doubts(
    session: Session,
    doubts: Sequence[Doubt],
    verdict: Verdict,
    sentences: Mapping[int, str],
    staff_id: int,
    at: datetime,
) -> list[Example]:
    """Let a trainer say what these doubts mean; returns the examples in force that came of it.

    `sentences` maps the id of a doubt to the sentence to teach; one that is left out is decided without
    becoming an example. A sentence that is taught already makes no second example.
    """
    for doubt in doubts:
        label = _label_of(session, doubt, staff_id)
        label.intent, label.at = verdict.intent, at
        label.parts = [{"text": part.text, "intent": part.intent} for part in verdict.parts]
        session.flush()
        _settle(session, doubt, sentences.get(doubt.id), staff_id, at)
    return [example for doubt in doubts for example in examples_of(session, doubt, IN_FORCE)]


def take_back(session: Session, doubt: Doubt, staff_id: int, at: datetime) -> bool:
    """Let a trainer's own label be as if he had never said it; False without one."""
    label = session.scalars(
        select(Label).where(Label.doubt_id == doubt.id, Label.staff_id == staff_id)
    ).one_or_none()
    if label is None:
        return False
    session.delete(label)
    session.flush()
    # The others may agree now; what was taught before they disagreed is taught again.
    past = [] if examples_of(session, doubt, IN_FORCE) else examples_of(session, doubt, (WITHDRAWN,))
    _settle(session, doubt, past[-1].text if past else None, staff_id, at)
    return True


def labels_of(session: Session, doubt_ids: Sequence[int]) -> list[Label]:
    """What each trainer says of these doubts, the earliest word first."""
    query = select(Label).where(Label.doubt_id.in_(doubt_ids)).order_by(Label.at, Label.id)
    return list(session.scalars(query))


def examples_of(session: Session, doubt: Doubt, states: Sequence[str]) -> list[Example]:
    query = select(Example).where(Example.doubt_id == doubt.id, Example.state.in_(states))
    return list(session.scalars(query.order_by(Example.changed_at, Example.id)))


def _label_of(session: Session, doubt: Doubt, staff_id: int) -> Label:
    """His label, new where he has none; a second press at the same moment finds the first one's."""
    query = select(Label).where(Label.doubt_id == doubt.id, Label.staff_id == staff_id)
    if (known := session.scalars(query).one_or_none()) is not None:
        return known
    label = Label(doubt_id=doubt.id, staff_id=staff_id, intent="", parts=[])
    try:
        with session.begin_nested():
            session.add(label)
    except IntegrityError:
        return session.scalars(query).one()
    return label


def _settle(session: Session, doubt: Doubt, sentence: str | None, staff_id: int, at: datetime) -> None:
    """Bring state and examples of a doubt in line with what is said of it."""
    verdicts = [Verdict.of(label) for label in labels_of(session, [doubt.id])]
    agreed = bool(verdicts) and all(verdict.agrees_with(verdicts[0]) for verdict in verdicts)
    doubt.state = _state(verdicts, agreed)
    doubt.settled_at = at if agreed else None
    taught = verdicts[-1].examples(sentence or "") if agreed else []
    wanted = [(intent, text) for intent, text in taught if plain(text)]
    kept = {(intent, plain(text)) for intent, text in wanted}
    intents = {intent for intent, _ in taught}
    for example in examples_of(session, doubt, IN_FORCE):
        fits = (example.intent, example.plain) in kept if wanted else example.intent in intents
        if not fits:
            withdraw_example(session, example, at)
    for intent, text in wanted:
        _teach(session, doubt, intent, text, staff_id, at)


def _state(verdicts: Sequence[Verdict], agreed: bool) -> str:
    if not verdicts:
        return WAITING
    if not agreed:
        return DISPUTED
    return SET_ASIDE if verdicts[0].intent == UNCLEAR else LABELLED


def _teach(session: Session, doubt: Doubt, intent: str, text: str, staff_id: int, at: datetime) -> None:
    """One that he withdrew before comes back; a sentence that is taught already stays as it is."""
    same = [
        example
        for example in examples_of(session, doubt, (WITHDRAWN,))
        if (example.intent, example.plain) == (intent, plain(text))
    ]
    source = FROM_CHAT if doubt.reason == CHOSEN else FROM_QUEUE
    try:
        if same:
            reinstate_example(session, same[-1], at)
        else:
            add_example(session, intent, text, source, staff_id, at, doubt.id)
    except AlreadyThere:
        return
