"""The photo of an officer is proof by the same rules as in the console, whenever it comes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.reports import proof
from bot.reports.events import CLOSED
from tests.conversations.drawn_photos import as_jpeg
from tests.dialogue.office import (
    ROAD,
    File,
    Officer,
    events_of,
    new_picture,
    part_of,
    waiting,
)
from tests.dialogue.phone import Town


def test_the_photo_may_come_first(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    assert "Tulis *selesai*" in officer.shoot(officer.card(ticket))
    assert officer.shoot() == ""
    assert officer.answer("selesai, sudah ditambal").startswith("Tercatat:")
    closed = events_of(town, ticket)[-1]
    assert len(closed.data["media_ids"]) == 2 and waiting(town) == []


def test_the_words_may_come_first(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    assert "Kirim foto" in officer.answer("selesai, sudah ditambal", officer.card(ticket))
    assert part_of(town, ticket).status == "diterima"
    assert officer.shoot(caption="ini fotonya pak").startswith("Tercatat:")
    assert "Sudah ditambal" in citizen.listen()


def test_a_reason_takes_the_place_of_a_photo(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("selesai", officer.card(ticket))
    assert "buktinya masih kurang" in officer.answer("tanpa foto karena malam hari")
    closed = events_of(town, ticket)[-1]
    assert (closed.kind, closed.internal_note, closed.data["proof"]) == (CLOSED, "Malam hari", "kurang")


def test_words_after_the_question_for_a_photo_are_no_reason(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    officer.answer("selesai", officer.card(ticket))
    assert "catatan internal atau jawaban" in officer.answer("nanti sore saya kirim fotonya")
    assert part_of(town, ticket).status == "diterima"
    assert officer.shoot(officer.card(ticket), "selesai").startswith("Tercatat:")


def test_a_pin_beside_the_photo_strengthens_the_proof(file: File, officer: Officer, town: Town) -> None:
    citizen, ticket = file()
    citizen.pin(-3.3893, 104.8307)
    town.pause()
    officer.answer("selesai", officer.card(ticket))
    officer.pin(-3.3894, 104.8308)
    town.resume()
    assert officer.shoot().startswith("Tercatat:")
    assert events_of(town, ticket)[-1].data["at_place"] is True


def test_a_photo_used_before_is_refused_and_another_one_taken(
    file: File, officer: Officer, town: Town
) -> None:
    _, first = file()
    _, second = file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    picture = new_picture()
    officer.shoot(officer.card(first), "selesai", picture)
    told = officer.shoot(officer.card(second), "selesai", picture)
    assert f"sudah dipakai di laporan {first}" in told and "Belum dicatat" in told
    assert part_of(town, second).status == "diterima"
    assert officer.shoot().startswith("Tercatat:")
    assert part_of(town, second).status == "selesai"


@pytest.mark.parametrize("word_comes_later", [False, True])
def test_photos_are_looked_up_before_the_turn_keeps_others_waiting(
    file: File, officer: Officer, town: Town, monkeypatch: pytest.MonkeyPatch, word_comes_later: bool
) -> None:
    _, first = file()
    _, second = file(ROAD.replace("SDN 1 Kedaton", "Puskesmas Celikah"))
    picture = new_picture()
    officer.shoot(officer.card(first), "selesai", picture)
    smaller = as_jpeg(Image.open(io.BytesIO(picture)).resize((320, 240)))

    def within_the_turn(*_: object) -> None:
        raise AssertionError("a turn has locked the report by then")

    monkeypatch.setattr(proof, "look_up", within_the_turn)
    if word_comes_later:
        officer.shoot(officer.card(second), "", smaller)
        told = officer.answer("selesai")
    else:
        told = officer.shoot(officer.card(second), "selesai", smaller)
    assert "buktinya masih kurang" in told
    assert events_of(town, second)[-1].data["similar"]


def test_a_forwarded_photo_is_marked(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    context = {"id": officer.card(ticket), "forwarded": True}
    assert officer.shoot(caption="selesai", context=context).startswith("Tercatat:")
    closed = events_of(town, ticket)[-1]
    assert closed.data["forwarded"] == closed.data["media_ids"]


def test_a_photo_on_its_way_is_waited_for(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    image = {"id": "slow", "mime_type": "image/jpeg", "sha256": "x", "caption": "selesai"}
    assert officer.send({"type": "image", "image": image, "context": {"id": officer.card(ticket)}}) == ""
    officer.fetch("slow", new_picture())
    officer.hurry()
    assert officer.listen().startswith("Tercatat:")


def test_a_photo_that_never_comes_is_asked_for_again(file: File, officer: Officer, town: Town) -> None:
    _, ticket = file()
    image = {"id": "lost", "mime_type": "image/jpeg", "sha256": "x", "caption": "selesai"}
    officer.send({"type": "image", "image": image, "context": {"id": officer.card(ticket)}})
    officer.hurry(minutes=3)
    assert "tidak sampai kepada kami" in officer.listen()
    assert officer.shoot().startswith("Tercatat:")
