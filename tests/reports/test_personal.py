"""Personal numbers in a citizen's words are found and masked; other numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.personal import find_numbers, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK saya 1602054112900001", "NIK saya ••••••••••••••01"),
        ("no kk 1602 0501 1290 0001 salah nama", "no kk •••• •••• •••• ••01 salah nama"),
        ("nik:1602054112900001,tolong dicek", "nik:••••••••••••••01,tolong dicek"),
        ("hubungi 0812-3456-7890 ya", "hubungi ••••-••••-••90 ya"),
        ("wa 62812 3456 7890", "wa ••••• •••• ••90"),
        ("+62 812 3456 7890", "+•• ••• •••• ••90"),
        ("nomorku 08123456789.", "nomorku •••••••••89."),
        ("telp kantor (0712) 321456", "telp kantor (••••) ••••56"),
        ("dua nomor 081234567890 / 085612345678", "dua nomor ••••••••••90 / ••••••••••78"),
    ],
)
def test_a_personal_number_keeps_its_last_two_digits(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "cek OKI-4829-1372",
        "sejak 2023-11-12 jam 07.30",
        "ditagih Rp1.500.000 di RT 01/02 no 123",
        "token 1234 5678 9012 3456 7890",
        "no meter 86012345678",
        "telepon 112 atau 110 tidak diangkat",
        "jalan 12 km, lebar 4 m, rusak 3 tahun",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_the_kind_of_a_number_is_told() -> None:
    assert [number.kind for number in find_numbers("nik 1602054112900001 hp 081234567890")] == [
        "nik",
        "phone",
    ]


@given(st.text(alphabet="0123456789 .-+()ab", max_size=60))
def test_masking_keeps_the_length_and_hides_digits_only(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(old == new or (old.isdigit() and new == "•") for old, new in zip(text, shown, strict=True))
