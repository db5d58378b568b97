"""What a digest says: each heading with its number and its first reports, all in one bubble."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.card_words import areas_of
from bot.reports.dates import full_date
from bot.reports.digest_contents import (
    CHECK,
    CLIMBED,
    COPIED,
    DUE,
    HEADINGS,
    LATE,
    NEW,
    PROOF,
    REPLIED,
)
from bot.reports.office_records import Digest
from bot.reports.officer_bubbles import Letter
from bot.reports.records import Report
from bot.reports.statuses import is_open

# The rest stands in the console.
LINES = 5
WORDS = {
    NEW: "utter_ringkasan_baru",
    DUE: "utter_ringkasan_jatuh_tempo",
    LATE: "utter_ringkasan_lewat",
    REPLIED: "utter_ringkasan_balasan",
    PROOF: "utter_ringkasan_bukti",
    COPIED: "utter_ringkasan_tembusan",
    CHECK: "utter_ringkasan_cek",
    CLIMBED: "utter_ringkasan_naik",
}


def digest_letter(session: Session, region: Region, wording: Wording, digest: Digest) -> Letter:
    """Secret reports of the own office stand in it by their number alone."""
    reports = _reports(session, digest)
    headings = [
        (name, [reports[one] for one in digest.content[name] if one in reports])
        for name in HEADINGS
        if name in digest.content
    ]
    counted = [wording.say(WORDS[name], jumlah=len(digest.content[name])) for name, _ in headings]
    parts = [
        "\n".join((f"*{title}*", *_lines(region, wording, name, listed)))
        for title, (name, listed) in zip(counted, headings, strict=True)
    ]
    who = {"tanggal": full_date(digest.day), "dinas": region.agency_label(digest.desk)}
    text = wording.say("utter_ringkasan", **who, isi="\n\n".join(parts))
    values = {**who, "kabar": "; ".join(counted)}
    return Letter(text, "lapor_ringkasan", values, any(report.secret for report in reports.values()))


def _reports(session: Session, digest: Digest) -> dict[int, Report]:
    ids = {one for listed in digest.content.values() for one in listed}
    return {report.id: report for report in session.scalars(select(Report).where(Report.id.in_(ids)))}


def _lines(region: Region, wording: Wording, heading: str, reports: list[Report]) -> Iterator[str]:
    for report in reports[:LINES]:
        yield _line(region, wording, heading, report)
    if len(reports) > LINES:
        yield wording.say("utter_ringkasan_sisanya", jumlah=len(reports) - LINES)


def _line(region: Region, wording: Wording, heading: str, report: Report) -> str:
    if report.secret:
        return wording.say("utter_ringkasan_baris_rahasia", tiket=report.ticket)
    said = {
        "tiket": report.ticket,
        "kategori": region.category_label(report.category),
        "lokasi": _place(region, wording, report),
    }
    if heading != CLIMBED:
        return wording.say("utter_ringkasan_baris", **said)
    owners = (region.agency_label(part.agency) for part in report.assignments if is_open(part.status))
    return wording.say("utter_ringkasan_baris_naik", **said, dinas=", ".join(dict.fromkeys(owners)))


def _place(region: Region, wording: Wording, report: Report) -> str:
    """The narrower area alone: a line has room for no more."""
    return next(areas_of(region, report), "") or wording.say("utter_kartu_tanpa_lokasi")
