"""Days and months in an officer's Indonesian: read when there is one meaning, else asked back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.said_dates import IMPOSSIBLE, MISSING, PAST, UNCLEAR, read_day, read_month

SATURDAY = date(2026, 11, 28)
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("sampai 12 Des", date(2026, 12, 12)),
        ("paling lambat tanggal 12 Desember, besok survei dulu", date(2026, 12, 12)),
        ("mulai 10 Des s/d 12 Des", date(2026, 12, 12)),
        ("10-12 Des", date(2026, 12, 12)),
        ("12/12", date(2026, 12, 12)),
        ("12-12-2026", date(2026, 12, 12)),
        ("12.12.26", date(2026, 12, 12)),
        ("2026-12-12", date(2026, 12, 12)),
        ("Sabtu, 12 Desember 2026", date(2026, 12, 12)),
        ("12 Des 20 titik lampu", date(2026, 12, 12)),
        ("hari ini", SATURDAY),
        ("nanti sore jam 16.00", SATURDAY),
        ("besok di RT 03/02", date(2026, 11, 29)),
        ("lusa", date(2026, 11, 30)),
        ("Senin", date(2026, 11, 30)),
        ("Senin depan", date(2026, 11, 30)),
        ("hari Minggu", date(2026, 11, 29)),
        ("akhir bulan", date(2026, 11, 30)),
        ("akhir bulan depan", date(2026, 12, 31)),
        ("akhir Desember", date(2026, 12, 31)),
        ("akhir tahun", date(2026, 12, 31)),
        ("3 hari lagi", date(2026, 12, 1)),
        ("dua minggu lagi", date(2026, 12, 12)),
        ("seminggu lagi", date(2026, 12, 5)),
        ("tgl 30", date(2026, 11, 30)),
        ("5 Jan", date(2027, 1, 5)),
        ("12 Des, minggu lalu sudah disurvei", date(2026, 12, 12)),
    ],
)
def test_a_day_with_one_meaning_is_read(text: str, day: date) -> None:
    assert read_day(text, SATURDAY).day == day


@pytest.mark.parametrize(
    ("text", "today", "problem"),
    [
        ("", SATURDAY, MISSING),
        ("tiga empat titik lampu", SATURDAY, MISSING),
        ("surat 600/12/2026", SATURDAY, MISSING),
        ("12 Okt", SATURDAY, PAST),
        ("20/11/2026", SATURDAY, PAST),
        ("31 Nov", SATURDAY, IMPOSSIBLE),
        ("99/99", SATURDAY, IMPOSSIBLE),
        ("Senin 12 Des", SATURDAY, IMPOSSIBLE),
        ("minggu depan", SATURDAY, UNCLEAR),
        ("bulan depan", SATURDAY, UNCLEAR),
        ("awal Desember", SATURDAY, UNCLEAR),
        ("Desember", SATURDAY, UNCLEAR),
        ("secepatnya", SATURDAY, UNCLEAR),
        ("sebelum 12 Des", SATURDAY, UNCLEAR),
        ("5 hari kerja", SATURDAY, UNCLEAR),
        ("tgl 12", SATURDAY, UNCLEAR),
        ("12 Des atau 14 Des", SATURDAY, UNCLEAR),
        ("Jumat depan", WEDNESDAY, UNCLEAR),
        ("Rabu", WEDNESDAY, UNCLEAR),
    ],
)
def test_a_day_that_holds_nobody_to_anything_says_why(text: str, today: date, problem: str) -> None:
    named = read_day(text, today)
    assert (named.day, named.problem) == (None, problem)


def test_the_day_is_found_with_the_word_before_it() -> None:
    named = read_day("oleh tim kami sampai 12 Des, menunggu stok", SATURDAY)
    assert "oleh tim kami sampai 12 Des, menunggu stok"[named.start : named.end] == "sampai 12 Des"


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("Maret 2027 APBD", date(2027, 3, 31)),
        ("03/2027 APBN", date(2027, 3, 31)),
        ("Maret APBD 2027", date(2027, 3, 31)),
        ("bulan 3 tahun 2027", date(2027, 3, 31)),
        ("Feb 2028", date(2028, 2, 29)),
        ("November 2026", date(2026, 11, 30)),
        ("bulan depan", date(2026, 12, 31)),
    ],
)
def test_a_month_is_read_with_its_year(text: str, last_day: date) -> None:
    assert read_month(text, SATURDAY).day == last_day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", MISSING),
        ("dari APBD", MISSING),
        ("Maret APBD", UNCLEAR),
        ("2027", UNCLEAR),
        ("triwulan I 2027", UNCLEAR),
        ("Maret 2027 atau April 2027", UNCLEAR),
        ("Januari 2026", PAST),
        ("13/2027", IMPOSSIBLE),
    ],
)
def test_a_month_that_plans_nothing_says_why(text: str, problem: str) -> None:
    named = read_month(text, SATURDAY)
    assert (named.day, named.problem) == (None, problem)


WORDS = st.sampled_from(
    "sampai 12 31 00 des feb / - . s/d 2026 2027 besok lusa senin minggu depan ini akhir bulan tgl hari lagi "
    "se sebelum jam 10.00 rt".split()
)


@given(st.lists(WORDS, max_size=8).map(" ".join), st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_no_words_name_a_day_that_is_past_or_too_far(text: str, today: date) -> None:
    for named in (read_day(text, today), read_month(text, today)):
        assert named.day is None or today <= named.day < today + timedelta(days=80 * 366)
        assert (named.day is None) == bool(named.problem)
        assert 0 <= named.start <= named.end <= len(text)
