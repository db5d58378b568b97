from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.reports.events import KINDS, UndeclaredEvent, Words, record
from tests.reports.cases import TUESDAY, add_citizen, filed, pothole


def test_an_event_is_appended_with_its_words_and_moves_the_report_on(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session)))
    later = TUESDAY + timedelta(days=1)
    words = Words(citizen="masih rusak", public="kami tinjau", internal="cek alat berat")
    event = record(
        session, report, "answered", "staff:7", later,
        assignment=report.assignments[0], status="diproses", words=words,
    )  # fmt: skip
    assert report.events[-1] is event
    assert (event.citizen_words, event.public_text, event.internal_note) == (
        "masih rusak",
        "kami tinjau",
        "cek alat berat",
    )
    assert event.assignment_id == report.assignments[0].id
    assert report.updated_at == later


def test_an_older_event_does_not_turn_the_clock_back(session: Session) -> None:
    report = filed(session, pothole(add_citizen(session)))
    record(session, report, "words_added", "citizen", TUESDAY - timedelta(hours=1), words=Words(citizen="a"))
    assert report.updated_at == TUESDAY


@pytest.mark.parametrize(
    ("kind", "actor", "status", "data", "complaint"),
    [
        ("forgotten", "citizen", None, {}, "no event of kind"),
        ("answered", "citizen", None, {"phone": "1"}, "phone not declared"),
        ("filed", "citizen", None, {"photos": 1, "name": "x", "nik": "y"}, "name, nik not declared"),
        ("answered", "staff:1", "beres", {}, "no status"),
        ("answered", "somebody", None, {}, "no actor"),
    ],
)
def test_what_is_not_declared_is_refused(
    session: Session, kind: str, actor: str, status: str | None, data: dict[str, Any], complaint: str
) -> None:
    report = filed(session, pothole(add_citizen(session)))
    with pytest.raises(UndeclaredEvent, match=complaint):
        record(session, report, kind, actor, TUESDAY, status=status, **data)
    assert len(report.events) == 1


def test_no_kind_declares_a_key_for_personal_words() -> None:
    personal = {"phone", "name", "text", "words", "description", "note"}
    assert not any(personal & keys for keys in KINDS.values())
