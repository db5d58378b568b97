"""Who somebody is, hidden in words; what the words are about stays."""

from __future__ import annotations

import pytest

from bot.region.pack import Region
from bot.reports.anonymous import HIDDEN, Person


@pytest.fixture
def person(region: Region) -> Person:
    return Person.of(region, ["Budi Santoso Celikah", "Ibu Warga Jalan"], ["6281234567890"])


OWN = [
    ("saya Budi Santoso, jalan rusak", f"saya {HIDDEN}, jalan rusak"),
    ("BUDI dari celikah", f"{HIDDEN} dari celikah"),
    ("wa 0812-3456-7890 ya", f"wa {HIDDEN} ya"),
    ("tetangga saya 0813 1111 2222", f"tetangga saya {HIDDEN}"),
    ("NIK 1602051234560001 ditolak", f"NIK {HIDDEN} ditolak"),
    ("nama saya Ahmad Fauzi Rahman, got mampet", f"nama saya {HIDDEN}, got mampet"),
    ("Nama: Ujang", f"Nama: {HIDDEN}"),
    ("atas nama ibu saya Rohani, lampu mati", f"atas nama ibu saya {HIDDEN}, lampu mati"),
]
SAID = [
    "jalan rusak di celikah, warga sudah mengeluh",
    "atas nama warga Desa Celikah",
    "nama jalan Merdeka, panjang 500 meter",
    "uang 500000 diminta pak kades",
]


@pytest.mark.parametrize(("words", "hidden"), OWN)
def test_his_own_words_tell_nobody_who_he_is(person: Person, words: str, hidden: str) -> None:
    assert person.hidden_in_own(words) == hidden


@pytest.mark.parametrize("words", SAID)
def test_what_a_report_is_about_stays(person: Person, words: str) -> None:
    assert person.hidden_in_own(words) == words


def test_in_the_words_of_staff_the_numbers_of_offices_stay(person: Person) -> None:
    words = "Pak Budi (+62 812-3456-7890) dapat menelepon 0711 320123."
    assert person.hidden_in(words) == f"Pak {HIDDEN} ({HIDDEN}) dapat menelepon 0711 320123."


def test_hiding_twice_is_hiding_once(person: Person) -> None:
    for words, hidden in OWN:
        assert person.hidden_in_own(hidden) == hidden, words
