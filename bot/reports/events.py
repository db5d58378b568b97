"""The append-only ledger of a report: what may be recorded, and the one way to record it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.reports.ledger import follow
from bot.reports.records import Assignment, Report, ReportEvent
from bot.reports.statuses import STATUSES

CITIZEN = "citizen"
SYSTEM = "system"

FILED = "filed"
PHOTOS_ADDED = "photos_added"
WORDS_ADDED = "words_added"
PIN_SET = "pin_set"
PLACE_SET = "place_set"
ANSWERED = "answered"
CANCELLED_BY_OWNER = "cancelled"
VERIFIED = "verified"
FIELD_CHECKED = "field_checked"
STARTED = "started"
ASKED = "asked"
INFO_GIVEN = "info_given"
NOTED = "noted"
HANDED_ON = "handed_on"
HANDOVER_ASKED = "handover_asked"
HANDOVER_AGREED = "handover_agreed"
HANDOVER_REFUSED = "handover_refused"
HANDOVER_RETURNED = "handover_returned"
CATEGORY_CHANGED = "category_changed"
PLACE_CHANGED = "place_changed"
MERGED = "merged"
DOUBLE_FOUND = "double_found"
REJECTED = "rejected"
CLOSED = "closed"
REOPENED = "reopened"
JUDGED = "judged"
SECOND_NO = "second_no"
UPHELD = "upheld"
AGAIN = "again"
REDACTED = "redacted"
IDENTITY_ERASED = "identity_erased"
PROMISE_NEAR = "promise_near"
PROMISE_BROKEN = "promise_broken"
PLAN_DUE = "plan_due"
CHASE_DUE = "chase_due"
CITIZEN_SILENT = "citizen_silent"
ESCALATED = "escalated"

# For each kind of event the keys its data may carry. Personal words never go into data: they have
# columns of their own, so that erasure can find them.
KINDS: dict[str, frozenset[str]] = {
    FILED: frozenset({"filed_by", "photos", "outside_advice"}),
    PHOTOS_ADDED: frozenset({"media_ids"}),
    WORDS_ADDED: frozenset(),
    PIN_SET: frozenset({"district_code", "village_code", "copies"}),
    PLACE_SET: frozenset({"district_code", "village_code", "copies"}),
    ANSWERED: frozenset({"promise", "until", "source", "letter", "on_behalf"}),
    CANCELLED_BY_OWNER: frozenset(),
    VERIFIED: frozenset(),
    FIELD_CHECKED: frozenset(),
    STARTED: frozenset(),
    ASKED: frozenset(),
    INFO_GIVEN: frozenset(),
    NOTED: frozenset(),
    HANDED_ON: frozenset({"from_agency", "to_agencies"}),
    HANDOVER_ASKED: frozenset({"to_agency", "letter"}),
    HANDOVER_AGREED: frozenset({"to_agency", "letter"}),
    HANDOVER_REFUSED: frozenset({"to_agency"}),
    HANDOVER_RETURNED: frozenset({"from_agency", "letter"}),
    CATEGORY_CHANGED: frozenset({"old", "new"}),
    PLACE_CHANGED: frozenset({"district_code", "village_code", "copies"}),
    MERGED: frozenset({"into"}),
    DOUBLE_FOUND: frozenset({"ticket"}),
    REJECTED: frozenset({"reason"}),
    CLOSED: frozenset({"media_ids", "proof", "similar", "shared", "forwarded", "taken_before", "at_place"}),
    REOPENED: frozenset(),
    JUDGED: frozenset({"answer"}),
    SECOND_NO: frozenset(),
    UPHELD: frozenset(),
    AGAIN: frozenset({"of", "by"}),
    REDACTED: frozenset({"target"}),
    IDENTITY_ERASED: frozenset(),
    PROMISE_NEAR: frozenset({"what", "until"}),
    PROMISE_BROKEN: frozenset({"what", "until"}),
    PLAN_DUE: frozenset(),
    CHASE_DUE: frozenset({"to_agency"}),
    CITIZEN_SILENT: frozenset(),
    ESCALATED: frozenset({"level", "until"}),
}

# Which contact of an office did it by WhatsApp, in the name of the actor.
CONTACT = "contact"


class UndeclaredEvent(ValueError):
    """Somebody tried to record a kind, a key, a status or an actor that is not declared."""


@dataclass(frozen=True)
class Words:
    """What an event says, by reader: the citizen's own words, the public answer, the internal note."""

    citizen: str | None = None
    public: str | None = None
    internal: str | None = None


SILENT = Words()


def record(
    session: Session,
    report: Report,
    kind: str,
    actor: str,
    at: datetime,
    *,
    assignment: Assignment | None = None,
    status: str | None = None,
    words: Words = SILENT,
    **data: Any,
) -> ReportEvent:
    """Append one event and let the deadline ledger follow it.

    `status` is the state of the assignment (else of the report) after it.

    Raises UndeclaredEvent. Nothing of an event is ever changed or deleted here.
    """
    _check(kind, actor, status, data)
    event = ReportEvent(
        report_id=report.id,
        assignment_id=assignment.id if assignment else None,
        kind=kind,
        actor=actor,
        at=at,
        status=status,
        citizen_words=words.citizen,
        public_text=words.public,
        internal_note=words.internal,
        data=data,
    )
    report.events.append(event)
    report.updated_at = max(report.updated_at or at, at)
    session.flush()
    follow(session, report, kind, at)
    return event


def _check(kind: str, actor: str, status: str | None, data: dict[str, Any]) -> None:
    if kind not in KINDS:
        raise UndeclaredEvent(f"no event of kind {kind!r} is declared")
    undeclared = data.keys() - KINDS[kind] - {CONTACT}
    if undeclared:
        raise UndeclaredEvent(f"{kind}: {', '.join(sorted(undeclared))} not declared")
    if status is not None and status not in STATUSES:
        raise UndeclaredEvent(f"{kind}: no status {status!r}")
    if actor not in (CITIZEN, SYSTEM) and not actor.startswith("staff:"):
        raise UndeclaredEvent(f"{kind}: no actor {actor!r}")
