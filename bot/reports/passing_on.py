"""Gives a part to somebody else: another agency of the regency, or another level of government."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.reports import events
from bot.reports.answering import LONGEST_NUMBER, brief, needed
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.deadlines import due_dates
from bot.reports.events import Words
from bot.reports.lifecycle import ASK_HANDOVER, DECIDE_HANDOVER, HAND_ON, TAKE_BACK
from bot.reports.records import Assignment, Copy, Handover, Promise
from bot.reports.routing import secret_offices
from bot.reports.statuses import RECEIVED

ASKED = "asked"
AGREED = "agreed"
REFUSED = "refused"
RETURNED = "returned"


def hand_on(case: Case, assignment_id: int, agencies: Sequence[str], reason: str) -> None:
    """Give a part to one agency of the regency, or to several: each gets a part with its own clock.

    Raises Unclear for no agency, one that has it already, or no reason.
    """
    part = case.part(assignment_id, HAND_ON)
    said = needed(reason, "alasan pengalihan")
    receivers = list(dict.fromkeys(agencies))
    if pending_handover(case, part) is not None:
        raise Unclear("Usul penerusan bagian ini masih menunggu keputusan operator.")
    _check_receivers(case, part, receivers)
    sender = part.agency
    _restart(case, part, receivers[0])
    for agency in receivers[1:]:
        _add_part(case, part, agency)
    _keep_reading(case, sender)
    case.move(
        HAND_ON, part, events.HANDED_ON, Words(internal=said), from_agency=sender, to_agencies=receivers
    )


def ask_handover(case: Case, assignment_id: int, to_agency: str, proof: str, letter: str) -> None:
    """Propose to the operator that a part belongs to the province, the state or a village."""
    part = case.part(assignment_id, ASK_HANDOVER)
    said = needed(proof, "bukti bahwa ini wewenang instansi itu")
    number = _letter(letter)
    if case.report.secret:
        # The operator, who would have to agree, must not read it.
        raise Unclear("Laporan rahasia tidak diteruskan lewat operator. Hubungi instansi itu dengan surat.")
    if to_agency not in case.region.agencies or is_of_regency(case, to_agency):
        raise Unclear("Pilih instansi di luar pemerintah kabupaten.")
    if pending_handover(case, part) is not None:
        raise Unclear("Usul penerusan untuk bagian ini masih menunggu keputusan operator.")
    case.session.add(
        Handover(
            assignment_id=part.id, from_agency=part.agency, to_agency=to_agency, proof=said,
            letter=number or None, state=ASKED, asked_by=case.viewer.id, asked_at=case.at,
        )
    )  # fmt: skip
    data = {"to_agency": to_agency, **({"letter": number} if number else {})}
    case.move(ASK_HANDOVER, part, events.HANDOVER_ASKED, Words(internal=said), **data)


def agree_handover(case: Case, assignment_id: int, letter: str, words: str) -> None:
    """Hand the part over with the number of a letter or SP4N case; the agency goes on following it up."""
    part, wish = _pending(case, assignment_id)
    number, added = _letter(letter) or wish.letter or "", brief(words, "tambahan untuk warga")
    if not number:
        raise Unclear("Isi nomor surat atau nomor SP4N penerusannya.")
    wish.letter, wish.state = number, AGREED
    wish.decided_by, wish.decided_at, wish.decision = case.viewer.id, case.at, added or None
    part.suggested_agency = wish.to_agency
    part.answered_at = part.answered_at or case.at
    case.session.add(
        Promise(
            assignment_id=part.id, kind="diteruskan", letter=number, staff_id=case.viewer.id, made_at=case.at
        )
    )
    told = case.wording.say(
        "utter_bagian_diteruskan",
        instansi=case.region.agency_label(wish.to_agency),
        surat=number,
        dinas=case.region.agency_label(part.agency),
    )
    said = "\n".join(filter(None, (told, added)))
    case.move(
        DECIDE_HANDOVER, part, events.HANDOVER_AGREED, Words(public=said),
        to_agency=wish.to_agency, letter=number,
    )  # fmt: skip
    case.tell("status", said, part)


def refuse_handover(case: Case, assignment_id: int, reason: str) -> None:
    """Leave the part with its agency, with the reason."""
    part, wish = _pending(case, assignment_id)
    said = needed(reason, "alasan penolakan usul")
    wish.state, wish.decision = REFUSED, said
    wish.decided_by, wish.decided_at = case.viewer.id, case.at
    case.note(events.HANDOVER_REFUSED, Words(internal=said), part, to_agency=wish.to_agency)


def take_back(case: Case, assignment_id: int, reason: str, letter: str = "") -> None:
    """Work on a part again that the other government has refused; the citizen hears why.

    The time is the agency's again. What passed outside stays in the ledger as that of outside, and the
    deadlines move by it (product.md §3: "a refusal gives the time back to the sender").
    """
    part = case.part(assignment_id, TAKE_BACK)
    agreed = _agreed_handover(case, part)
    told = return_words(case, part, reason)
    sent = {"letter": number} if (number := _letter(letter)) else {}
    agreed.state, part.suggested_agency = RETURNED, None
    case.move(
        TAKE_BACK, part, events.HANDOVER_RETURNED, Words(public=told), from_agency=agreed.to_agency, **sent
    )
    case.tell("status", told, part)


def return_words(case: Case, part: Assignment, reason: str) -> str:
    """What the citizen reads when another government refuses. Raises Unclear without its reason."""
    return case.wording.say(
        "utter_bagian_dikembalikan",
        instansi=case.region.agency_label(_agreed_handover(case, part).to_agency),
        dinas=case.region.agency_label(part.agency),
        alasan=needed(reason, "alasan instansi itu"),
    )


def _letter(number: str) -> str:
    return brief(number, "nomor surat", LONGEST_NUMBER)


def pending_handover(case: Case, part: Assignment) -> Handover | None:
    """The wish of this part that waits for the operator."""
    query = select(Handover).where(Handover.assignment_id == part.id, Handover.state == ASKED)
    return case.session.scalars(query).first()


def is_of_regency(case: Case, agency: str) -> bool:
    """Whether the office works in this console, so that a part may be given to it without asking anybody."""
    known = case.region.agencies.get(agency.partition("-")[0])
    return known is not None and known.has_sign_in


def _pending(case: Case, assignment_id: int) -> tuple[Assignment, Handover]:
    part = case.part(assignment_id, DECIDE_HANDOVER)
    wish = pending_handover(case, part)
    if wish is None:
        raise NotAllowed(DECIDE_HANDOVER)
    return part, wish


def _agreed_handover(case: Case, part: Assignment) -> Handover:
    """The hand-over by which the part went outside. Raises NotAllowed for a part that is not there."""
    query = select(Handover).where(Handover.assignment_id == part.id, Handover.state == AGREED)
    agreed = case.session.scalars(query.order_by(Handover.id.desc())).first()
    if agreed is None:
        raise NotAllowed(TAKE_BACK)
    return agreed


def _check_receivers(case: Case, part: Assignment, receivers: list[str]) -> None:
    if not receivers:
        raise Unclear("Pilih dinas yang akan menerima.")
    for agency in receivers:
        if not is_of_regency(case, agency) or not _exists(case, agency):
            raise Unclear(f"{agency} bukan dinas kabupaten. Untuk instansi lain pakai usul penerusan.")
        if agency == part.agency:
            raise Unclear("Tugas ini sudah ada pada dinas itu.")
        if case.report.secret and agency not in secret_offices(case.region):
            raise Unclear(f"{agency} tidak menangani laporan rahasia.")


def _exists(case: Case, agency: str) -> bool:
    name, _, district = agency.partition("-")
    if name == case.region.district_agency:
        return district in case.region.districts
    return name in case.region.agencies and not district


def _restart(case: Case, part: Assignment, agency: str) -> None:
    """The new owner gets the whole time; what was lost belongs to the sender."""
    due = due_dates(case.region, part.category, case.report.report_class, case.at)
    part.agency, part.status = agency, RECEIVED
    part.answer_due_at, part.due_at = due.answer_at, due.settle_at
    part.answered_at = part.seen_at = part.closed_at = part.suggested_agency = None
    case.report.copies[:] = [copy for copy in case.report.copies if copy.recipient != agency]


def _add_part(case: Case, like: Assignment, agency: str) -> None:
    position = max(part.position for part in case.report.assignments) + 1
    due = due_dates(case.region, like.category, case.report.report_class, case.at)
    case.report.assignments.append(
        Assignment(
            position=position, agency=agency, category=like.category, problem=like.problem, status=RECEIVED,
            answer_due_at=due.answer_at, due_at=due.settle_at, created_at=case.at,
        )
    )  # fmt: skip


def _keep_reading(case: Case, sender: str) -> None:
    """Who has worked on an ordinary report may go on reading it."""
    readers = {copy.recipient for copy in case.report.copies}
    working = {part.agency for part in case.report.assignments}
    if not case.report.secret and sender not in readers | working:
        case.report.copies.append(Copy(recipient=sender))
