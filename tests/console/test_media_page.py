"""Files of citizens: who gets them, and that they do nothing in a browser."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bot.conversations.messages import InboxEvent, Media
from bot.reports.life_records import Redaction
from bot.reports.records import ReportPhoto
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn


def chat_with(wiring: Wiring, kind: str = "image", secret: bool = False, **facts: object) -> int:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        media = rows.media(wiring.files, citizen, kind, b"0123456789", **facts)
        rows.says(citizen, None, kind, media_id=media, secret=secret)
        return media


@pytest.mark.parametrize("role", ["admin", "operator"])
def test_who_reads_whole_chats_sees_their_pictures(wiring: Wiring, signed_in: SignedIn, role: str) -> None:
    answer = signed_in(role).get(f"/staff/media/{chat_with(wiring)}")
    assert (answer.status_code, answer.content) == (200, b"0123456789")
    assert answer.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("role", ["officer", "camat", "leader", "inspektorat", "trainer"])
@pytest.mark.parametrize("kind", ["image", "audio", "document"])
def test_who_reads_no_chats_or_words_alone_gets_no_file(
    wiring: Wiring, signed_in: SignedIn, role: str, kind: str
) -> None:
    assert signed_in(role, agency="PUPR").get(f"/staff/media/{chat_with(wiring, kind)}").status_code == 404


def test_a_picture_of_a_report_is_for_its_agency_and_no_other(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        media = rows.media(wiring.files, citizen)
        session.add(ReportPhoto(report_id=rows.report(citizen, "PUPR").id, media_id=media, position=1))
    assert signed_in("officer", agency="PUPR").get(f"/staff/media/{media}").status_code == 200
    assert signed_in("leader").get(f"/staff/media/{media}").status_code == 200
    assert signed_in("officer", agency="DINKES").get(f"/staff/media/{media}").status_code == 404


def test_a_picture_of_a_secret_report_is_for_the_office_in_charge(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        media = rows.media(wiring.files, citizen)
        report = rows.report(citizen, "INSPEKTORAT", secret=True)
        session.add(ReportPhoto(report_id=report.id, media_id=media, position=1))
        rows.says(citizen, None, "image", media_id=media)
    assert signed_in("inspektorat", agency="INSPEKTORAT").get(f"/staff/media/{media}").status_code == 200
    for role in ("operator", "admin", "trainer", "leader"):
        assert signed_in(role).get(f"/staff/media/{media}").status_code == 404


def test_a_picture_of_a_secret_line_is_for_nobody_who_reads_chats(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    media = chat_with(wiring, secret=True)
    assert signed_in("operator").get(f"/staff/media/{media}").status_code == 404


def test_a_redacted_file_is_not_there(wiring: Wiring, signed_in: SignedIn) -> None:
    media = chat_with(wiring, redacted_at=now())
    assert signed_in("operator").get(f"/staff/media/{media}").status_code == 404


def test_a_hidden_photo_is_seen_by_who_has_given_a_reason_alone(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        report = rows.report(citizen := rows.citizen())
        media, other = (rows.media(wiring.files, citizen, redacted_at=now()) for _ in range(2))
        for each in (media, other):
            facts = {"target": "media", "target_id": each, "reason": "wajah", "staff_id": 1}
            session.add(Redaction(report_id=report.id, **facts))
    inspector, colleague, operator = signed_in("inspektorat"), signed_in("inspektorat"), signed_in("operator")
    asked = f"/staff/media/{media}?asli=1"
    assert inspector.get(asked).status_code == 404
    shown = inspector.post("/staff/disamarkan/1", data={"alasan": "pemeriksaan rutin"}).text
    assert asked in shown and inspector.get(asked).content == b"file"
    refused = (f"/staff/media/{media}", f"/staff/media/{other}?asli=2", f"/staff/media/{other}?asli=1")
    assert [inspector.get(address).status_code for address in refused] == [404] * 3
    assert [browser.get(asked).status_code for browser in (colleague, operator)] == [404] * 2


def test_no_browser_keeps_a_file(wiring: Wiring, signed_in: SignedIn) -> None:
    answer = signed_in("operator").get(f"/staff/media/{chat_with(wiring)}")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("state", ["waiting", "failed", "refused"])
def test_a_file_that_did_not_come_is_not_there(wiring: Wiring, signed_in: SignedIn, state: str) -> None:
    media = chat_with(wiring, state=state)
    assert signed_in("operator").get(f"/staff/media/{media}").status_code == 404


def test_a_file_that_is_gone_from_the_store_is_not_there(wiring: Wiring, signed_in: SignedIn) -> None:
    media = chat_with(wiring)
    with wiring.database.reading() as session:
        wiring.files.delete(str(session.get_one(Media, media).served_path))
    assert signed_in("operator").get(f"/staff/media/{media}").status_code == 404


def test_a_document_is_only_saved_and_runs_nothing(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        event = rows.inbox(citizen, "", state="done")
        session.get_one(InboxEvent, event).payload = {"filename": '../surat "x"\r\nX-A: 1.html'}
        media = rows.media(wiring.files, citizen, "document", b"<script>", inbox_id=event)
        rows.says(citizen, None, "document", media_id=media)
    answer = signed_in("operator").get(f"/staff/media/{media}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="surat _x_X-A_ 1.html"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "x-a" not in answer.headers


@pytest.mark.parametrize(
    ("wanted", "status", "content", "place"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("nonsense", 200, b"0123456789", None),
    ],
)
def test_a_recording_can_be_heard_from_any_place(
    wiring: Wiring, signed_in: SignedIn, wanted: str, status: int, content: bytes, place: str | None
) -> None:
    media = chat_with(wiring, "audio")
    answer = signed_in("operator").get(f"/staff/media/{media}", headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (status, content)
    assert answer.headers.get("content-range") == place


def test_a_stranger_gets_nothing(wiring: Wiring, visitor: TestClient) -> None:
    media = chat_with(wiring)
    assert visitor.get(f"/staff/media/{media}").status_code == 303
