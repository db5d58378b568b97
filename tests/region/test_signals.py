from __future__ import annotations

import pytest

from bot.region.pack import Region
from bot.region.signals import read_signals
from tests.region.danger_phrases import DANGER, NO_DANGER
from tests.region.signal_phrases import ACCUSED, ASPIRATION, COMPLAINTS, INFORMATION, NOT_ACCUSED


@pytest.mark.parametrize(("kind", "text"), DANGER)
def test_danger_to_life_is_recognised_by_kind(oki: Region, kind: str, text: str) -> None:
    danger = read_signals(oki, text).danger
    assert danger is not None
    assert danger.id == kind


@pytest.mark.parametrize("text", [*NO_DANGER, *ACCUSED, *NOT_ACCUSED, *INFORMATION, *ASPIRATION, *COMPLAINTS])
def test_talk_of_danger_is_no_danger(oki: Region, text: str) -> None:
    assert read_signals(oki, text).danger is None


@pytest.mark.parametrize("text", ACCUSED)
def test_an_accused_official_is_recognised(oki: Region, text: str) -> None:
    assert read_signals(oki, text).accused


@pytest.mark.parametrize("text", [*NOT_ACCUSED, *NO_DANGER, *INFORMATION, *ASPIRATION, *COMPLAINTS])
def test_a_complaint_about_service_accuses_nobody(oki: Region, text: str) -> None:
    signals = read_signals(oki, text)
    assert (signals.accused, signals.accused_agency) == (False, None)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("kades kami korupsi dana desa", "INSPEKTORAT"),
        ("Pak Bupati, pegawai camat minta uang 200 ribu", "INSPEKTORAT"),
        ("pegawai inspektorat minta uang supaya temuan dihapus", "SEKDA"),
        ("bupati korupsi proyek jalan", None),
        ("sekda menerima suap", None),
        ("jual beli jabatan untuk bupati", None),
        ("ajudan bupati minta uang proyek", None),
        ("pak sekda menerima fee dari kontraktor", None),
        ("Pak Bupati, korupsi dana desa merajalela, kades kami pelakunya", "INSPEKTORAT"),
        ("pak bupati korupsi dana desa di desa kami parah", "INSPEKTORAT"),
    ],
)
def test_an_accusation_goes_where_the_accused_has_no_say(oki: Region, text: str, agency: str | None) -> None:
    signals = read_signals(oki, text)
    assert (signals.accused, signals.accused_agency) == (True, agency)


@pytest.mark.parametrize(
    "text", ["pak bupati minta uang untuk sekolah anak saya", "lapor pak sekda, jalan rusak"]
)
def test_whoever_is_addressed_is_not_accused(oki: Region, text: str) -> None:
    assert not read_signals(oki, text).accused


@pytest.mark.parametrize(
    "text",
    [
        "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir",
        "siring mampet nian, banyu naek ke rumah galo",
        "dekat masjid masih mampet",
        "api la padam pak",
    ],
)
def test_the_talks_of_the_design_are_no_emergency(oki: Region, text: str) -> None:
    assert read_signals(oki, text).danger is None


@pytest.mark.parametrize("text", INFORMATION)
def test_a_question_asks_for_information(oki: Region, text: str) -> None:
    assert read_signals(oki, text).report_class == "permintaan_informasi"


@pytest.mark.parametrize("text", ASPIRATION)
def test_a_wish_is_an_aspiration(oki: Region, text: str) -> None:
    assert read_signals(oki, text).report_class == "aspirasi"


@pytest.mark.parametrize("text", [*COMPLAINTS, *ACCUSED, *(text for _, text in DANGER)])
def test_what_is_wrong_is_a_complaint(oki: Region, text: str) -> None:
    assert read_signals(oki, text).report_class == "pengaduan"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("pelayanan di dukcapil lambat", "DUKCAPIL"),
        ("puskesmas celikah tidak ramah, capil juga", "DINKES"),
        ("kantor camat tutup terus", "KEC"),
        ("pdam tidak menjawab telepon", "PDAM"),
        ("jalan rusak", None),
    ],
)
def test_the_agency_named_first_is_the_one_spoken_of(oki: Region, text: str, agency: str | None) -> None:
    assert read_signals(oki, text).named_agency == agency


def test_every_kind_of_danger_is_filed_and_has_a_number(oki: Region) -> None:
    for danger in oki.signals.dangers:
        assert danger.category in oki.categories
        assert danger.numbers


def test_another_regency_has_words_of_its_own(contoh: Region) -> None:
    danger = read_signals(contoh, "Ada api!").danger
    assert danger is not None
    assert (danger.id, danger.category) == ("api", "darurat")
    assert read_signals(contoh, "rumah kebakaran").danger is None
    assert read_signals(contoh, "dia makan uang rakyat").accused_agency == "AWAS"


@pytest.mark.parametrize("text", ["", "???", "\n\n", "...", "a" * 5000, "tolong " * 700])
def test_nonsense_signals_nothing(oki: Region, text: str) -> None:
    signals = read_signals(oki, text)
    assert (signals.danger, signals.accused) == (None, False)
