"""What people call their places: added by trainers and camat, understood at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.people import names_of
from bot.console.visits import Console, NotFound, Page, Visit, go_to, page
from bot.region.live_names import place_finder
from bot.region.locations import resolve
from bot.region.pack import Region
from bot.reports.place_aliases import (
    NameTaken,
    PlaceAlias,
    add_alias,
    in_force,
    withdraw_alias,
)
from bot.reports.sight import ADMIN, CAMAT, OPERATOR, TRAINER, Viewer

NAMES = "/staff/nama-tempat"
ADDS_NAMES = frozenset({ADMIN, OPERATOR, TRAINER, CAMAT})
LONGEST = 60
SHORTEST = 3


def show_names(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        return _page(console, visit, session, {})


def add_name(console: Console, visit: Visit) -> Response:
    region, name = console.region, visit.word("nama")[: LONGEST + 1]
    district, village = _meant(region, visit)
    problems = _problems(region, visit.staff, name, district)
    with console.database.writing() as session:
        if not problems:
            try:
                alias = add_alias(session, name, district, village or None, visit.staff.id, visit.at)
            except NameTaken as taken:
                problems["nama"] = f"“{taken.alias.name}” sudah ada di kecamatan ini."
            else:
                note(session, visit.staff.id, "nama_tempat_ditambah", visit.at, alias=alias.id)
                return go_to(NAMES, "nama_tempat_ditambah")
        return _page(console, visit, session, problems, 422)


def withdraw(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        alias = session.get(PlaceAlias, visit.path_id("id"))
        if alias is None or not _may_change(visit.staff, alias):
            raise NotFound
        withdraw_alias(alias, visit.staff.id, visit.at)
        note(session, visit.staff.id, "nama_tempat_ditarik", visit.at, alias=alias.id)
    return go_to(NAMES, "nama_tempat_ditarik")


def _page(
    console: Console, visit: Visit, session: Session, problems: dict[str, str], status: int = 200
) -> Response:
    mine = visit.staff.district if visit.staff.role == CAMAT else None
    names: Sequence[PlaceAlias] = session.scalars(in_force().order_by(None).order_by(PlaceAlias.name)).all()
    return page(
        console, visit, "nama_tempat.html", status,
        names=[alias for alias in names if mine in (None, alias.district_code)],
        authors=names_of(session, {alias.staff_id for alias in names}),
        districts={code: one for code, one in console.region.districts.items() if mine in (None, code)},
        villages=_villages(console.region, mine), problems=problems, longest=LONGEST,
        typed={"nama": visit.word("nama"), "tempat": visit.word("tempat")},
    )  # fmt: skip


def _villages(region: Region, district: str | None) -> dict[str, list[tuple[str, str]]]:
    """The villages of each sub-district that may be chosen: code and label."""
    found: dict[str, list[tuple[str, str]]] = {
        code: [] for code in region.districts if district in (None, code)
    }
    for village in sorted(region.villages.values(), key=lambda village: village.name):
        if village.district_code in found:
            found[village.district_code].append((village.code, region.village_label(village.code)))
    return found


def _meant(region: Region, visit: Visit) -> tuple[str, str]:
    """District and village of the chosen place; the village is empty for a whole sub-district."""
    code = visit.word("tempat")
    if code in region.villages:
        return region.villages[code].district_code, code
    return (code, "") if code in region.districts else ("", "")


def _problems(region: Region, viewer: Viewer, name: str, district: str) -> dict[str, str]:
    problems = {}
    if not SHORTEST <= len(name) <= LONGEST or not any(character.isalpha() for character in name):
        problems["nama"] = f"Tulis nama tempat dengan {SHORTEST} sampai {LONGEST} huruf."
    elif _is_known(region, name):
        problems["nama"] = "Nama ini sudah dikenal sebagai desa, kelurahan, atau kecamatan."
    if not district:
        problems["tempat"] = "Pilih desa, kelurahan, atau kecamatannya."
    elif viewer.role == CAMAT and district != viewer.district:
        problems["tempat"] = "Camat hanya menambah nama tempat di kecamatannya."
    return problems


def _is_known(region: Region, name: str) -> bool:
    """Whether the whole name is one of the pack: giving it another meaning would move reports elsewhere."""
    places = place_finder(region).find(f"di {name}")
    whole = [place for place in places if place.codes and len(place.text) >= len(name) and not place.learnt]
    return bool(whole) and not resolve(region, whole).is_empty


def _may_change(viewer: Viewer, alias: PlaceAlias) -> bool:
    return viewer.role != CAMAT or alias.district_code == viewer.district


PAGES = (
    Page("/nama-tempat", show_names, ADDS_NAMES),
    Page("/nama-tempat", add_name, ADDS_NAMES, method="POST"),
    Page("/nama-tempat/{id}/tarik", withdraw, ADDS_NAMES, method="POST"),
)
