"""Clauses and problems, on the model of the present data."""

from __future__ import annotations

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.nlu.clauses import split_clauses
from bot.dialogue.nlu.problems import mask_places


def problems(engine: Engine, text: str) -> list[tuple[str, str]]:
    found = [entity for entity in engine.parse(text)["entities"] if entity["entity"] == "problem"]
    return [(entity["value"], text[entity["start"] : entity["end"]]) for entity in found]


def test_clauses_keep_their_places_in_the_text() -> None:
    text = "jalan berlubang dan got mampet, bau nian!"
    assert [clause.text for clause in split_clauses(text)] == ["jalan berlubang", "got mampet", "bau nian"]
    assert all(text[clause.start : clause.end].strip() == clause.text for clause in split_clauses(text))


def test_a_place_says_where_and_a_leading_landmark_may_be_the_problem_itself() -> None:
    school = {"entity": "landmark", "start": 6, "end": 11}
    assert mask_places("depan SDN 1 rusak", [school]) == "depan       rusak"
    assert (
        mask_places("SDN 1 atapnya bocor", [{"entity": "landmark", "start": 0, "end": 5}])
        == "SDN 1 atapnya bocor"
    )
    road = {"entity": "road", "start": 0, "end": 10}
    assert mask_places("Jl Merdeka berlubang", [road]) == "jalan      berlubang"


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("jalan berlubang dan got mampet", ["jalan_jembatan", "drainase_banjir"]),
        ("lampu jalan mati, sampah numpuk di pinggir jalan", ["penerangan_jalan", "sampah_kebersihan"]),
        ("banyak lubang, gotnya mampet, tiap hujan banjir", ["jalan_jembatan", "drainase_banjir"]),
    ],
)
def test_two_problems_in_one_message_are_both_found(engine: Engine, text: str, categories: list[str]) -> None:
    assert [category for category, _ in problems(engine, text)] == categories


@pytest.mark.parametrize(
    "text",
    [
        "jalan rusak, anak sekolah susah lewat",
        "lampu jalan mati, gelap nian, rawan kecelakaan",
        "jalan berlubang parah, sudah banyak yang jatuh",
        "got mampet, banyu naek ke rumah, tolong dibersihkan",
    ],
)
def test_what_a_problem_leads_to_is_no_second_problem(engine: Engine, text: str) -> None:
    assert len(problems(engine, text)) == 1


def test_neighbouring_clauses_of_one_problem_are_quoted_together(engine: Engine) -> None:
    (_, drain) = problems(engine, "banyak lubang, gotnya mampet, tiap hujan banjir")
    assert drain[1] == "gotnya mampet, tiap hujan banjir"
