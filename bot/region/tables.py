"""Reads the tables of a pack: categories, agencies, districts, villages, roads and dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from bot.region.csv_rows import Row, read_rows
from bot.region.entries import Agency, Category, Deadlines, District, Road, Village
from bot.region.problems import Problems
from bot.region.yaml_sections import Section, read_yaml

AGENCY_COLUMNS = ("code", "name", "short_name", "level", "has_sign_in", "aliases", "duties")
DISTRICT_COLUMNS = ("code", "name", "latitude", "longitude", "aliases")
VILLAGE_COLUMNS = (
    *("code", "name", "kind", "district_code", "latitude", "longitude"),
    *("postal_code", "needs", "aliases"),
)
ROAD_COLUMNS = ("id", "name", "aliases", "owner", "agency", "number", "district_codes")
AGENCY_LEVELS = ("kabupaten", "bumd", "provinsi", "pusat", "bumn")
ROAD_OWNERS = ("kabupaten", "provinsi", "nasional", "tol", "unknown")
VILLAGE_KINDS = ("desa", "kelurahan")
VILLAGE_NEEDS = ("", "place", "admin")


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Entry = TypeVar("Entry", bound=_Coded)


def read_categories(problems: Problems, path: Path, deadlines: Deadlines) -> Mapping[str, Category]:
    top = read_yaml(problems, path / "categories.yml")
    return {name: _category(name, section, top, deadlines) for name, section in top.named_sections()}


def _category(name: str, section: Section, top: Section, deadlines: Deadlines) -> Category:
    return Category(
        id=name,
        name=section.text("name"),
        list_title=section.text("list_title"),
        description=section.text("description"),
        agency=section.text("agency"),
        answer_days=int(section.number("answer_days", deadlines.answer_days)),
        settle_days=int(section.number("settle_days", deadlines.settle_days)),
        place_needed=section.flag("place_needed"),
        emergency_hint=section.text("emergency_hint", "") or None,
        line=top.line_of(name),
    )


def _by_code(rows: Iterable[Row], build: Callable[[Row], Entry]) -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in rows:
        entry = build(row)
        if entry.code in entries:
            row.error(f"kode {entry.code} ditulis dua kali")
        entries[entry.code] = entry
    return entries


def read_agencies(problems: Problems, path: Path) -> Mapping[str, Agency]:
    return _by_code(read_rows(problems, path / "agencies.csv", AGENCY_COLUMNS), _agency)


def _agency(row: Row) -> Agency:
    return Agency(
        code=row.text("code"),
        name=row.text("name"),
        short_name=row.text("short_name"),
        level=row.choice("level", AGENCY_LEVELS),
        has_sign_in=row.choice("has_sign_in", ("no", "yes")) == "yes",
        aliases=row.parts("aliases"),
        duties=row.optional("duties"),
        line=row.line,
    )


def read_districts(problems: Problems, path: Path) -> Mapping[str, District]:
    return _by_code(read_rows(problems, path / "districts.csv", DISTRICT_COLUMNS), _district)


def _district(row: Row) -> District:
    return District(
        code=row.text("code"),
        name=row.text("name"),
        latitude=row.decimal("latitude"),
        longitude=row.decimal("longitude"),
        aliases=row.parts("aliases"),
        line=row.line,
    )


def read_villages(problems: Problems, path: Path) -> Mapping[str, Village]:
    return _by_code(read_rows(problems, path / "villages.csv", VILLAGE_COLUMNS), _village)


def _village(row: Row) -> Village:
    return Village(
        code=row.text("code"),
        name=row.text("name"),
        kind=row.choice("kind", VILLAGE_KINDS),
        district_code=row.text("district_code"),
        latitude=row.decimal("latitude"),
        longitude=row.decimal("longitude"),
        postal_code=row.optional("postal_code"),
        needs=row.choice("needs", VILLAGE_NEEDS),
        aliases=row.parts("aliases"),
        line=row.line,
    )


def read_roads(problems: Problems, path: Path) -> tuple[Road, ...]:
    roads: dict[str, Road] = {}
    for row in read_rows(problems, path / "roads.csv", ROAD_COLUMNS):
        road = _road(row)
        if road.id in roads:
            row.error(f"id {road.id} ditulis dua kali")
        roads[road.id] = road
    return tuple(roads.values())


def _road(row: Row) -> Road:
    return Road(
        id=row.text("id"),
        name=row.text("name"),
        aliases=row.parts("aliases"),
        owner=row.choice("owner", ROAD_OWNERS),
        agency=row.text("agency"),
        number=row.optional("number") or None,
        district_codes=row.parts("district_codes"),
        line=row.line,
    )


def read_dialect(problems: Problems, path: Path) -> Mapping[str, str]:
    """Local forms and their standard Indonesian; where varieties differ the first row wins."""
    forms: dict[str, str] = {}
    for row in read_rows(problems, path / "dialect.csv", ("form", "standard")):
        forms.setdefault(row.text("form").lower(), row.text("standard"))
    return forms
