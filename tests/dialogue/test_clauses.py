"""Where a message is cut into clauses, and where it is not."""

from __future__ import annotations

import pytest

from bot.dialogue.nlu.clauses import split_clauses, without_denied


def words(text: str) -> list[str]:
    return [clause.text for clause in split_clauses(text)]


def test_clauses_keep_their_places_in_the_text() -> None:
    text = "jalan berlubang dan got mampet, bau nian!"
    assert words(text) == ["jalan berlubang", "got mampet", "bau nian"]
    assert all(text[clause.start : clause.end].strip() == clause.text for clause in split_clauses(text))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("tiang miring dan kabelnya menjuntai", ["tiang miring", "kabelnya menjuntai"]),
        ("pagar roboh trus lampu padam", ["pagar roboh", "lampu padam"]),
        ("kanal meluap terus sawah terendam", ["kanal meluap", "sawah terendam"]),
        ("pipa bocor samo sampah numpuk", ["pipa bocor", "sampah numpuk"]),
        ("gurunya kosong sama atapnya bocor", ["gurunya kosong", "atapnya bocor"]),
        ("jembatan goyang serta papannya lepas", ["jembatan goyang", "papannya lepas"]),
        ("sumur kering kemudian tanaman mati", ["sumur kering", "tanaman mati"]),
        ("pohon tumbang lalu kabel putus", ["pohon tumbang", "kabel putus"]),
        ("air mati tapi tagihan naik", ["air mati", "tagihan naik"]),
        ("bukan cuma gelap melainkan banyak begal", ["bukan cuma gelap", "banyak begal"]),
        ("asap tebal apalagi menjelang subuh", ["asap tebal", "menjelang subuh"]),
        ("jalan amblas ditambah lampu padam", ["jalan amblas", "lampu padam"]),
        ("jalan amblas, selain itu lampu padam", ["jalan amblas", "lampu padam"]),
        ("TEMPAT SAMPAH PENUH DAN LAMPU MATI", ["TEMPAT SAMPAH PENUH", "LAMPU MATI"]),
    ],
)
def test_a_joining_word_cuts_and_belongs_to_no_clause(text: str, clauses: list[str]) -> None:
    assert words(text) == clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("dermaga lapuk; rakit bocor; speedboat mogok", ["dermaga lapuk", "rakit bocor", "speedboat mogok"]),
        (
            "lampunya mati? sampahnya numpuk! airnya keruh",
            ["lampunya mati", "sampahnya numpuk", "airnya keruh"],
        ),
        ("atap sekolah bocor: buku basah semua", ["atap sekolah bocor", "buku basah semua"]),
        ("dokter kosong - obat habis", ["dokter kosong", "obat habis"]),
        ("puskesmas tutup & ambulans mogok", ["puskesmas tutup", "ambulans mogok"]),
        ("tiang miring + kabel putus", ["tiang miring", "kabel putus"]),
        (
            "tanggul jebol\nsawah terendam\r\nbibit hanyut",
            ["tanggul jebol", "sawah terendam", "bibit hanyut"],
        ),
        ("sumur...kering...sudah lama", ["sumur", "kering", "sudah lama"]),
        ("aspal retak...5 lubang besar", ["aspal retak", "5 lubang besar"]),
        ("rusak sejak 2023. lampu juga padam", ["rusak sejak 2023", "lampu juga padam"]),
    ],
)
def test_a_mark_cuts(text: str, clauses: list[str]) -> None:
    assert words(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "diminta Rp150.000 untuk surat pindah",
        "tagihan 1,5 juta padahal rumah kosong",
        "listrik padam jam 07.30 sampai 11:45",
        "lalu lintas macet di simpang pasar",
        "lampu lalu lintas padam",
        "lalu  lintas semrawut",
        "tidak ada penerangan sama sekali di gang kami",
        "dak katek dokter samo sekali malam ni",
        "warga sama-sama menanggung debu batubara",
        "papan jembatan kayu-besi lapuk",
        "warga RT 03/RW 05 kebanjiran",
        "bersama tandan sawit truknya terguling",
        "kabel udara menjuntai",
    ],
)
def test_a_number_a_fixed_phrase_or_a_part_of_a_word_is_not_cut(text: str) -> None:
    assert words(text) == [text]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("kec. kayu agung gelap gulita", ["kayu agung gelap gulita"]),
        ("aspal retak di kec. kayu agung", ["aspal retak di kec", "kayu agung"]),
        ("pak, bu, lampu taman padam", ["lampu taman padam"]),
        ("1. aspal retak 2. tiang miring", ["aspal retak 2", "tiang miring"]),
        ("ok, sip, ya", []),
        ("", []),
        (" \n ,.;!? ", []),
        ("🙏🙏, 😡", []),
    ],
)
def test_what_has_too_few_letters_is_no_clause(text: str, clauses: list[str]) -> None:
    assert words(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "  dermaga lapuk ,  rakitnya bocor  ",
        "Assalamualaikum pak,\n\nkanal meluap 😭 dan, dan sawah terendam!!!\n\nTerima kasih 🙏",
        "di kec. Tulung Selapan, jam 07.30, bayar Rp150.000... katanya uang rokok",
        "lampu lalu lintas mati lalu lalu lintas macet",
        "tiang miring , ; kabel putus + trafo meledak",
        "aek keruh samo bebau, dak pacak diminum samo sekali" * 40,
    ],
)
def test_offsets_are_right_and_clauses_are_in_order(text: str) -> None:
    clauses = split_clauses(text)
    assert clauses
    assert all(text[clause.start : clause.end].rstrip() == clause.text for clause in clauses)
    assert all(before.end <= after.start for before, after in zip(clauses, clauses[1:], strict=False))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bukan jalan, maksudnya selokan buntu", ["maksudnya selokan buntu"]),
        ("bkn lampu rumah, lampu taman padam", ["lampu taman padam"]),
        ("bukan lampu jalan", ["bukan lampu jalan"]),
        ("kabel putus, rumah bukan kosong", ["kabel putus", "rumah bukan kosong"]),
    ],
)
def test_what_is_denied_is_left_out_unless_nothing_else_is_said(text: str, said: list[str]) -> None:
    assert [clause.text for clause in without_denied(split_clauses(text))] == said
