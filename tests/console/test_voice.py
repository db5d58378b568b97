"""Voice notes: heard, written down once, and gone from the queue."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.conversations.messages import InboxEvent, Media
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn


def voice_of(wiring: Wiring, secret: bool = False, **facts: object) -> int:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        media = rows.media(wiring.files, citizen, "audio", **facts)
        rows.says(citizen, None, "audio", media_id=media, secret=secret)
        return media


def typed(wiring: Wiring) -> list[InboxEvent]:
    with wiring.database.reading() as session:
        events = list(session.scalars(select(InboxEvent)))
        session.expunge_all()
        return events


def test_the_longest_waiting_note_stands_first(wiring: Wiring, signed_in: SignedIn) -> None:
    new, old = voice_of(wiring), voice_of(wiring, received_at=now() - timedelta(hours=30))
    text = signed_in("operator").get("/staff/suara").text
    assert text.index(f"suara-{old}") < text.index(f"suara-{new}")
    assert "1 hari" in text and f"/staff/media/{new}" in text and "2 menunggu" in text


def test_what_is_written_down_waits_for_the_bot_as_the_citizens_own(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    media = voice_of(wiring)
    operator = signed_in("operator")
    assert operator.post(f"/staff/suara/{media}", data={"isi": " jalan rusak di celikah "}).status_code == 303
    (event,) = typed(wiring)
    assert (event.event_key, event.kind, event.state, event.wamid) == (
        f"typed:{media}",
        "text",
        "waiting",
        None,
    )
    assert event.payload["text"] == "jalan rusak di celikah"
    assert event.payload["typed_by"] == operator.viewer.id
    assert f"suara-{media}" not in operator.get("/staff/suara").text


def test_a_note_is_never_read_twice(wiring: Wiring, signed_in: SignedIn) -> None:
    media = voice_of(wiring)
    operator = signed_in("operator")
    operator.post(f"/staff/suara/{media}", data={"isi": "jalan rusak"})
    second = operator.post(f"/staff/suara/{media}", data={"isi": "jalan berlubang di mana-mana"})
    assert second.status_code == 409 and "jalan berlubang di mana-mana" in second.text
    assert operator.post(f"/staff/suara/{media}/kosong").status_code == 409
    assert len(typed(wiring)) == 1


def test_an_empty_note_is_set_aside_without_a_word(wiring: Wiring, signed_in: SignedIn) -> None:
    media = voice_of(wiring)
    operator = signed_in("operator")
    assert operator.post(f"/staff/suara/{media}/kosong").status_code == 303
    with wiring.database.reading() as session:
        assert session.get_one(Media, media).handled_at is not None
    assert typed(wiring) == []
    assert "Tidak ada pesan suara" in operator.get("/staff/suara").text


def test_nothing_typed_changes_nothing(wiring: Wiring, signed_in: SignedIn) -> None:
    media = voice_of(wiring)
    operator = signed_in("operator")
    for words in ("", "  ", "x" * 4097):
        assert operator.post(f"/staff/suara/{media}", data={"isi": words}).status_code == 409
    assert typed(wiring) == []


def test_a_secret_or_redacted_or_unfetched_note_is_not_in_the_queue(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    hidden = [
        voice_of(wiring, secret=True),
        voice_of(wiring, redacted_at=now()),
        voice_of(wiring, state="waiting"),
    ]
    operator = signed_in("operator")
    assert "Tidak ada pesan suara" in operator.get("/staff/suara").text
    for media in hidden:
        assert operator.post(f"/staff/suara/{media}", data={"isi": "jalan rusak"}).status_code == 409


def test_only_operators_listen(wiring: Wiring, signed_in: SignedIn) -> None:
    media = voice_of(wiring)
    for role in ("admin", "trainer", "officer", "leader"):
        person = signed_in(role, agency="PUPR")
        assert person.get("/staff/suara").status_code == 404
        assert person.post(f"/staff/suara/{media}", data={"isi": "jalan rusak"}).status_code == 404
