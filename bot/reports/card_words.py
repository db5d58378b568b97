"""What a card says: what it is, where, until when, and what the officer may answer. Never who reported it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversations.bubbles import fit_text
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports import events
from bot.reports.dates import long_date, short_date
from bot.reports.deadlines import field_check_due
from bot.reports.office_records import Card
from bot.reports.officer_bubbles import Letter
from bot.reports.personal import masked
from bot.reports.records import BY_EMERGENCY, Assignment, Report

# Enough to know the matter; the whole stands in the console.
LONGEST_MATTER = 500
TITLES = {
    events.HANDED_ON: "utter_kartu_judul_alih",
    events.REOPENED: "utter_kartu_judul_buka",
}
NEW = "utter_kartu_judul_baru"
DANGER = "utter_kartu_judul_darurat"


def task_letter(region: Region, wording: Wording, card: Card, report: Report, part: Assignment) -> Letter:
    """The card of a part for its agency; of a secret report only that there is one."""
    who = {"tiket": report.ticket, "dinas": region.agency_label(part.agency)}
    if report.secret:
        text = wording.say("utter_kartu_tugas_rahasia", **who)
        return Letter(text, "lapor_tugas_rahasia", who, secret=True)
    zone = region.timezone
    said = {
        **who,
        "judul": wording.say(_title(card, report)),
        "kategori": region.category_label(part.category),
        "masalah": _matter(part.problem or report.description),
        "lokasi": place_of(region, wording, report),
        "tanggal": long_date(part.answer_due_at, zone),
        "akhir": short_date(part.due_at, zone),
        "contoh": short_date(part.due_at, zone),
    }
    short = wording.say("utter_kartu_tugas_singkat", **said)
    return Letter(wording.say("utter_kartu_tugas", **said), "lapor_tugas", {**who, "kabar": short})


def copy_letter(region: Region, wording: Wording, report: Report, recipient: str) -> Letter:
    """The card of a copy for the camat, whose duty is to look at the place."""
    who = {"tiket": report.ticket, "dinas": region.agency_label(recipient)}
    said = {
        **who,
        "kategori": region.category_label(report.category),
        "masalah": _matter(report.description),
        "lokasi": place_of(region, wording, report),
        "penangan": ", ".join(dict.fromkeys(region.agency_label(part.agency) for part in report.assignments)),
        "tanggal": long_date(field_check_due(region, report.created_at), region.timezone),
    }
    short = wording.say("utter_kartu_tembusan_singkat", **said)
    return Letter(wording.say("utter_kartu_tembusan", **said), "lapor_tembusan", {**who, "kabar": short})


def place_of(region: Region, wording: Wording, report: Report) -> str:
    """The words for the place, the village and the district, as far as they are known."""
    known = (masked(report.location_text or ""), *areas_of(region, report))
    return ", ".join(filter(None, known)) or wording.say("utter_kartu_tanpa_lokasi")


def areas_of(region: Region, report: Report) -> Iterator[str]:
    """The village and the district it lies in, as far as they are known."""
    if (village := report.village_code or "") in region.villages:
        yield region.village_label(village)
    if (district := report.district_code or "") in region.districts:
        yield region.district_label(district)


def _title(card: Card, report: Report) -> str:
    if report.filed_by == BY_EMERGENCY:
        return DANGER
    return TITLES.get(card.occasion.partition(":")[0], NEW)


def _matter(words: str) -> str:
    return fit_text(masked(words), LONGEST_MATTER)
