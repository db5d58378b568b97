"""Prepared answers: which of them a person may use or change, and how their fields are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from bot.console.records import AnswerTemplate
from bot.reports.sight import ADMIN, OPERATOR, Viewer

FIELD = re.compile(r"\{(\w+)\}")
# What the page of a report fills in by itself, with an example. Other fields stay for the person who answers.
FIELDS = {
    "tiket": "OKI-4829-1372",
    "kategori": "Jalan & jembatan",
    "lokasi": "depan SDN 1, Desa Celikah",
    "dinas": "Dinas PUPR",
    "hari_ini": "1 Des 2026",
    "batas": "15 Des 2026",
}
LONGEST_TITLE = 80
LONGEST_TEXT = 1000
FOR_ALL_DESKS = frozenset({ADMIN, OPERATOR})


@dataclass(frozen=True)
class Draft:
    """A template as it was typed; `desk` None is for everybody."""

    title: str
    text: str
    category: str | None
    desk: str | None


def list_templates(session: Session, viewer: Viewer, category: str | None) -> list[AnswerTemplate]:
    """What this person may answer with about a category: those made for it first, then the general ones."""
    fitting = select(AnswerTemplate).where(
        AnswerTemplate.ended_at.is_(None),
        or_(AnswerTemplate.category.is_(None), AnswerTemplate.category == category),
        _of_his_desk(viewer),
    )
    found = session.scalars(fitting.order_by(AnswerTemplate.title, AnswerTemplate.id))
    return sorted(found, key=lambda template: template.category is None)


def editable_templates(session: Session, viewer: Viewer) -> list[AnswerTemplate]:
    """All that he sees on the page of templates; `may_change` says which of them are his to change."""
    query = select(AnswerTemplate).where(AnswerTemplate.ended_at.is_(None), _of_his_desk(viewer))
    return list(session.scalars(query.order_by(AnswerTemplate.title, AnswerTemplate.id)))


def find_template(session: Session, viewer: Viewer, template_id: int) -> AnswerTemplate | None:
    """The template that he may change; None when there is none, or not for him."""
    found = session.get(AnswerTemplate, template_id)
    if found is None or found.ended_at or not may_change(viewer, found):
        return None
    return found


def may_change(viewer: Viewer, template: AnswerTemplate) -> bool:
    """Officers change what belongs to their desk; admin and operator everything."""
    return viewer.role in FOR_ALL_DESKS or (template.desk is not None and template.desk == viewer.desk)


def write_template(session: Session, viewer: Viewer, draft: Draft, at: datetime) -> AnswerTemplate:
    """Keep a new template; one of an officer always belongs to his desk."""
    made = AnswerTemplate(title=draft.title, text=draft.text)
    session.add(made)
    change_template(made, viewer, draft, at)
    session.flush()
    return made


def change_template(template: AnswerTemplate, viewer: Viewer, draft: Draft, at: datetime) -> None:
    template.title, template.text, template.category = draft.title, draft.text, draft.category
    template.desk = draft.desk if viewer.role in FOR_ALL_DESKS else viewer.desk
    template.written_by, template.changed_at = viewer.id, at


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of `{fields}`; a field without a value stays, for a person to fill in."""
    return FIELD.sub(lambda field: values.get(field[1]) or field[0], text)


def open_fields(text: str) -> list[str]:
    """The fields that nobody has filled in yet: such an answer must not go to a citizen."""
    return list(dict.fromkeys(FIELD.findall(text)))


def problems_of(draft: Draft) -> dict[str, str]:
    """What keeps a template from being saved, by the name of its form field."""
    found = {}
    if not draft.title:
        found["judul"] = "Judul perlu diisi."
    elif len(draft.title) > LONGEST_TITLE:
        found["judul"] = f"Judul paling panjang {LONGEST_TITLE} huruf."
    if not draft.text:
        found["isi"] = "Isi jawaban perlu diisi."
    elif len(draft.text) > LONGEST_TEXT:
        found["isi"] = f"Isi paling panjang {LONGEST_TEXT} huruf; sekarang {len(draft.text)}."
    elif _has_stray_brace(draft.text):
        found["isi"] = "Kurung kurawal harus berpasangan dan berisi satu kata, misalnya {tanggal}."
    return found


def _has_stray_brace(text: str) -> bool:
    rest = FIELD.sub("", text)
    return "{" in rest or "}" in rest


def _of_his_desk(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role in FOR_ALL_DESKS:
        return AnswerTemplate.id > 0
    return or_(AnswerTemplate.desk.is_(None), AnswerTemplate.desk == viewer.desk)
