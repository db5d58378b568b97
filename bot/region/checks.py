"""Every inconsistency of a region pack, with file and line, for `lapor check`."""

from __future__ import annotations

import datetime
from pathlib import Path

from bot.region.boundaries import read_boundaries
from bot.region.names import NameIndex
from bot.region.pack import Region, read_region
from bot.region.problems import Problem, Problems
from bot.region.tokens import joined, tokenize

NUMBER_MAX_AGE = datetime.timedelta(days=365)

__all__ = ["Problem", "check_region"]


def check_region(path: Path, today: datetime.date | None = None) -> list[Problem]:
    """Read a whole pack and report its problems, errors first. Nothing is raised for a broken pack."""
    problems = Problems()
    region = read_region(path, problems)
    day = today or datetime.date.today()
    _check_boundaries(region, problems)
    _check_names(region, problems)
    _check_holidays(region, day.year, problems)
    _check_numbers(region, day, problems)
    return sorted(problems.found, key=lambda problem: problem.severity)


def _check_boundaries(region: Region, problems: Problems) -> None:
    for file, table, areas in (
        ("boundaries_districts.geojson", "districts.csv", region.districts),
        ("boundaries_villages.geojson", "villages.csv", region.villages),
    ):
        codes = read_boundaries(region.path / file, problems)
        if codes is None:
            continue
        for code, area in areas.items():
            if code not in codes:
                problems.error(
                    region.path / table, area.line, f"{code} {area.name} tidak punya batas di {file}"
                )
        for code in codes.keys() - areas.keys():
            problems.error(region.path / file, 0, f"batas {code} tidak ada di {table}")


def _check_names(region: Region, problems: Problems) -> None:
    """An alias must not be the official name of another area: it would hide that area."""
    official: dict[str, str] = {}
    for district in region.districts.values():
        official.setdefault(joined(tokenize(district.name)), district.code)
    for village in region.villages.values():
        official.setdefault(joined(tokenize(village.name)), village.code)
    for village in region.villages.values():
        for alias in village.aliases:
            owner = official.get(joined(tokenize(alias)), village.code)
            own = owner in (village.code, village.district_code) or _same_name(region, village.name, owner)
            if not own:
                _warn_alias(region, problems, "villages.csv", village.line, alias, village.code, owner)
    for district in region.districts.values():
        for alias in district.aliases:
            holder = official.get(joined(tokenize(alias)))
            if holder and holder in region.districts and holder != district.code:
                _warn_alias(region, problems, "districts.csv", district.line, alias, district.code, holder)
    _check_roads(region, NameIndex(region), problems)


def _same_name(region: Region, name: str, other_code: str) -> bool:
    """Names that differ only in spelling ("Sukamulya" and "Suka Mulya") are homonyms, not clashes."""
    other = region.villages.get(other_code)
    return other is not None and joined(tokenize(other.name)) == joined(tokenize(name))


def _warn_alias(
    region: Region, problems: Problems, file: str, line: int, alias: str, code: str, owner: str
) -> None:
    message = f"nama lain {alias!r} milik {code} sama dengan nama resmi {owner}"
    problems.warn(region.path / file, line, message)


def _check_roads(region: Region, index: NameIndex, problems: Problems) -> None:
    for road in region.roads:
        for alias in road.aliases:
            if index.exact(joined(tokenize(alias))):
                message = f"nama lain jalan {alias!r} juga nama desa atau kecamatan"
                problems.warn(region.path / "roads.csv", road.line, message)


def _check_holidays(region: Region, year: int, problems: Problems) -> None:
    """Deadlines of November run into the next year: both must be decreed."""
    for wanted in (year, year + 1):
        if wanted not in region.holidays.decreed:
            message = f"hari libur {wanted} belum ditetapkan: tenggat tahun itu masih perkiraan"
            problems.warn(region.path / "holidays.yml", 0, message)


def _check_numbers(region: Region, today: datetime.date, problems: Problems) -> None:
    for number in (*region.emergency_numbers.values(), *region.outside_numbers.values()):
        if today - number.checked > NUMBER_MAX_AGE:
            message = f"nomor {number.name} terakhir diperiksa {number.checked}: periksa lagi"
            problems.warn(region.path / "region.yml", number.line, message)
