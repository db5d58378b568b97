"""Ends a part: done with proof, refused with a reason, a double of another report; or begins it again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.news import hears_news
from bot.reports import events
from bot.reports.answering import brief, needed
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.checking import check_proof
from bot.reports.events import Words
from bot.reports.judging import begin_again
from bot.reports.lifecycle import CLOSE, REJECT, REOPEN
from bot.reports.photos import add_after_photos, find_staff_photos
from bot.reports.proof import NO_LOOKS, Looks, Proof, weigh
from bot.reports.records import Assignment, Report
from bot.reports.sight import OPERATOR, may_see
from bot.reports.statuses import CLOSED, DONE, MERGED
from bot.reports.telling import News, owner_of
from bot.reports.verdicts import answer_buttons, end_questions, open_question
from bot.storage.files import Files

# Why a part cannot be worked on; the sentence for citizens is `utter_alasan_<id>`.
REASONS = ("bukan_wewenang", "kurang_jelas", "sudah_selesai", "di_luar_wilayah", "bukan_laporan", "lainnya")


def close(
    case: Case,
    assignment_id: int,
    words: str,
    media_ids: Sequence[int] = (),
    no_photo_because: str = "",
    files: Files | None = None,
    pin: tuple[float, float] | None = None,
    looks: Looks = NO_LOOKS,
) -> Proof:
    """End a part with an after-photo, or the reason why none fits; the citizen gets both.

    `media_ids` are photos of the staff for this citizen, stored before in `files`; `pin` is where the
    officer stands (latitude, longitude); `looks` are what `looking.look_before` saw. Returns what
    the photos prove. Raises Unclear without proof, and for a photo that was used before.
    """
    part = case.part(assignment_id, CLOSE)
    said = needed(words, "apa yang sudah dikerjakan")
    because = brief(no_photo_because, "alasan tanpa foto")
    photos = find_staff_photos(case.session, case.report, media_ids)
    if not photos and not because:
        raise Unclear("Sertakan foto sesudah dikerjakan, atau tulis alasan mengapa tidak ada foto.")
    proof = weigh(case, part, photos, files, pin, looks)
    part.answered_at = part.answered_at or case.at
    added = add_after_photos(case.session, case.report, photos)
    case.move(
        CLOSE, part, events.CLOSED, Words(public=said, internal=because or None),
        media_ids=list(added), **proof.facts,
    )  # fmt: skip
    check_proof(case.report, part, proof.is_complete)
    _ask_owner(case, part, said, added[0] if added else None)
    if case.report.status == DONE:
        _tell_owners_of_doubles(case, said, part)
    return proof


def _ask_owner(case: Case, part: Assignment, words: str, image: int | None) -> None:
    """Who wants no news is not asked: his silence would count as one."""
    if not hears_news(owner_of(case.session, case.report)):
        end_questions(case.session, part, case.at)
        return
    question = open_question(case.session, case.report, part, case.at)
    buttons = answer_buttons(case.wording, question)
    told = case.tell("selesai", words, part, image=image, buttons=buttons)
    question.outbox_id = told.id if told else None


def _tell_owners_of_doubles(case: Case, words: str, part: Assignment) -> None:
    """They are told and not asked: the owner of the report that was worked on judges."""
    told = case.wording.say("utter_bagian_laporan_serupa_selesai", kabar=words)
    for double in doubles_of(case.session, case.report):
        case.teller.tell(News(double, "status", told, part.agency), case.viewer.id)


def reject(case: Case, assignment_id: int, reason: str, words: str) -> None:
    """End a part that nobody can work on, with a reason of the list and words for the citizen."""
    part = case.part(assignment_id, REJECT)
    if reason not in REASONS:
        raise Unclear("Pilih alasannya.")
    said = needed(words, "penjelasan untuk warga")
    part.answered_at = part.answered_at or case.at
    told = f"{case.wording.say(f'utter_alasan_{reason}')} {said}"
    case.move(REJECT, part, events.REJECTED, Words(public=told), reason=reason)
    case.tell("status", told, part)


def reopen(case: Case, assignment_id: int, reason: str) -> None:
    """Begin a closed part again, with the reason; the citizen is told."""
    part = case.part(assignment_id, REOPEN)
    said = needed(reason, "alasan dibuka kembali")
    end_questions(case.session, part, case.at)
    begin_again(case.region, case.report, part, case.at)
    told = case.wording.say("utter_bagian_dibuka_kembali")
    case.move(REOPEN, part, events.REOPENED, Words(public=told, internal=said))
    case.tell("status", told, part)


def merge(case: Case, into_ticket: str) -> None:
    """Close a report as the double of another; both keep their number, and its owner hears of the end.

    Raises Unclear for a report that cannot take it: itself, secret, itself merged, or unknown.
    """
    if case.viewer.role != OPERATOR or case.report.status in CLOSED:
        raise NotAllowed("merge")
    other = _other(case.session, case, into_ticket)
    for part in case.report.assignments:
        if part.status not in CLOSED:
            part.status = MERGED
    case.report.merged_into = other.id
    told = case.wording.say("utter_bagian_digabung", tiket=other.ticket)
    case.note(events.MERGED, Words(public=told), into=other.ticket)
    events.record(
        case.session, other, events.DOUBLE_FOUND, case.viewer.actor, case.at, ticket=case.report.ticket
    )
    case.tell("status", told)


def doubles_of(session: Session, report: Report) -> list[Report]:
    """The reports that were merged into this one: their owners hear of its end as well."""
    query = select(Report).where(Report.merged_into == report.id).order_by(Report.id)
    return list(session.scalars(query))


def open_parts(report: Report) -> list[Assignment]:
    return [part for part in report.assignments if part.status not in CLOSED]


def _other(session: Session, case: Case, ticket: str) -> Report:
    query = select(Report).where(Report.ticket == ticket, may_see(case.viewer)).with_for_update()
    other = session.scalars(query).one_or_none()
    if other is None or other.id == case.report.id:
        raise Unclear("Nomor laporan tujuan tidak ditemukan.")
    if case.report.secret or other.secret:
        raise Unclear("Laporan rahasia tidak dapat digabung.")
    if other.merged_into is not None or other.status == MERGED:
        raise Unclear("Laporan tujuan sendiri sudah digabung dengan laporan lain.")
    return other
