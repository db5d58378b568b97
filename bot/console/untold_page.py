"""Everything that must not be lost, on one page: what it is, how old, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.card_items import cards_group
from bot.console.delivery import STATES, failure_reason
from bot.console.instruction_items import instructions_group
from bot.console.navigation import WATCHES
from bot.console.transcript_lines import HIDDEN, show_lines
from bot.console.untold_items import Group, Item
from bot.console.visits import Console, Page, Visit, page
from bot.conversations import untold as talks
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry
from bot.conversations.voice import count_untyped
from bot.reports import untold as reports
from bot.reports.personal import masked
from bot.reports.records import Report

MEDIA_NAMES = {
    "image": "Foto",
    "video": "Video",
    "audio": "Pesan suara",
    "document": "Dokumen",
    "sticker": "Stiker",
}
REFUSALS = {
    "bukan_foto": "berkasnya bukan foto",
    "rusak": "berkasnya rusak",
    "terlalu_besar": "berkasnya terlalu besar",
}
LATE = (
    "WhatsApp menerima pesan ini, tetapi belum menyampaikannya. Ponsel warga mungkin mati atau tanpa sinyal."
)


def show_untold(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        groups = [
            _waiting_for_human(session),
            _undelivered(session, visit),
            _unread(session, visit),
            _unfetched(session, visit),
            _drafts(console, session, visit),
            *_reports(console, session, visit),
            cards_group(console, session, visit),
            instructions_group(console, session, visit),
        ]
        voices = count_untyped(session)
    return page(console, visit, "belum_tersampaikan.html", groups=groups, voices=voices)


def _waiting_for_human(session: Session) -> Group:
    found = talks.waiting_for_human(session)
    items = [
        Item(
            citizen.id,
            f"Warga {citizen.id}",
            "",
            citizen.human_asked_at or citizen.created_at,
            _chat(citizen.id),
        )
        for citizen in found.rows
    ]
    return Group("petugas", "Warga minta petugas", "Buka percakapannya dan jawab.", items, found.total)


def _undelivered(session: Session, visit: Visit) -> Group:
    found = talks.undelivered(session, visit.at)
    said = _said(session, visit, found.rows)
    deeds = (("ulang", "Kirim ulang"), ("selesai", "Sudah ditangani"))
    items = [
        Item(
            row.id,
            f"Warga {row.citizen_id}: {STATES[row.state]}",
            f"{said.get(row.id, HIDDEN)}\n{failure_reason(row) if row.state == 'failed' else LATE}",
            row.created_at,
            _chat(row.citizen_id),
            deeds,
        )
        for row in found.rows
    ]
    help_ = "Pesan ke warga yang gagal, atau belum sampai lebih dari satu jam."
    return Group("pesan", "Pesan tidak sampai", help_, items, found.total)


def _said(session: Session, visit: Visit, messages: Sequence[OutboxMessage]) -> dict[int, str]:
    """What the bubbles say, as far as this person may read it."""
    own = TranscriptEntry.citizen_id.in_({row.citizen_id for row in messages})
    query = select(TranscriptEntry).where(own, TranscriptEntry.outbox_id.in_([row.id for row in messages]))
    entries = session.scalars(query).all() if messages else []
    lines = show_lines(session, visit.staff, entries)
    return {
        entry.outbox_id or 0: HIDDEN if line.hidden else line.text
        for entry, line in zip(entries, lines, strict=True)
    }


def _unread(session: Session, visit: Visit) -> Group:
    found = talks.unread(session)
    items = [
        Item(
            row.id,
            f"Warga {row.citizen_id}",
            _inbox_words(session, visit, row),
            row.received_at,
            _chat(row.citizen_id),
            (("ulang", "Coba lagi"), ("selesai", "Sudah ditangani")),
        )
        for row in found.rows
    ]
    help_ = "Bot gagal membaca pesan ini berkali-kali. Warga sudah diberi tahu."
    return Group("masuk", "Pesan warga gagal dibaca", help_, items, found.total)


def _inbox_words(session: Session, visit: Visit, event: InboxEvent) -> str:
    entry = session.scalars(select(TranscriptEntry).where(TranscriptEntry.inbox_id == event.id)).first()
    if entry is not None and show_lines(session, visit.staff, [entry])[0].hidden:
        return HIDDEN
    return masked(str(event.payload.get("text") or event.payload.get("caption") or event.kind))


def _unfetched(session: Session, visit: Visit) -> Group:
    found = talks.unfetched(session, visit.at)
    items = [
        Item(
            row.id,
            f"{MEDIA_NAMES.get(row.kind, 'Berkas')} dari Warga {row.citizen_id}",
            _why(row),
            row.received_at,
            _chat(row.citizen_id),
            (("ulang", "Coba lagi"), ("minta", "Minta kirim ulang"), ("selesai", "Sudah ditangani")),
        )
        for row in found.rows
    ]
    help_ = "Foto dan berkas warga yang belum tersimpan."
    return Group("berkas", "Berkas tidak terambil", help_, items, found.total)


def _why(media: Media) -> str:
    if media.state == "waiting":
        return "Masih dicoba diambil dari WhatsApp."
    return f"Tidak tersimpan: {REFUSALS.get(media.refused_because or '', 'WhatsApp tidak memberikannya')}."


def _drafts(console: Console, session: Session, visit: Visit) -> Group:
    drafts, total = reports.unsent_drafts(session, console.region, visit.at)
    items = [
        Item(
            unsent.draft.id,
            f"Warga {unsent.draft.citizen_id}",
            masked(unsent.content.description) or "(belum ada kata-kata)" if unsent.content else HIDDEN,
            unsent.draft.updated_at,
            _chat(unsent.draft.citizen_id),
            (("tutup", "Bukan laporan"),) if unsent.content else (),
        )
        for unsent in drafts
    ]
    help_ = "Laporan yang dimulai tetapi tidak dikirim. Tanyakan kekurangannya di percakapan."
    return Group("draf", "Draf belum terkirim", help_, items, total)


def _reports(console: Console, session: Session, visit: Visit) -> list[Group]:
    lost, lost_total = reports.ownerless(session, console.region)
    unopened, unopened_total = reports.unopened(session, console.region, visit.at)
    asked, asked_total = reports.asked_handovers(session)
    label = console.region.agency_label
    return [
        Group(
            "tanpa-dinas", "Laporan tanpa dinas", "Belum ada dinas yang memegang, atau masih di operator.",
            [_report_item(console, report, report.created_at) for report in lost], lost_total,
        ),
        Group(
            "belum-dibuka", "Tugas belum dibuka dinas", "Lebih dari satu hari kerja belum dibuka.",
            [
                _report_item(console, report, part.created_at, label(part.agency))
                for part, report in unopened
            ],
            unopened_total,
        ),
        Group(
            "penerusan", "Usul penerusan menunggu", "Setujui atau tolak di halaman laporannya.",
            [
                _report_item(
                    console, report, wish.asked_at, f"{label(wish.from_agency)} ke {label(wish.to_agency)}"
                )
                for wish, report in asked
            ],
            asked_total,
        ),
    ]  # fmt: skip


def _report_item(console: Console, report: Report, since: datetime, detail: str = "") -> Item:
    """A report in one line; of a secret one its number and its age alone."""
    if report.secret:
        return Item(report.id, report.ticket, HIDDEN, since)
    words = ", ".join(filter(None, (console.region.category_label(report.category), detail)))
    return Item(report.id, report.ticket, words, since, f"/staff/laporan/{report.ticket}")


def _chat(citizen_id: int | None) -> str:
    return f"/staff/percakapan/{citizen_id}"


PAGES = (Page("/belum-tersampaikan", show_untold, WATCHES),)
