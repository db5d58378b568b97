"""Every example that people have added, and the way to take one out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.intent_names import intent_namer, teachable
from bot.console.label_form import authors_of
from bot.console.navigation import TEACHES
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.training.examples import (
    ACTIVE,
    EXPORTED,
    FROM_CHAT,
    FROM_IMPORT,
    FROM_QUEUE,
    FROM_TRIAL,
    WITHDRAWN,
    withdraw_example,
)
from bot.training.records import Example

PER_PAGE = 50
LONGEST = 200
STATES = {"": "Semua", ACTIVE: "Dipakai", EXPORTED: "Sudah di berkas", WITHDRAWN: "Ditarik"}
SOURCES = {
    FROM_QUEUE: "dari yang belum dipahami",
    FROM_CHAT: "dari percakapan",
    FROM_TRIAL: "dari Coba kalimat",
    FROM_IMPORT: "dari berkas lain",
}


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to; `after` is the id of the example above which one has read."""

    words: str
    state: str
    intent: str
    after: int | None


def show_examples(console: Console, visit: Visit) -> Response:
    names = teachable(console.region, console.root)
    state, intent = visit.word("keadaan"), visit.word("maksud")
    sought = Sought(
        visit.word("q")[:LONGEST],
        state if state in STATES else "",
        intent if intent in names else "",
        visit.number("sesudah"),
    )
    with console.database.reading() as session:
        count = session.scalar(_narrowed(select(func.count(Example.id)), sought)) or 0
        found = _page_of(session, sought)
        examples, authors = found[:PER_PAGE], authors_of(session, found)
        return page(
            console, visit, "contoh.html", examples=examples, authors=authors, count=count, sought=sought,
            more=examples[-1].id if len(found) > PER_PAGE else None, states=STATES, sources=SOURCES,
            names=names, name_of=intent_namer(console.region),
        )  # fmt: skip


def withdraw(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        example = session.get(Example, visit.path_id("id"), with_for_update=True)
        if example is None or example.state != ACTIVE:
            raise NotFound
        withdraw_example(session, example, visit.at)
        note(session, visit.staff.id, "contoh_ditarik", visit.at, example=example.id)
    return go_to("/staff/contoh", "contoh_ditarik")


def _page_of(session: Session, sought: Sought) -> Sequence[Example]:
    query = _narrowed(select(Example), sought)
    if sought.after is not None:
        query = query.where(Example.id < sought.after)
    return session.scalars(query.order_by(Example.id.desc()).limit(PER_PAGE + 1)).all()


def _narrowed(query: Select[Any], sought: Sought) -> Select[Any]:
    if sought.words:
        query = query.where(Example.text.icontains(sought.words, autoescape=True))
    if sought.state:
        query = query.where(Example.state == sought.state)
    return query.where(Example.intent == sought.intent) if sought.intent else query


PAGES = (
    Page("/contoh", show_examples, TEACHES),
    Page("/contoh/{id}/tarik", withdraw, TEACHES, method="POST"),
)
