from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversations.bubbles import Bubble
from bot.conversations.wording import Wording

RESPONSES = Path(__file__).parents[2] / "data" / "responses"


@pytest.fixture
def wording(tmp_path: Path) -> Wording:
    (tmp_path / "sapa.yml").write_text(
        'responses:\n  utter_sapa:\n    - text: "Selamat {waktu}, Bapak/Ibu."\n    - text: "Halo."\n'
        "  utter_tanpa_kata:\n    - custom: {a: 1}\n"
    )
    (tmp_path / "kosong.yml").write_text('version: "3.1"\n')
    return Wording(tmp_path)


def test_the_first_variant_is_said_with_its_places_filled(wording: Wording) -> None:
    assert wording.say("utter_sapa", waktu="pagi") == "Selamat pagi, Bapak/Ibu."


@pytest.mark.parametrize("name", ["utter_lain", "utter_tanpa_kata"])
def test_an_unknown_response_is_named_in_the_error(wording: Wording, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        wording.say(name)


def test_a_missing_value_is_named_in_the_error(wording: Wording) -> None:
    with pytest.raises(KeyError, match="waktu"):
        wording.say("utter_sapa")


def test_every_sentence_of_the_courier_is_there_and_fits_into_a_bubble() -> None:
    wording = Wording(RESPONSES)
    for reason in ("bukan_foto", "rusak", "terlalu_besar"):
        alasan = wording.say(f"utter_foto_alasan_{reason}")
        Bubble(wording.say("utter_foto_ditolak", alasan=alasan)).check()
    Bubble(wording.say("utter_media_gagal")).check()
    Bubble(wording.say("utter_pesan_gagal")).check()
