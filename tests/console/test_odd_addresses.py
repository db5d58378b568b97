"""Addresses and forms that no page writes: refused or ignored, never an error of the program."""

from __future__ import annotations

import pytest

from bot.wiring import Wiring
from tests.console.conftest import SignedIn
from tests.console.reports import file_pothole


@pytest.mark.parametrize(
    "place", ["1-99999999999999999999999", "1--1", "nan-1", "inf-1", "-62135596800-1", "253402300799-1", "x"]
)
def test_a_page_begins_at_any_place(wiring: Wiring, signed_in: SignedIn, place: str) -> None:
    file_pothole(wiring)
    assert signed_in("operator").get("/staff/laporan", params={"mulai": place}).status_code == 200


@pytest.mark.parametrize("address", ["laporan", "percakapan", "pengguna", "peta/titik"])
@pytest.mark.parametrize("words", ["_", '"', "a " * 3000, "a" * 60_000, "\0", "²", "NOT", "{tiket}"])
def test_anything_can_be_looked_for(wiring: Wiring, signed_in: SignedIn, address: str, words: str) -> None:
    file_pothole(wiring)
    assert signed_in("admin").get(f"/staff/{address}", params={"q": words}).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"pratinjau": "status", "alasan": "tidak_ada"},
        {"pratinjau": "jawaban", "jenis": "tidak_ada", "sampai": "2027-01-31"},
        {"pratinjau": "jawaban", "jenis": "dikerjakan", "sampai": "0001-01-01"},
        {"pratinjau": "jawaban", "jenis": "dikerjakan", "sampai": "9999-12-31"},
    ],
)
def test_a_preview_of_nonsense_is_no_error(wiring: Wiring, signed_in: SignedIn, form: dict[str, str]) -> None:
    address = f"/staff/laporan/{file_pothole(wiring)}/pratinjau"
    pupr = signed_in("officer", agency="PUPR")
    assert pupr.post(address, data={"kata": "Kami tambal.", **form}).status_code == 200


@pytest.mark.parametrize("path", ["laporan/OKI%00", "percakapan/1%00", "dinas/%00", "media/999999999999"])
def test_what_cannot_be_there_is_not_found(signed_in: SignedIn, path: str) -> None:
    assert signed_in("operator").get(f"/staff/{path}").status_code == 404
