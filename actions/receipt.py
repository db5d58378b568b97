"""The receipt: number, owner, date of the first answer, how to ask."""

from __future__ import annotations

from actions.phrases import joined
from actions.turn import Turn
from bot.reports.dates import long_date
from bot.reports.photos import count_photos
from bot.reports.records import Report

OPENINGS = {
    "permintaan_informasi": "utter_bagian_pertanyaan_diterima",
    "aspirasi": "utter_bagian_usulan_diterima",
}


def receipt_texts(turn: Turn, report: Report, again: bool = False, changed: str = "") -> dict[str, str]:
    """The values of `utter_tanda_terima`.

    `again`: the report was sent before. `changed`: what a correction in the same message has changed.
    """
    opening = "\n".join(filter(None, [changed, _opening(turn, report, again)]))
    # Plain CEK leaves secret reports out: they answer to their number only.
    command = "utter_bagian_perintah_cek_nomor" if report.secret else "utter_bagian_perintah_cek"
    return {
        "pembuka": opening,
        "isi": "\n".join(filter(None, _lines(turn, report))),
        "perintah": turn.say(command, tiket=report.ticket),
    }


def _opening(turn: Turn, report: Report, again: bool) -> str:
    if again:
        return turn.say("utter_bagian_sudah_dikirim")
    if report.filed_by == "silence":
        return turn.say("utter_bagian_dikirim_sendiri")
    return turn.say(OPENINGS.get(report.report_class, "utter_bagian_laporan_diterima"))


def _lines(turn: Turn, report: Report) -> list[str]:
    lines = [turn.say("utter_bagian_nomor_tiket", tiket=report.ticket)]
    if len(report.assignments) > 1:
        lines += _parts(turn, report)
    return [*lines, stored_phrase(turn, report), _promise(turn, report)]


def _parts(turn: Turn, report: Report) -> list[str]:
    """A line for each part, with its date where the dates differ."""
    differ = len({assignment.answer_due_at for assignment in report.assignments}) > 1
    response = "utter_bagian_baris_bagian_tanggal" if differ else "utter_bagian_baris_bagian"
    return [
        turn.say(
            response,
            nomor=assignment.position,
            kategori=turn.region.categories[assignment.category].name,
            dinas=turn.region.agency_label(assignment.agency),
            tanggal=long_date(assignment.answer_due_at, turn.region.timezone),
        )
        for assignment in report.assignments
    ]


def stored_phrase(turn: Turn, report: Report) -> str:
    photos = count_photos(turn.session, report)
    parts = [turn.say("utter_bagian_foto", jumlah=photos)] if photos else []
    others = len(report.photos) - photos
    parts += [turn.say("utter_bagian_berkas", jumlah=others)] if others else []
    return turn.say("utter_bagian_tersimpan", lampiran=joined(turn, parts)) if parts else ""


def _promise(turn: Turn, report: Report) -> str:
    days = {assignment.answer_due_at for assignment in report.assignments}
    if not days:
        return ""
    if len(days) > 1:
        return turn.say("utter_bagian_janji_masing_masing")
    agencies = dict.fromkeys(turn.region.agency_label(assignment.agency) for assignment in report.assignments)
    day = long_date(days.pop(), turn.region.timezone)
    return turn.say("utter_bagian_janji_jawaban", dinas=joined(turn, list(agencies)), tanggal=day)
