"""What an operator does in a chat: take it, write, give it back, look who it is."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.chat_page import find_citizen, has_secrets
from bot.console.navigation import TALKS
from bot.console.records import Staff
from bot.console.reveal import read_reason, who_is
from bot.console.visits import Console, NotFound, Page, Refused, Visit, go_to, page
from bot.conversations.bubbles import TEXT_BODY, Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import TranscriptEntry
from bot.conversations.news import hears_news
from bot.conversations.taking import (
    TakenByOther,
    give_back,
    holder_of,
    lock_citizen,
    note_typing,
    send_as_staff,
    take,
)
from bot.conversations.window import is_window_open
from bot.reports.drafts import open_draft
from bot.reports.records import Report
from bot.reports.sight import find_visible
from bot.reports.telling import News, Teller, preview_of

NO_TEMPLATE = (
    "Sudah lewat 24 jam sejak pesan terakhir warga, dan WhatsApp hanya menerima templat yang menyebut nomor "
    "laporan. Pilih laporannya dahulu."
)

NO_NEWS = (
    "Sudah lewat 24 jam sejak pesan terakhir warga, dan ia berhenti menerima kabar: templat tidak boleh "
    "dikirim. Jawablah bila ia menulis lagi."
)
ERASED = "Identitas warga ini sudah dihapus: tidak ada lagi alamat untuk menulis kepadanya."


def take_chat(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        citizen = _locked(session, visit)
        try:
            take(session, citizen, visit.staff.id, visit.at)
        except TakenByOther as other:
            raise _refusal(session, other) from None
    return _back(visit, "percakapan_diambil")


def release_chat(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        citizen = _locked(session, visit)
        holder = holder_of(citizen, visit.at)
        if holder not in (None, visit.staff.id):
            raise _refusal(session, TakenByOther(int(holder or 0)))
        give_back(session, citizen, visit.at)
    return _back(visit, "percakapan_dikembalikan")


def type_in_chat(console: Console, visit: Visit) -> Response:
    """Somebody is typing; that another one has the chat he reads on the page."""
    with console.database.writing() as session:
        try:
            note_typing(session, _locked(session, visit), visit.staff.id, visit.at)
        except TakenByOther:
            session.rollback()
    return Response(status_code=204)


def write_in_chat(console: Console, visit: Visit) -> Response:
    words = _words(visit)
    with console.database.writing() as session:
        citizen = _locked(session, visit)
        report = _report(session, visit, citizen)
        bubble = _bubble(console, session, visit, citizen, report, words)
        draft = open_draft(session, citizen.id)
        secret = draft is not None and _is_secret(session, draft.id)
        try:
            send_as_staff(
                session, citizen, bubble, visit.staff.id, visit.at,
                report_id=report.id if report else None,
                draft_id=draft.id if draft and not report else None,
                secret=secret and report is None,
            )  # fmt: skip
        except TakenByOther as other:
            raise _refusal(session, other) from None
    return _back(visit, "pesan_terkirim")


def preview(console: Console, visit: Visit) -> Response:
    """What the citizen would read, and how WhatsApp bills it; nothing is sent."""
    told, problem = None, ""
    try:
        words = _words(visit)
        with console.database.reading() as session:
            citizen = find_citizen(session, visit.path_id("id"))
            report = _report(session, visit, citizen)
            bubble = _bubble(console, session, visit, citizen, report, words)
        told = preview_of(bubble)
    except Refused as refusal:
        problem = str(refusal)
    return page(console, visit, "pratinjau.html", told=told, problem=problem, unheard="")


def show_identity(console: Console, visit: Visit) -> Response:
    """Never of a chat with a secret part: it would name who wrote that part."""
    reason = read_reason(visit)
    with console.database.writing() as session:
        citizen = find_citizen(session, visit.path_id("id"))
        if has_secrets(session, citizen.id) or citizen.erased_at is not None:
            raise NotFound
        note(session, visit.staff.id, "lihat_identitas", visit.at, citizen_id=citizen.id, reason=reason)
        person = who_is(console, session, citizen.id)
    return page(console, visit, "identitas.html", person=person, back=f"/staff/percakapan/{citizen.id}")


def _locked(session: Session, visit: Visit) -> Citizen:
    citizen = lock_citizen(session, find_citizen(session, visit.path_id("id")).id)
    if citizen.erased_at is not None:
        raise Refused(ERASED)
    return citizen


def _words(visit: Visit) -> str:
    words = visit.word("isi").replace("\r\n", "\n")
    if not words:
        raise Refused("Tulis pesannya dahulu.")
    if len(words) > TEXT_BODY:
        raise Refused(
            f"Terlalu panjang: {len(words)} huruf. Ringkas menjadi paling banyak {TEXT_BODY} huruf."
        )
    return words


def _report(session: Session, visit: Visit, citizen: Citizen) -> Report | None:
    ticket = visit.word("tiket")
    report = find_visible(session, visit.staff, ticket) if ticket else None
    if ticket and (report is None or report.citizen_id != citizen.id):
        raise NotFound
    return report


def _bubble(
    console: Console, session: Session, visit: Visit, citizen: Citizen, report: Report | None, words: str
) -> Bubble:
    """The words as they are inside the 24 hours, as the template of the report outside."""
    if is_window_open(citizen, visit.at):
        return Bubble(words)
    if report is None:
        raise Refused(NO_TEMPLATE)
    if not hears_news(citizen):
        raise Refused(NO_NEWS)
    teller = Teller(session, console.region, console.wording, visit.at)
    bubble = teller.compose(News(report, "jawaban", words))
    if bubble.template is None:
        raise Refused(
            "Sudah lewat 24 jam sejak pesan terakhir warga, dan belum ada templat yang dapat dikirim."
        )
    return bubble


def _is_secret(session: Session, draft_id: int) -> bool:
    secret = exists().where(TranscriptEntry.draft_id == draft_id, TranscriptEntry.secret.is_(True))
    return bool(session.scalar(select(secret)))


def _refusal(session: Session, other: TakenByOther) -> Refused:
    staff = session.get(Staff, other.staff_id)
    name = staff.name if staff else "petugas lain"
    return Refused(
        f"Percakapan ini sedang dipegang {name}. Hubungi dia dahulu, atau tunggu sampai dikembalikan."
    )


def _back(visit: Visit, notice: str) -> Response:
    return go_to(f"/staff/percakapan/{visit.path_id('id')}", notice)


PAGES = (
    Page("/percakapan/{id}/ambil", take_chat, TALKS, method="POST"),
    Page("/percakapan/{id}/kembalikan", release_chat, TALKS, method="POST"),
    Page("/percakapan/{id}/mengetik", type_in_chat, TALKS, method="POST"),
    Page("/percakapan/{id}/pratinjau", preview, TALKS, method="POST"),
    Page("/percakapan/{id}/kirim", write_in_chat, TALKS, method="POST"),
    Page("/percakapan/{id}/identitas", show_identity, TALKS, method="POST"),
)
