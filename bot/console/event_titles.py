"""What the timeline calls each event, in Indonesian."""

from __future__ import annotations

from bot.console.labels import VERDICTS
from bot.region.pack import Region
from bot.reports import events
from bot.reports.records import ReportEvent

TITLES = {
    events.FILED: "Laporan masuk",
    events.PHOTOS_ADDED: "Warga menambah foto",
    events.WORDS_ADDED: "Warga menambah keterangan",
    events.PIN_SET: "Warga mengirim titik lokasi",
    events.PLACE_SET: "Warga menyebut tempat",
    events.CANCELLED_BY_OWNER: "Dibatalkan pelapor",
    events.VERIFIED: "Diverifikasi",
    events.FIELD_CHECKED: "Cek lapangan oleh camat",
    events.STARTED: "Mulai dikerjakan",
    events.ASKED: "Bertanya kepada warga",
    events.INFO_GIVEN: "Warga menjawab pertanyaan",
    events.NOTED: "Catatan internal",
    events.HANDED_ON: "Dialihkan",
    events.HANDOVER_ASKED: "Usul diteruskan",
    events.HANDOVER_AGREED: "Diteruskan",
    events.HANDOVER_REFUSED: "Usul penerusan ditolak",
    events.HANDOVER_RETURNED: "Dikembalikan instansi lain",
    events.CATEGORY_CHANGED: "Kategori diubah",
    events.PLACE_CHANGED: "Tempat diubah",
    events.MERGED: "Digabung",
    events.DOUBLE_FOUND: "Laporan serupa digabung ke sini",
    events.REJECTED: "Tidak dapat diproses",
    events.CLOSED: "Selesai",
    events.REOPENED: "Dibuka kembali",
    events.JUDGED: "Penilaian pelapor",
    events.SECOND_NO: "Dua kali dinyatakan belum beres: perlu diperiksa operator",
    events.UPHELD: "Diperiksa operator: tetap selesai",
    events.AGAIN: "Rusak lagi",
    events.REDACTED: "Isi disamarkan",
    events.IDENTITY_ERASED: "Identitas pelapor dihapus",
    events.PROMISE_NEAR: "Pengingat: janji hampir jatuh tempo",
    events.PROMISE_BROKEN: "Janji lewat",
    events.PLAN_DUE: "Tiba waktu yang dijadwalkan",
    events.CHASE_DUE: "Waktunya menanyakan lagi",
    events.CITIZEN_SILENT: "Warga belum menjawab pertanyaan",
    events.ESCALATED: "Lewat tenggat, naik",
}
ANSWERS = {
    "dikerjakan": "Jawaban: dikerjakan",
    "dijadwalkan": "Jawaban: dijadwalkan",
    "jawaban_instansi": "Jawaban instansi luar",
}


def event_title(region: Region, event: ReportEvent) -> str:
    """The event in a few words, with whom and what it is about."""
    data = event.data or {}
    if event.kind == events.ANSWERED:
        return ANSWERS.get(data.get("promise", ""), "Jawaban")
    if event.kind == events.HANDED_ON:
        receivers = ", ".join(_agency(region, code) for code in data.get("to_agencies", ()))
        return f"Dialihkan dari {_agency(region, data.get('from_agency', ''))} ke {receivers}"
    if event.kind == events.HANDOVER_RETURNED:
        letter = f", surat {data['letter']}" if "letter" in data else ""
        return f"Dikembalikan oleh {_agency(region, data.get('from_agency', ''))}{letter}"
    if event.kind == events.ESCALATED:
        names = {level.id: level.name for level in region.escalation}
        return f"{TITLES[event.kind]} ke {names.get(data.get('level', ''), data.get('level', ''))}"
    if event.kind == events.JUDGED:
        answer = data.get("answer", "")
        return f"{TITLES[event.kind]}: {VERDICTS.get(answer, answer)}"
    if event.kind == events.AGAIN:
        return f"Rusak lagi dari {data['of']}" if "of" in data else f"Rusak lagi: {data.get('by', '')}"
    if "to_agency" in data:
        return f"{TITLES[event.kind]} ke {_agency(region, data['to_agency'])}"
    if event.kind == events.CATEGORY_CHANGED:
        old, new = (region.category_label(data.get(name, "")) for name in ("old", "new"))
        return f"Kategori diubah dari {old} ke {new}"
    if event.kind in (events.MERGED, events.DOUBLE_FOUND):
        return f"{TITLES[event.kind]}: {data.get('into') or data.get('ticket', '')}"
    return TITLES.get(event.kind, event.kind)


def _agency(region: Region, code: str) -> str:
    return region.agency_label(code) if code.partition("-")[0] in region.agencies else code
