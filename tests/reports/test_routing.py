from __future__ import annotations

from dataclasses import replace

import pytest

from bot.region.pack import Region
from bot.region.signals import Signals
from bot.reports.filing import routing_of
from bot.reports.routing import Problem, Routing, RoutingCase, route
from tests.reports.cases import KAYU_AGUNG, NOTHING_SPECIAL, TUESDAY, founding_case

ACCUSED = Signals(None, True, "INSPEKTORAT", "pengaduan", None)


def case(category: str, text: str, **changes: object) -> RoutingCase:
    plain = RoutingCase(
        problems=(Problem(category, text),),
        text=text,
        road_owner=None,
        district_code=KAYU_AGUNG,
        report_class="pengaduan",
        signals=NOTHING_SPECIAL,
        at=TUESDAY,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def agencies(routing: Routing) -> list[str]:
    return [part.agency for part in routing.assignments]


def test_every_category_goes_to_its_default_and_a_copy_to_the_camat(region: Region) -> None:
    for category in region.categories.values():
        routing = route(region, case(category.id, "mohon dibantu"))
        assert agencies(routing) == [category.agency]
        assert routing.copies == ("KEC-16.02.05",)
        assert not routing.secret


def test_the_founding_case_becomes_two_parts_for_one_agency(region: Region) -> None:
    routing = routing_of(region, founding_case(region, citizen_id=1))
    road, drain = routing.assignments
    assert (road.agency, road.category, road.suggested_agency) == ("PUPR", "jalan_jembatan", "PUBMTR")
    assert (drain.agency, drain.category, drain.suggested_agency) == ("PUPR", "drainase_banjir", None)
    assert (road.problem, drain.problem) == ("banyak lubang", "gotnya mampet")
    assert routing.copies == ("KEC-16.02.05",)


@pytest.mark.parametrize(
    ("owner", "suggested"),
    [("provinsi", "PUBMTR"), ("nasional", "BBPJN"), ("tol", "TOL"), ("kabupaten", None), ("unknown", None)],
)
def test_the_owner_of_the_road_is_only_a_suggestion(
    region: Region, owner: str, suggested: str | None
) -> None:
    part = route(region, case("jalan_jembatan", "jalan berlubang", road_owner=owner)).assignments[0]
    assert (part.agency, part.suggested_agency) == ("PUPR", suggested)


@pytest.mark.parametrize(
    ("category", "words", "agency"),
    [
        ("jalan_jembatan", "jalan setapak di dusun kami hancur", "PERKIM"),
        ("drainase_banjir", "got perumahan mampet", "PERKIM"),
        ("air_bersih", "sumur bor desa rusak", "PUPR"),
        ("kesehatan", "antri di RSUD lama", "RSUD"),
        ("kesehatan", "kartu BPJS saya dinonaktifkan", "BPJS"),
        ("bantuan_sosial", "rumah tidak layak huni", "PERKIM"),
        ("ketertiban", "banyak begal", "POLRES"),
        ("bencana_karhutla", "kebakaran rumah", "SATPOLPP"),
        ("pertanian_perikanan", "bibit ikan", "DKP"),
        ("lainnya", "harga beras mahal", "DISDAG"),
        ("pelayanan_pungli", "izin usaha lama sekali", "DPMPTSP"),
    ],
)
def test_words_lead_to_another_agency(region: Region, category: str, words: str, agency: str) -> None:
    assert agencies(route(region, case(category, words))) == [agency]


def test_an_exception_is_no_matter_for_hand_over(region: Region) -> None:
    part = route(region, case("jalan_jembatan", "jalan setapak rusak", road_owner="provinsi")).assignments[0]
    assert (part.agency, part.suggested_agency) == ("PERKIM", None)


def test_words_suggest_a_school_office_of_the_province(region: Region) -> None:
    part = route(region, case("pendidikan", "atap SMAN 1 bocor")).assignments[0]
    assert (part.agency, part.suggested_agency) == ("DISDIK", "DISDIKPROV")


def test_the_words_of_one_problem_do_not_route_the_other(region: Region) -> None:
    both = (
        Problem("jalan_jembatan", "jalan utama berlubang"),
        Problem("drainase_banjir", "got perumahan mampet"),
    )
    routing = route(region, case("", "jalan utama berlubang dan got perumahan mampet", problems=both))
    assert agencies(routing) == ["PUPR", "PERKIM"]


def test_two_problems_of_one_category_are_one_part_with_both_words(region: Region) -> None:
    same = (
        Problem("jalan_jembatan", "berlubang"),
        Problem("jalan_jembatan", "jembatan putus"),
        Problem("jalan_jembatan", "berlubang"),
    )
    routing = route(region, case("", "berlubang, jembatan putus", problems=same))
    assert [part.problem for part in routing.assignments] == ["berlubang; jembatan putus"]


def test_a_great_flood_is_copied_to_the_disaster_agency(region: Region) -> None:
    routing = route(region, case("drainase_banjir", "banjir besar, ratusan rumah terendam"))
    assert agencies(routing) == ["PUPR"]
    assert routing.copies == ("BPBD", "KEC-16.02.05")


def test_without_a_district_nobody_gets_the_camats_copy(region: Region) -> None:
    assert route(region, case("jalan_jembatan", "berlubang", district_code=None)).copies == ()


def test_an_accusation_goes_to_the_inspectorate_alone(region: Region) -> None:
    routing = route(region, case("pelayanan_pungli", "kades minta uang", signals=ACCUSED))
    assert agencies(routing) == ["INSPEKTORAT"]
    assert routing.secret and routing.copies == () and routing.outside_advice is None


def test_everything_in_an_accusation_stays_in_one_secret_part(region: Region) -> None:
    both = (Problem("pelayanan_pungli", "kades minta uang"), Problem("jalan_jembatan", "jalan rusak"))
    routing = route(region, case("", "kades minta uang, jalan rusak", problems=both, signals=ACCUSED))
    assert [(part.agency, part.problem) for part in routing.assignments] == [
        ("INSPEKTORAT", "kades minta uang; jalan rusak")
    ]


def test_who_accuses_the_inspectorate_is_heard_by_the_secretary(region: Region) -> None:
    accused = replace(ACCUSED, accused_agency="SEKDA")
    routing = route(region, case("pelayanan_pungli", "auditor inspektorat minta uang", signals=accused))
    assert agencies(routing) == ["SEKDA"]
    assert routing.secret and routing.copies == ()


def test_who_accuses_the_leaders_is_told_of_outside_bodies(region: Region) -> None:
    accused = replace(ACCUSED, accused_agency=None)
    routing = route(region, case("pelayanan_pungli", "Bupati menerima suap", signals=accused))
    assert routing.assignments == () and routing.copies == ()
    assert routing.secret
    assert "Ombudsman" in (routing.outside_advice or "")


def test_danger_to_life_is_not_buried_in_the_secret_lane(region: Region) -> None:
    danger = region.signals.danger.kinds[0]
    routing = route(
        region, case("bencana_karhutla", "rumah terbakar", signals=replace(ACCUSED, danger=danger))
    )
    assert agencies(routing) == ["SATPOLPP"]
    assert not routing.secret
    assert routing.copies == ()


def test_a_named_agency_answers_for_its_own_service(region: Region) -> None:
    named = replace(NOTHING_SPECIAL, named_agency="DUKCAPIL")
    assert agencies(route(region, case("pelayanan_pungli", "petugas lambat", signals=named))) == ["DUKCAPIL"]
    assert agencies(route(region, case("jalan_jembatan", "berlubang", signals=named))) == ["PUPR"]


def test_the_office_of_a_camat_answers_for_itself_once_it_is_known_which(region: Region) -> None:
    named = replace(NOTHING_SPECIAL, named_agency="KEC")
    known = route(region, case("pelayanan_pungli", "kantor camat tutup", signals=named))
    assert (agencies(known), known.copies) == (["KEC-16.02.05"], ())
    unknown = route(region, case("pelayanan_pungli", "kantor camat tutup", signals=named, district_code=None))
    assert agencies(unknown) == [region.operator_agency]
