"""Dates, times and personal numbers of a message are entities."""

from __future__ import annotations

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.nlu.moments import find_moments


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("lampu mati dari tgl 12 november", [("date", "tgl 12 november")]),
        ("sejak 3/11/2026 belum diangkat", [("date", "3/11/2026")]),
        ("la tigo ari banyu dak idup", [("date", "tigo ari")]),
        ("sudah 2 minggu", [("date", "2 minggu")]),
        ("kemarin sore jam 5 pohon tumbang", [("date", "kemarin"), ("time", "jam 5")]),
        ("tadi malam pukul 19.30 wib padam", [("date", "tadi malam"), ("time", "pukul 19.30 wib")]),
        ("tiap malam jam 7 malem gelap", [("time", "jam 7 malem")]),
        ("hari senin lalu dan jum'at depan", [("date", "hari senin lalu"), ("date", "jum'at depan")]),
        ("setahun yang lalu rusak", [("date", "setahun yang lalu")]),
        ("tgl 3/11 jam 07.30", [("date", "tgl 3/11"), ("time", "jam 07.30")]),
        ("semalem hujan deras, rumah RT 03/04", [("date", "semalem")]),
        ("jalan rusak parah", []),
        ("", []),
    ],
)
def test_moments_are_found_as_they_are_written(text: str, moments: list[tuple[str, str]]) -> None:
    assert [(moment.kind, text[moment.start : moment.end]) for moment in find_moments(text)] == moments


def test_details_are_entities_and_numbers_are_masked(engine: Engine) -> None:
    text = "lampu jalan mati sejak kemarin jam 6 sore, hubungi 0812-3456-7890"
    found = {
        item["entity"]: item["value"]
        for item in engine.parse(text)["entities"]
        if item["entity"] in ("date", "time", "phone", "nik")
    }
    assert found == {"date": "kemarin", "time": "jam 6 sore", "phone": "••••-••••-••90"}
