"""Reports that go to somebody else: another agency, another level of government, another report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.console.demo.work import Work
from bot.reports import events
from bot.reports.deadlines import due_dates
from bot.reports.records import Assignment, Handover
from bot.reports.statuses import CLOSED, HANDED_OVER, MERGED, RECEIVED, is_open

# Of a hundred wishes to hand over.
DECIDED = {"agreed": 55, "asked": 30, "refused": 15}


def asks_handover(work: Work) -> None:
    """The agency proposes to hand its part to another level of government; the operator decides."""
    world, part = work.world, work.parts[0]
    (state,) = world.rng.choices(list(DECIDED), list(DECIDED.values()))
    receiver = part.suggested_agency or _outside(work)
    part.seen_at = world.clock.at_work(work.report.created_at, 8)
    at = world.clock.at_work(part.seen_at, 12)
    letter = f"600/{world.rng.randrange(100, 999)}/DEMO/{at.year}"
    proof = world.texts.say(world.rng, "bukti")
    wish = world.rows.add(
        Handover, assignment_id=part.id, from_agency=part.agency, to_agency=receiver, proof=proof,
        letter=letter, asked_by=world.staff_of(part.agency), asked_at=at,
    )  # fmt: skip
    work.by_staff(events.HANDOVER_ASKED, at, part, internal=proof, to_agency=receiver, letter=letter)
    if state == "asked":
        return
    at = world.clock.at_work(at, 10)
    wish.update(state=state, decided_by=world.operator, decided_at=at)
    if state == "agreed":
        _agree(work, part, at, receiver, letter)
    else:
        wish["decision"] = world.texts.staff["tolak_terus"]
        work.by_staff(
            events.HANDOVER_REFUSED, at, part, staff_id=world.operator, internal=wish["decision"],
            to_agency=receiver,
        )  # fmt: skip


def _agree(work: Work, part: Assignment, at: datetime, receiver: str, letter: str) -> None:
    world = work.world
    part.suggested_agency, part.answered_at, part.status = receiver, at, HANDED_OVER
    told = world.wording.say(
        "utter_bagian_diteruskan",
        instansi=world.region.agency_label(receiver),
        surat=letter,
        dinas=world.region.agency_label(part.agency),
    )
    work.promise(part, "diteruskan", at, letter=letter)
    work.by_staff(
        events.HANDOVER_AGREED, at, part, staff_id=world.operator, public=told, to_agency=receiver,
        letter=letter,
    )  # fmt: skip
    work.tell("status", at, told, part)


def hands_on(work: Work) -> None:
    """An agency gives its part to another of the region, which has its own clock."""
    world, part = work.world, work.parts[0]
    region, sender = world.region, part.agency
    part.seen_at = world.clock.at_work(work.report.created_at, 8)
    at = world.clock.at_work(part.seen_at, 10)
    taken = {part.agency for part in work.parts}
    receiver = world.rng.choice([code for code in world.desks if "-" not in code and code not in taken])
    due = due_dates(region, part.category, work.report.report_class, at)
    staff_id = world.staff_of(sender)
    part.agency, part.status, part.suggested_agency = receiver, RECEIVED, None
    part.answer_due_at, part.due_at, part.seen_at = due.answer_at, due.settle_at, None
    reason = world.texts.say(world.rng, "alih")
    work.by_staff(
        events.HANDED_ON, at, part, staff_id=staff_id, internal=reason, from_agency=sender,
        to_agencies=[receiver],
    )  # fmt: skip
    others = {part.agency for part in work.parts}
    work.copies = [code for code in dict.fromkeys((*work.copies, sender)) if code not in others]


def merges(work: Work) -> None:
    """The operator finds it to be the same as an earlier report."""
    world, report = work.world, work.report
    other = first_of(work.earlier, report.village_code, report.category)
    if other is None:
        return
    at = world.clock.at_work(report.created_at, 10)
    for part in work.parts:
        if part.status not in CLOSED:
            part.status, part.closed_at = MERGED, at
    report.merged_into = other.report.id
    told = world.wording.say("utter_bagian_digabung", tiket=other.report.ticket)
    work.by_staff(events.MERGED, at, public=told, into=other.report.ticket)
    other.note_double(at, report.ticket)
    work.tell("status", at, told)


def first_of(earlier: Sequence[Work], village: str | None = None, category: str = "") -> Work | None:
    """The latest ordinary report that may take a double, or that of this category in this village."""
    fitting = (
        work
        for work in reversed(earlier)
        if not work.report.secret
        and work.report.village_code
        and any(is_open(part.status) for part in work.parts)
    )
    if not category:
        return next(fitting, None)
    known = (village, category)
    return next((work for work in fitting if (work.report.village_code, work.report.category) == known), None)


def _outside(work: Work) -> str:
    agencies = work.world.region.agencies.values()
    return next((agency.code for agency in agencies if not agency.has_sign_in), work.parts[0].agency)
