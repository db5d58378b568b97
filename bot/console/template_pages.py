"""Prepared answers: the list, writing, changing and removing one, and how it will read."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.answer_templates import (
    FIELDS,
    FOR_ALL_DESKS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Draft,
    change_template,
    editable_templates,
    fill,
    find_template,
    may_change,
    problems_of,
    write_template,
)
from bot.console.audit import note
from bot.console.contacts import desks_of
from bot.console.records import AnswerTemplate
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.reports.sight import ADMIN, OFFICER, OPERATOR

TEMPLATES = "/staff/templat"
WRITES = frozenset({ADMIN, OPERATOR, OFFICER})


def show_templates(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        found = editable_templates(session, visit.staff)
        own = {template.id for template in found if may_change(visit.staff, template)}
        return page(console, visit, "templat.html", templates=found, own=own)


def show_new(console: Console, visit: Visit) -> Response:
    return _form(console, visit, Draft("", "", None, None), {})


def write(console: Console, visit: Visit) -> Response:
    draft = _typed(console, visit)
    problems = problems_of(draft)
    if problems:
        return _form(console, visit, draft, problems)
    with console.database.writing() as session:
        made = write_template(session, visit.staff, draft, visit.at)
        note(session, visit.staff.id, "templat_ditulis", visit.at, template=made.id)
    return go_to(TEMPLATES, "tersimpan")


def show_template(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        found = find_template(session, visit.staff, visit.path_id("id"))
        if found is None:
            raise NotFound
        draft = Draft(found.title, found.text, found.category, found.desk)
        return _form(console, visit, draft, {}, found)


def change(console: Console, visit: Visit) -> Response:
    draft = _typed(console, visit)
    problems = problems_of(draft)
    with console.database.writing() as session:
        found = find_template(session, visit.staff, visit.path_id("id"))
        if found is None:
            raise NotFound
        if problems:
            return _form(console, visit, draft, problems, found)
        change_template(found, visit.staff, draft, visit.at)
        note(session, visit.staff.id, "templat_diubah", visit.at, template=found.id)
    return go_to(TEMPLATES, "tersimpan")


def remove(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        found = find_template(session, visit.staff, visit.path_id("id"))
        if found is None:
            raise NotFound
        found.ended_at = visit.at
        note(session, visit.staff.id, "templat_dihapus", visit.at, template=found.id)
    return go_to(TEMPLATES, "templat_dihapus")


def preview(console: Console, visit: Visit) -> Response:
    """The words with examples in their fields, for the page to put below the text."""
    return page(console, visit, "templat_contoh.html", text=fill(visit.word("isi"), FIELDS))


def _form(
    console: Console,
    visit: Visit,
    draft: Draft,
    problems: dict[str, str],
    template: AnswerTemplate | None = None,
) -> Response:
    return page(
        console,
        visit,
        "templat_satu.html",
        422 if problems else 200,
        draft=draft,
        problems=problems,
        kept=template,
        desks=desks_of(console.region) if visit.staff.role in FOR_ALL_DESKS else {},
        fields=FIELDS,
        text=fill(draft.text, FIELDS),
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
    )


def _typed(console: Console, visit: Visit) -> Draft:
    category, desk = visit.word("kategori"), visit.word("meja")
    return Draft(
        visit.word("judul"),
        visit.word("isi").replace("\r\n", "\n"),
        category if category in console.region.categories else None,
        desk if desk in desks_of(console.region) else None,
    )


PAGES = (
    Page("/templat", show_templates, WRITES),
    Page("/templat/contoh", preview, WRITES, method="POST"),
    Page("/templat/baru", show_new, WRITES),
    Page("/templat/baru", write, WRITES, method="POST"),
    Page("/templat/{id}", show_template, WRITES),
    Page("/templat/{id}", change, WRITES, method="POST"),
    Page("/templat/{id}/hapus", remove, WRITES, method="POST"),
)
