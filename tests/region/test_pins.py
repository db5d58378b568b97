from __future__ import annotations

from pathlib import Path

import pytest

from bot.region.pack import Region, load_region
from bot.region.pins import locate
from bot.region.problems import RegionError


def test_a_pin_at_the_centre_of_each_district_lies_in_it(oki: Region) -> None:
    for district in oki.districts.values():
        pin = locate(oki, district.latitude, district.longitude)
        assert (pin.inside, pin.district_code) == (True, district.code), district.name


def test_a_pin_at_the_point_of_each_village_proposes_it_first(oki: Region) -> None:
    for village in oki.villages.values():
        pin = locate(oki, village.latitude, village.longitude)
        assert pin.district_code == village.district_code, village.name
        assert village.code in pin.village_codes, village.name


def test_kayu_agung_town_lies_in_mangun_jaya(oki: Region) -> None:
    pin = locate(oki, -3.39, 104.83)
    assert pin.district_code == "16.02.05"
    assert pin.village_codes[0] == "16.02.05.1005"


def test_celikah_is_proposed_for_its_own_point(oki: Region) -> None:
    assert locate(oki, -3.3733, 104.8224).village_codes == ("16.02.05.2015",)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (-2.99, 104.75),
        (-6.2, 106.8),
        (0.0, 0.0),
        (-5.4, 105.27),
        (-90.0, 180.0),
        (3.39, 104.83),
        (float("nan"), 104.8),
        (float("inf"), 0.0),
    ],
)
def test_elsewhere_is_outside(oki: Region, latitude: float, longitude: float) -> None:
    pin = locate(oki, latitude, longitude)
    assert (pin.inside, pin.district_code, pin.village_codes, pin.near_border) == (False, None, (), False)


def test_near_a_border_both_sides_are_proposed(contoh: Region) -> None:
    pin = locate(contoh, -5.05, 120.0995)
    assert pin.district_code == "99.01.01"
    assert pin.neighbour_code == "99.01.02"
    assert pin.village_codes == ("99.01.01.2002", "99.01.02.2001")
    assert pin.near_border


def test_far_from_borders_one_village_is_proposed(contoh: Region) -> None:
    pin = locate(contoh, -5.05, 120.125)
    assert (pin.village_codes, pin.near_border, pin.neighbour_code) == (("99.01.02.2001",), False, None)


def test_a_pin_just_outside_the_boundary_still_counts(contoh: Region) -> None:
    assert locate(contoh, -5.05, 119.995).district_code == "99.01.01"
    assert not locate(contoh, -5.05, 119.985).inside


def test_broken_boundaries_are_said_clearly(pack: Path) -> None:
    (pack / "boundaries_villages.geojson").write_text("{}")
    with pytest.raises(RegionError, match="batas wilayah tidak terbaca"):
        locate(load_region(pack), -5.05, 120.125)
