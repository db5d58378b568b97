"""Which words of an officer are a deed, and what each lacks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.office_words import (
    ASK,
    DONE,
    DONE_BY,
    FIELD_CHECK,
    NO_SOURCE,
    NO_WORDS,
    NOT_OURS,
    NOTE,
    PASSED_ON,
    PLANNED,
    Deed,
    completed,
    read_deed,
)

TODAY = date(2026, 11, 28)
TWELFTH = date(2026, 12, 12)
MARCH = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("selesai", Deed(DONE)),
        ("*Selesai*", Deed(DONE)),
        ("Siap pak, sudah selesai. lampu sudah diganti", Deed(DONE, "Lampu sudah diganti")),
        ("selesai 2 titik lampu diganti", Deed(DONE, "2 titik lampu diganti")),
        ("selesai tanpa foto karena malam hari", Deed(DONE, no_photo_because="Malam hari")),
        (
            "selesai, kabel diganti, tanpa foto: tiang tinggi",
            Deed(DONE, "Kabel diganti", no_photo_because="Tiang tinggi"),
        ),
        ("dikerjakan sampai 12 Des", Deed(DONE_BY, until=TWELFTH)),
        ("dikerjakan sampai 12 Des, lampu menunggu stok", Deed(DONE_BY, "Lampu menunggu stok", TWELFTH)),
        ("kami kerjakan besok", Deed(DONE_BY, until=date(2026, 11, 29))),
        (
            "Dikerjakan oleh tim kami paling lambat 12/12",
            Deed(DONE_BY, "Dikerjakan oleh tim kami", TWELFTH),
        ),
        ("dijadwalkan Maret 2027 APBD", Deed(PLANNED, until=MARCH, source="APBD")),
        (
            "dijadwalkan Maret 2027 dari APBD Perubahan 2027, aspal 200 m",
            Deed(PLANNED, "Aspal 200 m", MARCH, "APBD Perubahan 2027"),
        ),
        ("bukan wewenang kami, ini jalan provinsi", Deed(NOT_OURS, "ini jalan provinsi")),
        (
            "diteruskan ke PU Bina Marga, surat no. 600/12/PUPR/2026",
            Deed(PASSED_ON, "ke PU Bina Marga", letter="600/12/PUPR/2026"),
        ),
        ("tanya Lampu yang mana, Pak?", Deed(ASK, "Lampu yang mana, Pak?")),
        ("tanya warga: di sebelah mana?", Deed(ASK, "di sebelah mana?")),
        ("catatan: alat baru datang besok", Deed(NOTE, "alat baru datang besok")),
        ("cek lapangan: benar rusak", Deed(FIELD_CHECK, "benar rusak")),
        ("OKI-4829-1372 selesai, sudah ditambal", Deed(DONE, "Sudah ditambal")),
        ("Laporan OKI 48291372: catatan alat rusak", Deed(NOTE, "alat rusak")),
    ],
)  # fmt: skip
def test_exact_words_are_a_deed(text: str, deed: Deed) -> None:
    assert read_deed(text, TODAY) == deed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "halo pak",
        "belum selesai",
        "selesai besok",
        "selesai sebagian",
        "selesai 80%",
        "selesai?",
        "selesai tanggal 12 Des",
        "sudah dikerjakan",
        "besok kami cek ke sana",
        "nomornya tidak selesai",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_deed(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("dikerjakan", "tanggal_tak_ada"),
        ("dikerjakan minggu depan", "tanggal_tak_jelas"),
        ("dikerjakan sampai 12 Okt", "tanggal_lewat"),
        ("dikerjakan sampai 31 Nov", "tanggal_mustahil"),
        ("dijadwalkan APBD", "bulan_tak_ada"),
        ("dijadwalkan tahun 2027 APBD", "bulan_tak_jelas"),
        ("dijadwalkan Januari 2026 APBD", "bulan_lewat"),
        ("dijadwalkan Maret 2027", NO_SOURCE),
        ("dijadwalkan Maret 2027 menunggu alat", NO_SOURCE),
        ("selesai tanpa foto", NO_WORDS),
        ("bukan wewenang", NO_WORDS),
        ("diteruskan", NO_WORDS),
        ("tanya", NO_WORDS),
    ],
)
def test_a_deed_says_what_it_lacks(text: str, lacks: str) -> None:
    deed = read_deed(text, TODAY)
    assert deed is not None and deed.lacks == lacks


@pytest.mark.parametrize(
    ("lacking", "text", "deed"),
    [
        ("dikerjakan minggu depan, menunggu alat", "12 Des", Deed(DONE_BY, "Menunggu alat", TWELFTH)),
        ("dikerjakan", "paling lambat 12 Des ya pak", Deed(DONE_BY, until=TWELFTH)),
        ("dijadwalkan Maret 2027", "APBD", Deed(PLANNED, until=MARCH, source="APBD")),
        ("dijadwalkan tahun depan APBD", "Maret 2027", Deed(PLANNED, until=MARCH, source="APBD")),
        ("selesai tanpa foto", "malam hari", Deed(DONE, no_photo_because="Malam hari")),
        ("tanya", "di sebelah mana?", Deed(ASK, "di sebelah mana?")),
    ],
)
def test_what_was_lacking_may_be_said_alone(lacking: str, text: str, deed: Deed) -> None:
    first = read_deed(lacking, TODAY)
    assert first is not None and completed(first, text, TODAY) == deed


def test_an_answer_to_something_else_completes_nothing() -> None:
    first = read_deed("dikerjakan", TODAY)
    assert first is not None and completed(first, "siap pak, kami cek dulu", TODAY) is None


@given(st.text(max_size=60), st.sampled_from(["", "selesai ", "dikerjakan ", "dijadwalkan ", "diteruskan "]))
def test_no_text_breaks_the_reading(text: str, verb: str) -> None:
    deed = read_deed(verb + text, TODAY)
    assert deed is None or deed.lacks or deed.kind != PLANNED or (deed.until and deed.source)
