from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.conversations import media as photo_rules
from bot.conversations.bubbles import Bubble
from bot.conversations.inbox import NewEvent, Sender
from bot.conversations.messages import Media, OutboxMessage
from bot.storage.files import Files
from bot.whatsapp import fetching
from tests.conversations.events import NOON
from tests.conversations.pictures import phone_picture, picture, png_of
from tests.whatsapp.graph_api import Fault
from tests.whatsapp.outgoing import PHONE, Office

PDF = b"%PDF-1.7\n" + b"x" * 5000


def receive(office: Office, kind: str = "image", number: int = 1, **files: bytes) -> None:
    """Let a citizen send files, each under its media id."""
    office.graph.media.update(files)
    sender = Sender(None, PHONE.format(number), None)
    for graph_id in files:
        key, wamid, payload = f"message:{graph_id}", f"wamid.{graph_id}", {"graph_id": graph_id}
        office.receive(NewEvent(key, kind, office.clock(), wamid, None, payload, None, sender))


def media(office: Office) -> Sequence[dict[str, Any]]:
    with office.database.reading() as session:
        columns = Media.__table__.columns
        return [dict(row) for row in session.execute(select(*columns).order_by(Media.id)).mappings()]


def told(office: Office) -> list[str]:
    with office.database.reading() as session:
        bodies = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id))
        return [Bubble.from_json(body).text for body in bodies]


def test_a_photo_is_fetched_checked_and_kept_twice(office, graph) -> None:
    content = phone_picture((640, 480))
    receive(office, p1=content)
    office.courier.step()
    (row,) = media(office)
    assert (row["state"], row["mime"], row["width"], row["height"]) == ("stored", "image/jpeg", 640, 480)
    assert (row["sha256"], row["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (row["stored_at"], row["exif"]["latitude"]) == (NOON, -3.38)
    assert office.files.read(row["original_path"]) == content
    served = office.files.read(row["served_path"])
    assert photo_rules.check_photo(served).exif == {}
    assert told(office) == []


@pytest.mark.parametrize(
    ("kind", "content", "mime"),
    [
        ("document", PDF, "application/pdf"),
        ("document", picture("PNG"), "image/png"),
        ("audio", b"OggS" + b"\x00" * 100, "audio/ogg"),
        ("audio", picture("JPEG"), "image/jpeg"),
        ("video", b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        ("sticker", picture("WEBP"), "image/webp"),
        ("document", b"", "application/octet-stream"),
    ],
)
def test_other_files_are_kept_as_what_they_are(office, graph, kind: str, content: bytes, mime: str) -> None:
    receive(office, kind, f1=content)
    office.courier.step()
    (row,) = media(office)
    assert (row["state"], row["mime"], row["served_path"]) == ("stored", mime, None)
    assert office.files.read(row["original_path"]) == content


BAD = {
    "rusak": picture("JPEG", (300, 300))[:-400],
    "bukan_foto": b"ini bukan foto",
    "terlalu_besar": png_of(9000, 6000),
}


@pytest.mark.parametrize(("reason", "content"), BAD.items())
def test_a_bad_photo_is_refused_with_one_clear_sentence(office, graph, reason: str, content: bytes) -> None:
    receive(office, p1=content)
    office.courier.step()
    office.courier.step()
    (row,) = media(office)
    assert (row["state"], row["refused_because"], row["original_path"]) == ("refused", reason, None)
    (sentence,) = told(office)
    assert "kirim ulang" in sentence
    assert graph.texts() == [sentence]


def test_a_photo_called_jpg_that_is_a_text_is_refused(office, graph) -> None:
    receive(office, **{"foto.jpg": b"<html>bukan</html>"})
    office.courier.step()
    assert media(office)[0]["refused_because"] == "bukan_foto"


def test_an_album_of_bad_photos_is_answered_once(office, graph) -> None:
    receive(office, **{f"p{number}": b"rusak" for number in range(6)}, good=picture())
    receive(office, number=2, q1=b"rusak")
    office.courier.step()
    office.courier.step()
    assert [row["state"] for row in media(office)] == ["refused"] * 6 + ["stored", "refused"]
    assert len(graph.texts(PHONE.format(1))) == 1
    assert len(graph.texts(PHONE.format(2))) == 1


def test_a_bad_photo_of_a_later_album_is_told_again(office, graph) -> None:
    receive(office, p1=b"rusak")
    office.courier.step()
    office.clock.turn(61)
    receive(office, p2=b"rusak")
    office.courier.step()
    assert len(told(office)) == 2


def test_a_photo_beyond_the_size_is_refused_without_being_read(office, graph, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "PHOTO_BYTES", 1000)
    receive(office, p1=b"\xff\xd8\xff" + b"x" * 998)
    office.courier.step()
    assert media(office)[0]["refused_because"] == "terlalu_besar"
    assert graph.download_tokens == []


def test_a_file_that_lies_about_its_size_is_refused_while_it_is_read(office, graph, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "FILE_BYTES", 1000)
    receive(office, "document", f1=PDF)
    address = f"{graph.url.rpartition('/')[0]}/files/f1"
    graph.media_faults.append(Fault(status=200, body=f'{{"url": "{address}", "file_size": 5}}'.encode()))
    office.courier.step()
    assert media(office)[0]["refused_because"] == "terlalu_besar"


def test_a_url_that_has_run_out_is_asked_for_again(office, graph) -> None:
    receive(office, p1=picture())
    graph.download_faults.append(Fault(status=404, body=b""))
    office.courier.step()
    assert (media(office)[0]["state"], graph.media_asked) == ("waiting", ["p1"])
    office.clock.turn(2)
    office.courier.step()
    assert (media(office)[0]["state"], graph.media_asked) == ("stored", ["p1", "p1"])


def test_fetching_is_tried_again_with_growing_pauses_for_seven_days(office, graph) -> None:
    receive(office, p1=picture())
    graph.media_faults.extend(Fault(131000, 500) for _ in range(500))
    tries = 0
    while media(office)[0]["state"] == "waiting":
        office.courier.step()
        tries += 1
        office.clock.turn(max((media(office)[0]["next_try_at"] - office.clock()).total_seconds(), 0))
    assert 160 < tries < 200
    assert (office.clock() - NOON).total_seconds() >= 6.9 * 86400
    assert media(office)[0]["state"] == "failed"
    (sentence,) = told(office)
    assert "tidak berhasil kami ambil" in sentence


def test_media_that_meta_does_not_know_are_given_up_soon(office, graph) -> None:
    receive(office, p1=picture())
    graph.media.clear()
    for _ in range(10):
        office.courier.step()
        office.clock.turn(60)
    assert (media(office)[0]["state"], len(graph.media_asked)) == ("failed", 5)
    assert len(told(office)) == 1


def test_a_token_that_is_refused_for_media_rings_the_alarm_and_loses_nothing(office, graph) -> None:
    receive(office, p1=picture())
    graph.media_faults.append(Fault(190, 401))
    office.courier.step()
    stop = office.stop()
    assert stop is not None
    assert stop.code == 190
    office.clock.turn(60)
    office.courier.step()
    assert media(office)[0]["state"] == "stored"


def test_a_host_that_is_not_ours_gets_no_token(office, graph) -> None:
    receive(office, p1=picture())
    graph.media_faults.append(Fault(status=200, body=b'{"url": "https://evil.example/x", "file_size": 5}'))
    office.courier.step()
    assert (media(office)[0]["state"], graph.download_tokens) == ("waiting", [])
    office.clock.turn(2)
    office.courier.step()
    assert media(office)[0]["state"] == "stored"


def test_a_file_store_that_is_away_is_tried_again(office, graph, monkeypatch) -> None:
    receive(office, p1=picture())
    write = Files.write

    def full(files: Files, name: str, content: bytes) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Files, "write", full)
    office.courier.step()
    assert media(office)[0]["state"] == "waiting"
    monkeypatch.setattr(Files, "write", write)
    office.clock.turn(2)
    office.courier.step()
    assert media(office)[0]["state"] == "stored"


def test_a_photo_taken_back_while_it_is_on_its_way_is_not_kept(office, graph, monkeypatch) -> None:
    receive(office, p1=picture())
    check = fetching.check_photo

    def revoked_meanwhile(content: bytes) -> Any:
        with office.database.writing() as session:
            session.execute(update(Media).values(state="failed", refused_because="revoked", told_at=NOON))
        return check(content)

    monkeypatch.setattr(fetching, "check_photo", revoked_meanwhile)
    office.courier.step()
    (row,) = media(office)
    assert (row["state"], row["original_path"]) == ("failed", None)
    assert not [path for path in (office.root / "media").rglob("*") if path.is_file()]
    assert told(office) == []
