"""What officers wrote by WhatsApp and never came back to, on the page of what must not be lost."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.console.transcript_lines import HIDDEN
from bot.console.untold_items import Group, Item
from bot.console.visits import Console, NotFound, Refused, Visit
from bot.reports import instructions as kept
from bot.reports.cards import contacts_in_chat
from bot.reports.instructions import has_photo, left_instructions, words_in
from bot.reports.office_records import Card, Contact, Instruction
from bot.reports.office_work import NO_PHOTO, NOBODY_NAMED, PHOTO_LOST
from bot.reports.personal import masked
from bot.reports.records import Report

NAME = "kata-petugas"
GONE = "Ini sudah ditangani petugas lain, atau petugasnya sendiri sudah menyelesaikannya."
WHY = {
    kept.WHICH: "belum memilih laporannya",
    kept.MEANING: "belum memilih: catatan atau jawaban",
    kept.FIELD_MEANING: "belum memilih: cek lapangan atau catatan",
    kept.UNCONFIRMED: "nomornya perlu dikonfirmasi dahulu",
    kept.NO_ACCOUNT: "kontaknya belum dihubungkan dengan akun",
    kept.CHANGED: "diberi tahu bahwa laporannya sudah diubah",
    NO_PHOTO: "fotonya belum dikirim",
    PHOTO_LOST: "fotonya tidak sampai",
    NOBODY_NAMED: "belum menyebut wewenang siapa",
}
UNFINISHED = "belum dilengkapi"


def instructions_group(console: Console, session: Session, visit: Visit) -> Group:
    found, total = left_instructions(session, visit.at)
    items = [_item(console, session, one, contact) for one, contact in found]
    help_ = "Petugas membalas kartu lewat WhatsApp, ditanya balik, dan tidak melanjutkan. Hubungi petugasnya."
    return Group(NAME, "Pesan petugas belum tercatat", help_, items, total)


def settle_instruction(console: Console, session: Session, visit: Visit) -> str:
    one = session.get(Instruction, visit.path_id("id"), with_for_update=True)
    if one is None:
        raise NotFound
    if one.ended_at is not None or one.handled_at is not None:
        raise Refused(GONE)
    one.handled_at = visit.at
    return "ditangani"


def _item(console: Console, session: Session, one: Instruction, contact: Contact | None) -> Item:
    whom = contact or next(iter(contacts_in_chat(session, one.citizen_id)), None)
    name = f"{whom.name}, {console.region.agency_label(whom.desk)}" if whom else f"Warga {one.citizen_id}"
    report = _report(session, one)
    about = f"{report.ticket}: " if report else ""
    said = HIDDEN if report and report.secret else _said(session, one)
    return Item(
        one.id,
        name,
        f"{about}{said}\n{WHY.get(one.asks, UNFINISHED).capitalize()}.",
        one.asked_at,
        f"/staff/percakapan/{one.citizen_id}",
        (("selesai", "Sudah ditangani"),),
    )


def _said(session: Session, one: Instruction) -> str:
    words = masked(words_in(session, one.word_ids))
    photo = "(foto)" if has_photo(session, one.attached_ids) else ""
    return " ".join(filter(None, (f"“{words}”" if words else "", photo)))


def _report(session: Session, one: Instruction) -> Report | None:
    card = session.get(Card, one.card_id) if one.card_id else None
    return session.get(Report, card.report_id) if card and card.report_id else None
