from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from bot.region.locations import resolve
from bot.region.pack import Region
from bot.region.places import PlaceFinder
from tests.region.place_phrases import AREAS, DENIALS, HOMONYMS, NOWHERE, SETTLED_HOMONYMS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("text", "village", "district"), AREAS)
def test_a_phrase_names_its_village_and_district(
    oki: Region, finder: PlaceFinder, text: str, village: str | None, district: str | None
) -> None:
    location = resolve(oki, finder.find(text))
    assert (location.village_code, location.district_code) == (village, district)
    assert location.candidates == ()


@pytest.mark.parametrize(("text", "candidates"), HOMONYMS)
def test_homonyms_are_asked_about(oki: Region, finder: PlaceFinder, text: str, candidates: set[str]) -> None:
    location = resolve(oki, finder.find(text))
    assert location.village_code is None
    assert set(location.candidates) == candidates


@pytest.mark.parametrize(("text", "village"), SETTLED_HOMONYMS)
def test_district_or_title_settle_a_homonym(
    oki: Region, finder: PlaceFinder, text: str, village: str
) -> None:
    location = resolve(oki, finder.find(text))
    assert (location.village_code, location.candidates) == (village, ())


@pytest.mark.parametrize(("text", "village"), DENIALS)
def test_a_denied_place_counts_for_nothing(oki: Region, finder: PlaceFinder, text: str, village: str) -> None:
    places = finder.find(text)
    assert resolve(oki, places).village_code == village
    assert any(place.negated for place in places)


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("pompa pamsimas Cahaya Maju hangus", "Cahaya Maju"),
        ("lampu jalan Toman mati semua", "Toman"),
        ("warga kami dari desa Sungutan", "Sunggutan"),
        ("siring pasar Kandis mampet", "Kandis"),
    ],
)
def test_a_capital_or_a_title_makes_an_ordinary_word_a_village(
    oki: Region, finder: PlaceFinder, text: str, village: str
) -> None:
    code = resolve(oki, finder.find(text)).village_code
    assert code is not None and oki.villages[code].name == village


@pytest.mark.parametrize(
    "text",
    [
        "kami jual ikan Toman",
        "Toman mati di kolam kami",
        "Jalan Rusak Parah, Cahaya Maju Mundur",
        "LAMPU JALAN MATI CAHAYA MAJU",
        "cahaya maju terus pantang mundur",
    ],
)
def test_a_capital_elsewhere_makes_no_village(finder: PlaceFinder, text: str) -> None:
    assert not [place for place in finder.find(text) if place.kind == "village"]


@pytest.mark.parametrize("text", NOWHERE)
def test_ordinary_words_are_no_place(finder: PlaceFinder, text: str) -> None:
    assert [place for place in finder.find(text) if place.kind != "landmark"] == []


@pytest.mark.parametrize(
    "text", ["dak ado lampu di celikah", "tidak ada air di celikah pak", "belum ada lampu di celikah"]
)
def test_what_is_missing_at_a_place_does_not_deny_the_place(finder: PlaceFinder, text: str) -> None:
    assert [place.negated for place in finder.find(text)] == [False]


def test_a_known_district_settles_homonyms_only(oki: Region, finder: PlaceFinder) -> None:
    perigi = finder.find("di desa perigi")
    assert resolve(oki, perigi, within="16.02.19").village_code == "16.02.19.2017"
    celikah = finder.find("di celikah")
    assert resolve(oki, celikah, within="16.02.19").village_code == "16.02.05.2015"


def test_every_village_is_found_by_its_name_and_district(oki: Region, finder: PlaceFinder) -> None:
    for village in oki.villages.values():
        text = f"{village.kind} {village.name} kecamatan {oki.districts[village.district_code].name}"
        assert resolve(oki, finder.find(text)).village_code == village.code, text


def test_every_alias_reaches_its_village(oki: Region, finder: PlaceFinder) -> None:
    for village in oki.villages.values():
        for alias in village.aliases:
            location = resolve(oki, finder.find(f"desa {alias.lower()}"), within=village.district_code)
            assert village.code in (location.village_code, *location.candidates), alias


def test_every_district_is_found_by_every_spelling(oki: Region, finder: PlaceFinder) -> None:
    for district in oki.districts.values():
        for spelling in (district.name, *district.aliases):
            assert resolve(oki, finder.find(f"kec {spelling}")).district_code == district.code, spelling


def test_live_aliases_are_taken_at_their_word(oki: Region) -> None:
    finder = PlaceFinder(oki, [("simpang Shopping", "16.02.05.1006")])
    assert resolve(oki, finder.find("macet di simpang shopping")).village_code == "16.02.05.1006"


def test_places_know_where_they_stand(finder: PlaceFinder) -> None:
    text = "got di Celikah, Kayuagung"
    for place in finder.find(text):
        assert text[place.start : place.end] == place.text


def test_another_regency_finds_its_own_places(contoh: Region) -> None:
    finder = PlaceFinder(contoh)
    assert resolve(contoh, finder.find("jalan rusak di batu hijau")).village_code == "99.01.01.2001"
    assert resolve(contoh, finder.find("karang sunyi pestim")).village_code == "99.01.02.2001"
    assert resolve(contoh, finder.find("jalan trans contoh ombak")).road.agency == "BALAI"
    assert finder.find("celikah kayuagung") == []
    assert finder.find("ombak tinggi sekali") == []


def _seconds(finder: PlaceFinder, text: str) -> float:
    start = time.perf_counter()
    finder.find(text)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "???", "👍🏽", "di", "jl", "jl.", "desa", "a" * 3000, "di " * 500, "İstanbul"]
)
def test_nonsense_is_no_place_and_no_error(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text) == []


def test_hard_places_are_found_or_asked_and_hardly_ever_wrong(oki: Region, finder: PlaceFinder) -> None:
    with (ROOT / "tests/understanding/places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(row, resolve(oki, finder.find(row["text"]))) for row in rows]
    named = [(row["village"], place.village_code) for row, place in found if row["village"]]
    assert sum(meant == got for meant, got in named) >= 0.9 * len(named)
    wrong = [row["text"] for row, place in found if place.village_code not in (None, row["village"])]
    assert len(wrong) <= 0.01 * len(found)
