"""What the bot says about a report, from the program's own wording: question, summary, receipt, status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import lru_cache

from bot.conversations.bubbles import BUTTONS_BODY, Bubble, Button, fit_text
from bot.conversations.wording import Wording
from bot.region.entries import DangerKind
from bot.region.pack import Region
from bot.reports.dates import long_date
from bot.reports.deadlines import QUESTION, WISH
from bot.reports.filing import NewReport
from bot.reports.records import BY_SILENCE, Report
from bot.reports.routing import Routing
from bot.reports.telling import open_button
from bot.reports.template_bubbles import fill_template

LONGEST_QUOTE = 300
OPENINGS = {QUESTION: "pertanyaan", WISH: "usulan"}
SUMMARY_BUTTONS = (Button("/setuju", "Kirim"), Button("/ubah", "Ubah"), Button("/batal", "Batal"))


def place_label(region: Region, new: NewReport) -> str:
    village = region.village_label(new.village_code) if new.village_code else None
    district = region.district_label(new.district_code) if new.district_code else None
    return ", ".join(filter(None, (new.location_text, village, district)))


def summary(region: Region, wording: Wording, new: NewReport, routing: Routing) -> Bubble:
    """What was understood, with the buttons Kirim, Ubah, Batal."""
    say, place = wording.say, place_label(region, new)
    lines = _problems(region, wording, new)
    if place:
        lines.append(say("utter_bagian_lokasi", tempat=place))
    if routing.assignments:
        lines.append(say("utter_bagian_tujuan", tujuan=_receivers(region, wording, routing)))
    opening = say(f"utter_bagian_pembuka_{OPENINGS.get(new.report_class, 'laporan')}")
    parts = [opening, "\n".join(lines), *_notes(region, wording, new, routing), _invitation(wording, new)]
    return Bubble(fit_text("\n\n".join(parts), BUTTONS_BODY), buttons=SUMMARY_BUTTONS)


def receipt(region: Region, wording: Wording, report: Report, photos: int) -> Bubble:
    """Number, owner, date of the first answer, how to ask."""
    say = wording.say
    lines = [say("utter_bagian_nomor_tiket", tiket=report.ticket)]
    if len(report.assignments) > 1:
        lines += [
            say(
                "utter_bagian_baris_bagian",
                nomor=part.position,
                kategori=region.categories[part.category].name,
                dinas=region.agency_label(part.agency),
            )
            for part in report.assignments
        ]
    if photos:
        lines.append(say("utter_bagian_tersimpan", lampiran=say("utter_bagian_foto", jumlah=photos)))
    if report.answer_due_at:
        agencies = dict.fromkeys(region.agency_label(part.agency) for part in report.assignments)
        day = day_label(report.answer_due_at, region.timezone)
        lines.append(say("utter_bagian_janji_jawaban", dinas=_joined(wording, list(agencies)), tanggal=day))
    opening = "dikirim_sendiri" if report.filed_by == BY_SILENCE else _received(report)
    command = "utter_bagian_perintah_cek_nomor" if report.secret else "utter_bagian_perintah_cek"
    values = {"pembuka": say(f"utter_bagian_{opening}"), "perintah": say(command, tiket=report.ticket)}
    return Bubble(say("utter_tanda_terima", isi="\n".join(lines), **values))


def emergency(region: Region, wording: Wording, report: Report, new: NewReport, danger: DangerKind) -> Bubble:
    """The number to call first; that what was told is on record."""
    say, first = wording.say, next(iter(region.emergency_numbers.values()))
    others = [region.emergency_numbers[id] for id in danger.numbers if id != first.id]
    listed = ", ".join(f"{number.name} {number.number}" for number in others)
    advice = [say("utter_bagian_darurat_nomor_lain", daftar=listed)] if others else []
    content = [
        say("utter_bagian_kutipan", kata=new.description),
        say("utter_bagian_darurat_tempat", tempat=place_label(region, new)),
    ]
    text = say(
        "utter_darurat",
        nomor=first.number,
        nama=first.name,
        petunjuk="\n".join([*advice, say(f"utter_petunjuk_{danger.id}")]),
        dinas=_joined(wording, [region.agency_label(part.agency) for part in report.assignments]),
        isi="\n".join(content),
        tiket=report.ticket,
    )
    return Bubble(text)


def status(region: Region, wording: Wording, report: Report, place: str) -> Bubble:
    """How the report stands."""
    say = wording.say
    parts = [
        say(
            "utter_bagian_status_tugas",
            kategori=region.categories[part.category].name,
            dinas=region.agency_label(part.agency),
            status=say(f"utter_status_{part.status}"),
        )
        for part in report.assignments
    ]
    text = say(
        "utter_status_lengkap",
        tiket=report.ticket,
        status=say(f"utter_status_{report.status}"),
        tempat=place or say("utter_bagian_tanpa_lokasi"),
        tanggal=day_label(report.created_at, region.timezone),
        bagian="\n\n".join(parts) or region.categories[report.category].name,
    )
    return Bubble(text)


def news(
    region: Region, wording: Wording, report: Report, kind: str, words: str, speaker: str, in_window: bool
) -> Bubble:
    """What staff tell the owner: free text within the window of 24 hours, else the template of the kind."""
    shown = region.wording["service"] if report.secret else speaker
    values = {"tiket": report.ticket, "dinas": shown, "kabar": words}
    template = (
        None if in_window else region.templates.get("lapor_status" if report.secret else f"lapor_{kind}")
    )
    if template is None:
        return Bubble(wording.say(f"utter_kabar_{kind}", **values))
    if report.secret:
        values["kabar"] = wording.say("utter_kabar_rahasia")
    buttons = tuple(open_button(report.ticket) for _ in template.buttons)
    return fill_template(template, values, buttons)


@lru_cache(maxsize=4096)
def _long_day(day: datetime, zone: tzinfo) -> str:
    return long_date(day, zone)


def day_label(moment: datetime, zone: tzinfo) -> str:
    """For example `Selasa, 1 Desember 2026`; formatting a date is slow, and a day is said often."""
    local = moment.astimezone(zone)
    return _long_day(local.replace(hour=12, minute=0, second=0, microsecond=0), zone)


def _problems(region: Region, wording: Wording, new: NewReport) -> list[str]:
    if len(new.problems) == 1:
        quoted = [("utter_bagian_satu_masalah", {"kata": _quote(new.description)})]
    else:
        quoted = [
            ("utter_bagian_nomor_masalah", {"kata": _quote(problem.words), "nomor": str(number)})
            for number, problem in enumerate(new.problems, start=1)
        ]
    names = [region.categories[problem.category].name for problem in new.problems]
    return [
        wording.say(name, kategori=category, **values)
        for category, (name, values) in zip(names, quoted, strict=True)
    ]


def _quote(words: str) -> str:
    return fit_text(" ".join(words.split()), LONGEST_QUOTE)


def _receivers(region: Region, wording: Wording, routing: Routing) -> str:
    agencies = dict.fromkeys(region.agency_label(part.agency) for part in routing.assignments)
    named = _joined(wording, list(agencies))
    heads = [region.agency_label(code) for code in routing.copies if "-" in code]
    return wording.say("utter_bagian_tembusan", tujuan=named, camat=heads[0]) if heads else named


def _notes(region: Region, wording: Wording, new: NewReport, routing: Routing) -> list[str]:
    notes = []
    if routing.outside_advice:
        notes.append(wording.say("utter_bagian_luar_pemkab", saran=routing.outside_advice))
    elif routing.secret:
        agency = region.agency_label(routing.assignments[0].agency)
        notes.append(wording.say("utter_bagian_rahasia", dinas=agency))
    road = next((road for road in region.roads if road.id == new.road), None)
    part = next((part for part in routing.assignments if part.suggested_agency), None)
    if road and part:
        agency = region.agency_label(part.agency)
        notes.append(wording.say("utter_bagian_ruas", ruas=road.name, pemilik=road.owner, dinas=agency))
    owners = {part.agency for part in routing.assignments}
    for number in region.outside_numbers.values():
        if number.agency in owners:
            notes.append(wording.say("utter_bagian_langsung", kontak=f"{number.name} {number.number}"))
    return notes


def _invitation(wording: Wording, new: NewReport) -> str:
    kind = "ajakan_kirim" if new.report_class == QUESTION else "ajakan_lengkapi"
    return wording.say(f"utter_bagian_{kind}")


def _received(report: Report) -> str:
    return f"{OPENINGS.get(report.report_class, 'laporan')}_diterima"


def _joined(wording: Wording, parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return wording.say("utter_bagian_dan", satu=", ".join(parts[:-1]), dua=parts[-1])
