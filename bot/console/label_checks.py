"""What is to be said of sentences before a label teaches them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.console.intent_names import intent_namer
from bot.console.label_form import Answer
from bot.console.nameless import masks_of
from bot.console.visits import Console
from bot.training.checks import ERROR, WARNING, Finding, Teaching, has_personal_data
from bot.training.labelling import examples_of
from bot.training.records import Doubt
from bot.training.rows import IN_FORCE
from bot.training.sentences import plain
from bot.training.teaching import teaching_of


def findings_of(console: Console, session: Session, doubt: Doubt | None, answer: Answer) -> list[Finding]:
    """What is to be said of the sentences that would be taught, errors first.

    What this very doubt has taught before is no hindrance: it goes when the verdict changes. Nor is a
    sentence that is taught with the same meaning already: it makes no second example.
    """
    teaching = _teaching(console, session)
    own = {example.plain for example in examples_of(session, doubt, IN_FORCE)} if doubt else set()
    if own:
        teaching = replace(teaching, known=[known for known in teaching.known if known.plain not in own])
    taught = {(known.intent, known.plain) for known in teaching.known}
    found: list[Finding] = []
    for intent, text in answer.verdict.examples(answer.sentence):
        if (intent, plain(text)) not in taught:
            found += teaching.check(intent, text)
        found += _tells_who(console, text)
    return sorted(found, key=lambda finding: finding.severity)


def _tells_who(console: Console, text: str) -> Iterator[Finding]:
    """A name or address is known only by likelihood: the trainer decides."""
    shown = masks_of(console).anonymise(text)
    if shown != text and not has_personal_data(text):
        yield Finding(WARNING, f"Mungkin ada nama atau alamat orang: “{shown}”. Hapus bila benar.")


def is_refused(findings: Sequence[Finding], answer: Answer) -> bool:
    """Whether the form goes back: for an error always, for a warning until he says that he is sure."""
    return bool(findings) and (not answer.is_sure or any(one.severity == ERROR for one in findings))


def untaught(
    console: Console, session: Session, doubt: Doubt, answer: Answer, company: Sequence[Doubt]
) -> dict[int, str]:
    """The sentences that this answer is to teach, by the id of their doubt: those that nothing teaches yet.

    Of the doubt itself it is the sentence of the form; what another one taught before is known already.
    """
    taught = {known.plain for known in _teaching(console, session).known}
    own = {example.plain for example in examples_of(session, doubt, IN_FORCE)}
    found = {one.id: one.sentence for one in company if plain(one.sentence) not in taught}
    return found | ({} if plain(answer.sentence) in taught - own else {doubt.id: answer.sentence})


def _teaching(console: Console, session: Session) -> Teaching:
    region = console.region
    return teaching_of(session, console.root, frozenset(region.categories), intent_namer(region))
