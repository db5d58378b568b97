"""What a trainer does with a sentence: says what it means, takes that back."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.label_checks import findings_of, is_refused, untaught
from bot.console.label_form import (
    Answer,
    form_values,
    place_of,
    read_answer,
    shown_choices,
)
from bot.console.nameless import masks_of
from bot.console.navigation import LABELS
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.conversations.messages import TranscriptEntry
from bot.training.clusters import Clusters
from bot.training.doubts import Doubts, may_be_taught, take_up
from bot.training.labelling import label_doubts, take_back
from bot.training.queue import company_of, is_hidden, next_waiting
from bot.training.records import Doubt
from bot.training.suspicion import CHOSEN, reading_of
from bot.training.teaching import normaliser

QUEUE = "/staff/belum-dipahami"
MOST_TOGETHER = 50


def show_doubt(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        values = form_values(console, session, find_doubt(session, visit.path_id("id")))
        return page(
            console,
            visit,
            "label.html",
            action=f"{QUEUE}/{visit.path_id('id')}",
            findings=[],
            answer=None,
            **values,
        )


def show_line(console: Console, visit: Visit) -> Response:
    """The same form for a line of a chat that nobody doubted; the doubt is made with its first label."""
    with console.database.reading() as session:
        line = find_line(session, visit.path_id("id"))
        doubts = Doubts(session, masks_of(console), Clusters())
        if (known := doubts.of_line(line)) is not None:
            return go_to(f"{QUEUE}/{known.id}")
        reading = reading_of(line)
        doubt = Doubt(
            id=0, sentence=doubts.sentence(line), reason=CHOSEN, state="waiting", at=line.at,
            intent=reading.intent if reading else None, confidence=reading.confidence if reading else None,
        )  # fmt: skip
        values = {
            "doubt": doubt, "sentence": doubt.sentence, "taught": [], "opinions": [], "company": [],
            **shown_choices(console, None, doubt.intent, line), **place_of(session, line),
        }  # fmt: skip
        return page(
            console, visit, "label.html", action=f"/staff/ajari/{line.id}", findings=[], answer=None, **values
        )


def label_doubt(console: Console, visit: Visit) -> Response:
    def find(session: Session) -> Doubt:
        return find_doubt(session, visit.path_id("id"))

    return _label(console, visit, find)


def label_line(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        line = find_line(session, visit.path_id("id"))
        doubt = take_up(session, masks_of(console), line, normaliser(console.root))
        if doubt is None:
            raise NotFound
        doubt_id = doubt.id
    return _label(console, visit, lambda session: find_doubt(session, doubt_id))


def take_back_label(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        doubt = find_doubt(session, visit.path_id("id"))
        _lock(session, doubt)
        if not take_back(session, doubt, visit.staff.id, visit.at):
            raise NotFound
    return go_to(f"{QUEUE}/{visit.path_id('id')}", "label_ditarik")


def find_doubt(session: Session, doubt_id: int) -> Doubt:
    """Raises NotFound also for one whose line has turned secret, or was erased."""
    doubt = session.get(Doubt, doubt_id)
    if doubt is None or is_hidden(session, doubt):
        raise NotFound
    return doubt


def find_line(session: Session, line_id: int) -> TranscriptEntry:
    """A line that trainers may take up. Raises NotFound."""
    line = session.get(TranscriptEntry, line_id)
    if line is None or not may_be_taught(line):
        raise NotFound
    return line


def _label(console: Console, visit: Visit, find: Callable[[Session], Doubt]) -> Response:
    """Checks first, without holding anybody up; then the label and its examples at once."""
    answer = read_answer(console, visit)
    with console.database.reading() as session:
        doubt = find(session)
        findings = findings_of(console, session, doubt, answer)
        if is_refused(findings, answer):
            values = form_values(console, session, doubt)
            values["sentence"] = answer.sentence
            return page(
                console, visit, "label.html", 422, action=f"{QUEUE}/{doubt.id}", findings=findings,
                answer=answer, **values,
            )  # fmt: skip
        company = company_of(session, doubt, MOST_TOGETHER)
        sentences = untaught(console, session, doubt, answer, company)
    with console.database.writing() as session:
        doubt = find(session)
        _lock(session, doubt)
        _decide(session, visit, doubt, answer, sentences)
        return _onward(session, doubt)


def _decide(session: Session, visit: Visit, doubt: Doubt, answer: Answer, sentences: dict[int, str]) -> None:
    """Two problems are told by this sentence alone; every other verdict serves all that are marked."""
    company = [] if answer.verdict.parts else company_of(session, doubt, MOST_TOGETHER)
    served = [doubt, *(one for one in company if one.id in answer.members)]
    label_doubts(session, served, answer.verdict, sentences, visit.staff.id, visit.at)


def _onward(session: Session, doubt: Doubt) -> Response:
    """To the next sentence of the queue, or back to where this one was taken up."""
    if doubt.reason == CHOSEN or (following := next_waiting(session)) is None:
        return go_to(f"{QUEUE}/{doubt.id}", "label_tersimpan")
    return go_to(f"{QUEUE}/{following.id}", "label_tersimpan", tadi=doubt.id)


def _lock(session: Session, doubt: Doubt) -> None:
    session.refresh(doubt, with_for_update=True)


PAGES = (
    Page("/belum-dipahami/{id}", show_doubt, LABELS),
    Page("/belum-dipahami/{id}", label_doubt, LABELS, method="POST"),
    Page("/belum-dipahami/{id}/tarik", take_back_label, LABELS, method="POST"),
    Page("/ajari/{id}", show_line, LABELS),
    Page("/ajari/{id}", label_line, LABELS, method="POST"),
)
