"""A voice note that staff have written down goes on as if the citizen had written it."""

from __future__ import annotations

from sqlalchemy import select

from bot.conversations.messages import Media, TranscriptEntry
from bot.conversations.voice import type_voice
from bot.reports.records import Report
from bot.storage.tables import now
from tests.dialogue.clock import open_draft_of
from tests.dialogue.phone import Phone
from tests.dialogue.test_linking import BRIBE, ROAD, lines

VOICE = {"type": "audio", "audio": {"id": "voice-1", "mime_type": "audio/ogg", "sha256": "x", "voice": True}}
STAFF = 7


def type_last(phone: Phone, words: str) -> str:
    with phone.town.database.writing() as session:
        media = session.scalars(select(Media).order_by(Media.id.desc())).first()
        assert media is not None
        media.state = "stored"
        session.flush()
        type_voice(session, media.id, words, STAFF, now())
    return phone.listen()


def test_the_bot_answers_what_was_said(phone: Phone) -> None:
    phone.send(VOICE)
    assert "PUPR" in type_last(phone, ROAD)
    assert "OKI-" in phone.press("Kirim")


def test_the_line_says_who_wrote_it_down(phone: Phone) -> None:
    phone.send(VOICE)
    type_last(phone, ROAD)
    line = next(line for line in lines(phone) if line.text == ROAD)
    assert (line.speaker, line.content["typed_by"], line.wamid) == ("citizen", STAFF, None)


def test_the_recording_belongs_to_the_draft_of_its_words(phone: Phone) -> None:
    phone.send(VOICE)
    type_last(phone, ROAD)
    draft = open_draft_of(phone)
    assert draft is not None
    assert next(line for line in lines(phone) if line.kind == "audio").draft_id == draft.id


def test_a_spoken_accusation_makes_its_recording_secret(phone: Phone) -> None:
    phone.send(VOICE)
    type_last(phone, BRIBE)
    assert next(line for line in lines(phone) if line.kind == "audio").secret


def test_a_spoken_answer_completes_an_open_draft(phone: Phone) -> None:
    phone.say("jalan rusak parah banyak lubang")
    phone.send(VOICE)
    assert "Celikah" in type_last(phone, "di desa celikah kayu agung")
    phone.press("Kirim")
    with phone.town.database.reading() as session:
        assert session.scalars(select(Report)).one().village_code is not None
        assert session.scalars(select(TranscriptEntry.kind)).all().count("audio") == 1
