from __future__ import annotations

import pytest

from bot.region.locations import resolve
from bot.region.pack import Region
from bot.region.places import PlaceFinder
from bot.region.roads import owner_of
from tests.region.place_phrases import LANDMARKS, ROADS, UNKNOWN_STREETS

FOUNDING_CASE = (
    "Assalamualaikum Pak Bupati, Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet,"
    " tiap hujan banjir"
)


def test_the_founding_case_is_a_provincial_road_in_celikah(oki: Region, finder: PlaceFinder) -> None:
    location = resolve(oki, finder.find(FOUNDING_CASE))
    assert (location.village_code, location.district_code) == ("16.02.05.2015", "16.02.05")
    assert location.road is not None
    assert (location.road.owner, location.road.agency) == ("provinsi", "PUBMTR")
    assert location.text == "Jl Letnan Mukhtar Saleh, Desa Celikah, Kec. Kayu Agung"


@pytest.mark.parametrize(("text", "road", "words"), ROADS)
def test_a_known_road_is_recognised(
    oki: Region, finder: PlaceFinder, text: str, road: str, words: str
) -> None:
    location = resolve(oki, finder.find(text))
    assert location.road is not None
    assert (location.road.id, location.road_text) == (road, words)


@pytest.mark.parametrize(("text", "words"), UNKNOWN_STREETS)
def test_an_unlisted_street_is_kept_in_words(oki: Region, finder: PlaceFinder, text: str, words: str) -> None:
    location = resolve(oki, finder.find(text))
    assert (location.road, location.road_text) == (None, words)


@pytest.mark.parametrize(("text", "words"), LANDMARKS)
def test_a_landmark_is_kept_in_words(oki: Region, finder: PlaceFinder, text: str, words: str) -> None:
    assert words in resolve(oki, finder.find(text)).landmarks


@pytest.mark.parametrize(
    "text", ["sekolah mahal", "pasar kotor", "kantor tutup", "gang sempit", "rt kami diam saja"]
)
def test_a_thing_without_name_or_relation_is_no_landmark(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text) == []


def test_a_street_of_that_name_in_another_district_is_another_street(oki: Region) -> None:
    assert owner_of(oki, "jalan merdeka", "16.02.05") is not None
    assert owner_of(oki, "jalan merdeka", "16.02.13") is None


def test_a_road_alone_gives_its_district_when_it_has_one(oki: Region, finder: PlaceFinder) -> None:
    assert resolve(oki, finder.find("jl nuh macan gelap")).district_code == "16.02.05"
    assert resolve(oki, finder.find("jalan sp padang ke pampangan")).district_code is None


def test_a_text_without_road_has_no_owner(oki: Region) -> None:
    assert owner_of(oki, "got mampet di celikah") is None
    assert owner_of(oki, "bukan di jalan nuh macan") is None


def test_the_ends_of_a_road_are_no_places_of_their_own(finder: PlaceFinder) -> None:
    assert [place.kind for place in finder.find("jalan cengal - sungai jeruju putus")] == ["road"]
