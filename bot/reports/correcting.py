"""Corrects what a report was read as: its category, its place."""

from __future__ import annotations

from bot.reports import events
from bot.reports.answering import brief
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.events import Words
from bot.reports.laying import lay_copy_cards
from bot.reports.lifecycle import CHANGE_CATEGORY, may_verify
from bot.reports.records import Copy
from bot.reports.search_index import index_report
from bot.reports.timekeeping import set_deadlines

LONGEST_PLACE = 300


def change_category(case: Case, assignment_id: int, category: str, reason: str = "") -> None:
    """Give a part its right category, with the deadlines of that; its agency stays (see `passing_on`)."""
    part = case.part(assignment_id, CHANGE_CATEGORY)
    if category not in case.region.categories:
        raise Unclear("Pilih kategorinya.")
    if category == part.category:
        raise Unclear("Kategori bagian ini sudah itu.")
    said = brief(reason, "catatan")
    old, part.category = part.category, category
    set_deadlines(case.session, case.region, case.report, part)
    if part is case.report.assignments[0]:
        case.report.category = category
    case.move(
        CHANGE_CATEGORY, part, events.CATEGORY_CHANGED, Words(internal=said or None), old=old, new=category
    )


def change_place(
    case: Case, village_code: str, district_code: str, location_text: str, reason: str = ""
) -> None:
    """Give a report its right place; the head of the new district reads along, that of the old no more.

    Raises Unclear when village and district do not fit together.
    """
    if not may_verify(case.viewer):
        raise NotAllowed("change_place")
    village = case.region.villages.get(village_code)
    district = village.district_code if village else district_code
    if district not in case.region.districts or (village_code and village is None):
        raise Unclear("Pilih desa atau kecamatannya.")
    said, location = brief(reason, "catatan"), brief(location_text, "petunjuk lokasi", LONGEST_PLACE)
    report, old = case.report, case.report.district_code
    report.village_code, report.village_confirmed = village_code or None, bool(village)
    report.district_code = district
    report.location_text = location or report.location_text
    copies = _move_copy(case, old, district)
    case.note(
        events.PLACE_CHANGED, Words(internal=said or None),
        district_code=district, village_code=report.village_code, copies=copies,
    )  # fmt: skip
    lay_copy_cards(case.session, case.region, report, copies, case.at)
    index_report(case.session, case.region, report)


def _move_copy(case: Case, old: str | None, new: str) -> list[str]:
    """Only where a copy for a camat is due at all: not in the secret lane, not where he may be accused."""
    report, region = case.report, case.region
    former = region.copy_code(old) if old else None
    had_copy = any(copy.recipient == former for copy in report.copies)
    if old == new or report.secret or (old and not had_copy):
        return []
    if former:
        report.copies[:] = [copy for copy in report.copies if copy.recipient != former]
    reader = region.copy_code(new)
    if reader not in {part.agency for part in report.assignments}:
        report.copies.append(Copy(recipient=reader))
    return [reader]
