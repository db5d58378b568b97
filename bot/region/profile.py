"""Reads region.yml and holidays.yml: the regency itself, its hours, deadlines, numbers and days off."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.region.entries import Deadlines, EscalationLevel, HolidayRules, PhoneNumber
from bot.region.problems import Problems
from bot.region.words import WordPattern
from bot.region.yaml_sections import Section, read_yaml

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
OfficeHours = Mapping[int, tuple[datetime.time, datetime.time]]


@dataclass(frozen=True, eq=False)
class Profile:
    """What region.yml says, with its `lines`. Office hours are local times by weekday (Monday is 0)."""

    id: str
    name: str
    short_name: str
    province: str
    ticket_prefix: str
    timezone: ZoneInfo
    timezone_label: str
    operator_agency: str
    district_agency: str
    wording: Mapping[str, str]
    deadlines: Deadlines
    escalation: tuple[EscalationLevel, ...]
    office_hours: OfficeHours
    holidays: HolidayRules
    emergency_numbers: Mapping[str, PhoneNumber]
    outside_numbers: Mapping[str, PhoneNumber]
    landmark_words: tuple[str, ...]
    outside_places: WordPattern | None
    not_places: tuple[str, ...]
    boundary_gap_km: float
    near_border_m: float
    lines: Mapping[str, int]


def read_profile(problems: Problems, path: Path) -> Profile:
    top = read_yaml(problems, path / "region.yml")
    return Profile(
        id=top.text("id"),
        name=top.text("name"),
        short_name=top.text("short_name"),
        province=top.text("province"),
        ticket_prefix=top.text("ticket_prefix"),
        timezone=_read_timezone(top),
        timezone_label=top.text("timezone_label"),
        operator_agency=top.text("operator_agency"),
        district_agency=top.text("district_agency"),
        wording={key: top.section("wording").text(key) for key in top.section("wording").values},
        deadlines=_read_deadlines(top.section("deadlines")),
        escalation=tuple(_read_level(section) for section in top.sections("escalation")),
        office_hours=_read_office_hours(top.section("office_hours")),
        holidays=_read_holidays(problems, path, top.section("holidays")),
        emergency_numbers=_read_numbers(top, "emergency_numbers"),
        outside_numbers=_read_numbers(top, "outside_numbers"),
        landmark_words=top.texts("landmark_words"),
        outside_places=top.words("outside_places"),
        not_places=top.texts("not_places"),
        boundary_gap_km=float(top.number("boundary_gap_km", 1.0)),
        near_border_m=float(top.number("near_border_m", 300)),
        lines=top.values.lines,
    )


def _read_timezone(top: Section) -> ZoneInfo:
    name = top.text("timezone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        top.error("timezone", f"zona waktu {name!r} tidak dikenal; contoh: Asia/Jakarta")
        return ZoneInfo("UTC")


def _read_deadlines(section: Section) -> Deadlines:
    return Deadlines(
        answer_days=int(section.number("answer_days")),
        settle_days=int(section.number("settle_days")),
        inspection_days=int(section.number("inspection_days")),
    )


def _read_level(section: Section) -> EscalationLevel:
    return EscalationLevel(
        id=section.text("id"),
        name=section.text("name"),
        desk=section.text("desk", "") or None,
        after_days=int(section.number("after_days")),
        line=section.line,
    )


def _read_office_hours(section: Section) -> OfficeHours:
    hours: dict[int, tuple[datetime.time, datetime.time]] = {}
    for day in section.values:
        if day not in WEEKDAYS:
            section.error(day, f"hari {day!r} tidak dikenal; yang boleh: {', '.join(WEEKDAYS)}")
            continue
        try:
            opens, closes = (datetime.time.fromisoformat(part) for part in section.text(day).split("-"))
        except ValueError:
            section.error(day, "jam kantor harus ditulis seperti 08:00-16:00")
            continue
        if opens >= closes:
            section.error(day, "jam buka harus sebelum jam tutup")
        hours[WEEKDAYS.index(day)] = (opens, closes)
    return hours


def _read_numbers(top: Section, key: str) -> Mapping[str, PhoneNumber]:
    numbers: dict[str, PhoneNumber] = {}
    for name, section in top.section(key).named_sections():
        numbers[name] = PhoneNumber(
            id=name,
            number=section.text("number"),
            name=section.text("name"),
            use=section.text("use"),
            hours=section.text("hours", "") or None,
            agency=section.text("agency", "") or None,
            checked=section.date("checked"),
            line=top.section(key).line_of(name),
        )
    return numbers


def _read_holidays(problems: Problems, path: Path, section: Section) -> HolidayRules:
    overrides = read_yaml(problems, path / section.text("overrides"))
    decreed = overrides.section("decreed")
    added = overrides.section("add")
    return HolidayRules(
        country=section.text("country"),
        categories=section.texts("categories"),
        decreed={year: str(source) for year, source in decreed.values.items() if _is_year(decreed, year)},
        added={day: str(name) for day, name in added.values.items() if _is_date(added, day)},
        removed=frozenset(
            day for day in overrides.values.get("remove") or [] if _is_date(overrides, day, "remove")
        ),
    )


def _is_year(section: Section, year: object) -> bool:
    if isinstance(year, int) and 2000 <= year <= 2100:
        return True
    section.error(year, f"{year!r} bukan tahun")
    return False


def _is_date(section: Section, day: object, key: object = None) -> bool:
    if isinstance(day, datetime.date):
        return True
    section.error(key or day, f"{day!r} bukan tanggal; contoh: 2026-12-24")
    return False
