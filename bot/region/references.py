"""Checks that the files of a pack speak of the same categories, agencies and places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.region.problems import Problems
from bot.region.tables import ROAD_OWNERS

if TYPE_CHECKING:
    from bot.region.pack import Region

LIST_TITLE_LENGTH = 24  # WhatsApp: title and description of a list row
LIST_DESCRIPTION_LENGTH = 72
_TICKET_PREFIX = re.compile(r"[A-Z]{2,5}")
_LEVEL = re.compile(r"[a-z_]+")
_AGENCY_CODE = re.compile(r"[A-Z][A-Z0-9_]*")


def check_references(region: Region, problems: Problems) -> None:
    """Report everything in one file that another file does not know."""
    _check_profile(region, problems)
    _check_escalation(region, problems)
    _check_agency_codes(region, problems)
    _check_categories(region, problems)
    _check_places(region, problems)
    _check_routing(region, problems)
    _check_signals(region, problems)


def _check_profile(region: Region, problems: Problems) -> None:
    file = region.path / "region.yml"
    if not _TICKET_PREFIX.fullmatch(region.ticket_prefix):
        problems.error(
            file,
            region.lines.get("ticket_prefix", 0),
            f"ticket_prefix {region.ticket_prefix!r} harus 2 sampai 5 huruf besar",
        )
    if not region.emergency_numbers:
        problems.error(file, 0, "emergency_numbers harus berisi sedikitnya satu nomor")
    for key, code in (
        ("operator_agency", region.operator_agency),
        ("district_agency", region.district_agency),
    ):
        _check_agency(region, problems, "region.yml", region.lines.get(key, 0), code)
    for number in (*region.emergency_numbers.values(), *region.outside_numbers.values()):
        if number.agency:
            _check_agency(region, problems, "region.yml", number.line, number.agency)


def _check_escalation(region: Region, problems: Problems) -> None:
    file, known, days = region.path / "region.yml", set[str](), 0
    for level in region.escalation:
        if level.id in known or not _LEVEL.fullmatch(level.id):
            message = f"id jenjang {level.id!r} harus huruf kecil dan hanya sekali"
            problems.error(file, level.line, message)
        if level.after_days < days:
            problems.error(file, level.line, f"after_days {level.id} lebih kecil daripada jenjang sebelumnya")
        known.add(level.id)
        days = level.after_days


def _check_categories(region: Region, problems: Problems) -> None:
    file = region.path / "categories.yml"
    titles: dict[str, str] = {}
    for category in region.categories.values():
        _check_agency(region, problems, "categories.yml", category.line, category.agency)
        for text, length, called in (
            (category.list_title, LIST_TITLE_LENGTH, "list_title"),
            (category.description, LIST_DESCRIPTION_LENGTH, "description"),
        ):
            if len(text) > length:
                problems.error(
                    file, category.line, f"{called} {category.id} {len(text)} huruf, paling banyak {length}"
                )
        if category.list_title in titles:
            problems.error(file, category.line, f"list_title sama dengan {titles[category.list_title]}")
        titles[category.list_title] = category.id
        if category.answer_days > category.settle_days:
            problems.error(file, category.line, f"answer_days {category.id} lebih lama daripada settle_days")


def _check_places(region: Region, problems: Problems) -> None:
    for village in region.villages.values():
        if village.district_code not in region.districts:
            message = f"kecamatan {village.district_code} tidak ada di districts.csv"
            problems.error(region.path / "villages.csv", village.line, message)
        elif not village.code.startswith(village.district_code + "."):
            message = f"kode {village.code} tidak diawali kode kecamatan {village.district_code}"
            problems.error(region.path / "villages.csv", village.line, message)
    for road in region.roads:
        _check_agency(region, problems, "roads.csv", road.line, road.agency)
        for code in road.district_codes:
            if code not in region.districts:
                problems.error(
                    region.path / "roads.csv", road.line, f"kecamatan {code} tidak ada di districts.csv"
                )


def _check_routing(region: Region, problems: Problems) -> None:
    file = region.path / "routing.yml"
    defaults = {rule.category: rule for rule in region.routing if rule.kind == "default"}
    for rule in region.routing:
        _check_agency(region, problems, "routing.yml", rule.line, rule.agency)
        if rule.category not in region.categories:
            problems.error(file, rule.line, f"kategori {rule.category} tidak ada di categories.yml")
        if rule.road_owner is not None and rule.road_owner not in ROAD_OWNERS:
            problems.error(file, rule.line, f"road_owner {rule.road_owner!r} tidak dikenal")
    for category in region.categories.values():
        default = defaults.get(category.id)
        if default is None:
            problems.error(file, 0, f"kategori {category.id} tidak punya aturan")
        elif default.agency != category.agency:
            message = f"default {category.id} {default.agency}, di categories.yml {category.agency}"
            problems.error(file, default.line, message)
    accused = region.accused
    _check_agency(region, problems, "routing.yml", accused.line, accused.default)
    for entry in (*accused.exceptions, *region.agency_words):
        _check_agency(region, problems, "routing.yml", entry.line, entry.agency)


def _check_agency_codes(region: Region, problems: Problems) -> None:
    for agency in region.agencies.values():
        if not _AGENCY_CODE.fullmatch(agency.code):
            message = f"kode {agency.code!r} hanya boleh huruf besar, angka dan garis bawah"
            problems.error(region.path / "agencies.csv", agency.line, message)


def _check_signals(region: Region, problems: Problems) -> None:
    file = region.path / "signals.yml"
    if not region.signals.dangers:
        problems.error(file, 0, "signals.yml tidak mengenal satu bahaya pun")
    for danger in region.signals.dangers:
        if danger.category not in region.categories:
            message = f"kategori {danger.category} tidak ada di categories.yml"
            problems.error(file, danger.line, message)
        for number in danger.numbers:
            if number not in region.emergency_numbers:
                message = f"nomor {number} tidak ada di emergency_numbers"
                problems.error(file, danger.line, message)


def _check_agency(region: Region, problems: Problems, file: str, line: int, code: str) -> None:
    if code not in region.agencies:
        problems.error(region.path / file, line, f"instansi {code} tidak ada di agencies.csv")
