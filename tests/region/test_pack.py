from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.region.pack import Region, load_region
from bot.region.problems import RegionError

CATEGORIES = {
    *("jalan_jembatan", "drainase_banjir", "sampah_kebersihan", "penerangan_jalan", "air_bersih", "listrik"),
    *("kesehatan", "pendidikan", "adminduk", "bantuan_sosial", "pelayanan_pungli", "ketertiban"),
    *(
        "bencana_karhutla",
        "perhubungan",
        "pertanian_perikanan",
        "lingkungan_pencemaran",
        "pohon_taman",
        "lainnya",
    ),
}


def test_oki_has_its_18_categories_districts_and_327_villages(oki: Region) -> None:
    assert set(oki.categories) == CATEGORIES
    assert len(oki.districts) == 18
    assert len(oki.villages) == 327
    assert sum(village.kind == "kelurahan" for village in oki.villages.values()) == 13


def test_celikah_is_a_desa_of_kayu_agung(oki: Region) -> None:
    assert oki.village_label("16.02.05.2015") == "Desa Celikah"
    assert oki.villages["16.02.05.2015"].district_code == "16.02.05"
    assert oki.district_label("16.02.05") == "Kec. Kayu Agung"


def test_roads_and_drains_are_answered_in_5_and_done_in_14_working_days(oki: Region) -> None:
    for category in (oki.categories["jalan_jembatan"], oki.categories["drainase_banjir"]):
        assert (category.answer_days, category.settle_days) == (5, 14)


def test_no_category_is_laxer_than_an_inspection(oki: Region) -> None:
    assert all(category.settle_days <= oki.deadlines.inspection_days for category in oki.categories.values())
    assert all(category.answer_days <= oki.deadlines.answer_days for category in oki.categories.values())


def test_province_state_and_their_companies_have_no_sign_in(oki: Region) -> None:
    without = {code for code, agency in oki.agencies.items() if not agency.has_sign_in}
    assert {
        "PUBMTR",
        "BBPJN",
        "BBWS",
        "DISDIKPROV",
        "PLN",
        "TOL",
        "POLRES",
        "BPJS",
        "KEMENAG",
        "BPN",
    } == without


def test_a_copy_for_the_head_of_a_district_is_labelled(oki: Region) -> None:
    assert oki.copy_code("16.02.05") == "KEC-16.02.05"
    assert oki.agency_label("KEC-16.02.05") == "Camat Kayu Agung"
    assert oki.agency_label("PUPR") == "Dinas PUPR"


def test_the_first_emergency_number_is_112(oki: Region) -> None:
    assert next(iter(oki.emergency_numbers.values())).number == "112"
    assert oki.emergency_numbers["damkar"].number == "0811-7832-100"


def test_the_live_number_appears_nowhere_in_the_pack(oki: Region) -> None:
    for file in oki.path.iterdir():
        digits = "".join(letter for letter in file.read_text(encoding="utf-8") if letter.isdigit())
        assert "858403191" not in digits or file.suffix == ".geojson"


def test_routing_lists_the_default_first(oki: Region) -> None:
    rules = oki.rules_for("jalan_jembatan")
    assert (rules[0].kind, rules[0].agency) == ("default", "PUPR")
    suggested = {rule.road_owner: rule.agency for rule in rules if rule.kind == "suggested"}
    assert suggested == {"provinsi": "PUBMTR", "nasional": "BBPJN", "tol": "TOL"}


def test_the_dialect_is_at_hand(oki: Region) -> None:
    assert oki.dialect["galo"] == "semua"


def test_a_pack_is_read_once(oki: Region) -> None:
    assert load_region(oki.path) is oki


def test_another_regency_needs_no_code(contoh: Region) -> None:
    assert contoh.ticket_prefix == "CTH"
    assert contoh.timezone == ZoneInfo("Asia/Makassar")
    assert contoh.categories["jalan"].answer_days == 3
    assert contoh.copy_code("99.01.02") == "DISTRIK-99.01.02"
    assert contoh.agency_label("DISTRIK-99.01.02") == "Camat Pesisir Timur"


def test_a_missing_folder_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(RegionError, match=r"region\.yml: berkas tidak ada"):
        load_region(tmp_path / "nowhere")


def test_a_broken_pack_names_file_and_line(pack: Path) -> None:
    file = pack / "categories.yml"
    file.write_text(file.read_text().replace("agency: SIAGA", "agency: TIDAKADA"))
    with pytest.raises(RegionError, match=r"categories\.yml:7: instansi TIDAKADA tidak ada di agencies\.csv"):
        load_region(pack)
