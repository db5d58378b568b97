from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.tickets import DAMM, check_digit, find_ticket, new_ticket, read_ticket

TICKET = "OKI-4829-1372"
seven_digits = st.integers(0, 10**7 - 1).map(lambda number: f"{number:07d}")


class Drawn:
    """Randomness that is known beforehand."""

    def __init__(self, *numbers: int) -> None:
        self._numbers = iter(numbers)

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        return next(self._numbers)


def complete(drawn: str) -> str:
    return f"{drawn}{check_digit(drawn)}"


def test_the_promised_example_is_valid() -> None:
    assert new_ticket("OKI", Drawn(4829137)) == TICKET
    assert read_ticket("OKI", TICKET) == TICKET


def test_a_small_number_keeps_its_leading_zeros() -> None:
    assert new_ticket("OKI", Drawn(1)) == f"OKI-0000-001{check_digit('0000001')}"


def test_a_ticket_never_looks_like_two_years() -> None:
    assert new_ticket("OKI", Drawn(2025203, 1999198, 4829137)) == TICKET


def test_tickets_are_not_sequential_and_all_valid() -> None:
    drawn = [new_ticket("OKI") for _ in range(200)]
    assert all(read_ticket("OKI", ticket) == ticket for ticket in drawn)
    assert drawn != sorted(drawn)


def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught_by_the_table() -> None:
    """One step of the check, from every interim digit: what holds here holds at every place of a number."""
    for row in DAMM:
        assert sorted(row) == list(range(10))
    for interim in range(10):
        for one in range(10):
            for other in range(10):
                if one != other:
                    assert DAMM[DAMM[interim][one]][other] != DAMM[DAMM[interim][other]][one]
    assert all(DAMM[digit][digit] == 0 for digit in range(10))


def test_every_wrong_digit_of_many_tickets_is_caught() -> None:
    numbers = random.Random(4829)
    for _ in range(300):
        digits = complete(f"{numbers.randrange(10**7):07d}")
        for place in range(8):
            for wrong in set("0123456789") - {digits[place]}:
                assert check_digit(digits[:place] + wrong + digits[place + 1 :]) != 0


def test_every_swap_of_neighbours_of_many_tickets_is_caught() -> None:
    numbers = random.Random(1372)
    for _ in range(1000):
        digits = complete(f"{numbers.randrange(10**7):07d}")
        for place in range(7):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            assert swapped == digits or check_digit(swapped) != 0


@given(
    seven_digits, st.sampled_from(["OKI", "oki", "Oki"]), st.sampled_from(["", " ", "-", " - ", "–", ". "])
)
def test_a_ticket_is_read_in_any_dress(drawn: str, prefix: str, between: str) -> None:
    ticket = new_ticket("OKI", Drawn(int(drawn), 4829137))
    digits = ticket.replace("-", "")[3:]
    written = between.join([prefix, digits[:4], digits[4:]])
    assert read_ticket("OKI", written) == ticket
    assert find_ticket("OKI", f"halo pak, cek {written} ya").ticket == ticket


@pytest.mark.parametrize(
    "text",
    [
        "OKI-4829-1372",
        "cek oki-4829-1372",
        "cek OKI48291372 pak",
        "status Oki 4829 1372?",
        "oki4829-1372",
        "48291372",
        "gimana laporan 4829-1372",
        "4829 1372",
        "nomor *OKI-4829-1372*.",
        "_48291372_",
        "#OKI–4829–1372",
        "OKI - 4829 - 1372",
        "OKI: 4829-1372",
        "OKI\u00a04829\u00a01372",
        "OKI\u20114829\u20111372",
        "\uff2f\uff2b\uff29-\uff14\uff18\uff12\uff19-\uff11\uff13\uff17\uff12",
        "OKI-4829-1372 2 foto lagi",
        "OKI-4829-1372\n3 hari belum ada kabar",
        "cek OKI-4829-1373 eh salah, OKI-4829-1372",
        "HP saya 0812-3456-7890, tiket OKI-4829-1372",
        "48291372 sudah 2 minggu",
    ],
)
def test_a_ticket_is_found_in_what_people_write(text: str) -> None:
    reading = find_ticket("OKI", text)
    assert (reading.kind, reading.ticket) == ("valid", TICKET)


@pytest.mark.parametrize(
    "text",
    [
        "cek OKI-4829-1373",
        "cek OKI-4829-137",
        "cek OKI 4829 137",
        "OKI-4829-13725",
        "OKI 4829137",
        "oki4829",
        "OKI-4892-1372",
        "OKI-4829-1372-2",
        "cek 48291373",
        "cek 4829-1732",
    ],
)
def test_a_number_that_was_meant_as_a_ticket_is_called_mistyped(text: str) -> None:
    reading = find_ticket("OKI", text)
    assert (reading.kind, reading.ticket) == ("mistyped", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jalan rusak di celikah",
        "jalan di OKI 20 tahun tidak diperbaiki",
        "Kabupaten OKI 2026",
        "OKI 30611",
        "telepon OKI 112",
        "Bupati OKI 2025-2030",
        "APBD OKI 2025/2026",
        "Dinas PUPR OKI 0812-3456-7890",
        "Diskominfo OKI 081234567890",
        "nomor saya 081234567890",
        "nomor saya 0812 3456 7890",
        "nomor saya 0812-3456-7890",
        "hubungi +62 812 3456 7890",
        "NIK 1602054508900001",
        "NIK 1602-0545-0890-0001",
        "diminta Rp 15000000",
        "diminta rp.15000000",
        "diminta 15.000.000",
        "tanggal 24-11-2026",
        "titik -3.38523456, 104.89147123",
        "SK 12345678/2026",
        "token4829137abc",
        "A48291372",
    ],
)
def test_other_numbers_are_no_tickets(text: str) -> None:
    assert find_ticket("OKI", text).kind == "none"


def test_a_number_without_the_prefix_says_so() -> None:
    assert not find_ticket("OKI", "48291372").prefixed
    assert find_ticket("OKI", "OKI 48291372").prefixed


def test_a_whole_text_is_a_ticket_or_nothing() -> None:
    assert read_ticket("OKI", " oki 4829 1372 ") == TICKET
    for text in ("cek OKI-4829-1372", "OKI-4829-1373", "", "OKI", "MBA-4829-1372"):
        assert read_ticket("OKI", text) is None


def test_another_region_has_another_prefix() -> None:
    assert find_ticket("MUBA", "MUBA-4829-1372").ticket == "MUBA-4829-1372"
    assert find_ticket("A.B", "AXB-4829-1373").prefixed is False


@given(st.text())
def test_no_text_makes_the_reader_fail(text: str) -> None:
    find_ticket("OKI", text)
    read_ticket("OKI", text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("cek OKI-4829-1373 pak", "OKI-4829-1373"),
        ("cek oki 4829 1372 2 foto", "oki 4829 1372"),
        ("cek OKI-4829-137.", "OKI-4829-137"),
        ("cek 4829 1373", "4829 1373"),
        ("halo", ""),
    ],
)
def test_a_ticket_is_repeated_as_it_was_written(text: str, written: str) -> None:
    assert find_ticket("OKI", text).written == written
