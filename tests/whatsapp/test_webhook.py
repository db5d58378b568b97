from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select, text
from starlette.applications import Starlette
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import Table
from bot.storage.vault import Vault
from bot.whatsapp.signature import HEADER, sign
from bot.whatsapp.webhook import LARGEST_BODY, PATH, webhook_routes
from tests.conversations.events import count
from tests.whatsapp.numbers import number_settings
from tests.whatsapp.samples import EXPECTED, NAMES, PHONE, USER, VARIANTS, batch, webhook


@pytest.fixture
def meta(database: Database, vault: Vault, settings: Settings) -> Iterator[TestClient]:
    """Meta, calling our webhook."""
    with TestClient(Starlette(routes=webhook_routes(database, vault, settings.whatsapp))) as client:
        yield client


def post(meta: TestClient, body: Any, **headers: str) -> Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return meta.post(PATH, content=content, headers={HEADER: sign("the app secret", content), **headers})


def rows(database: Database) -> Sequence[tuple[str, str, dict[str, Any]]]:
    with database.reading() as session:
        query = select(InboxEvent.kind, InboxEvent.state, InboxEvent.payload).order_by(InboxEvent.id)
        return [tuple(row) for row in session.execute(query)]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_kind_alone_is_answered_200_and_stored_once(database, meta, variant: str) -> None:
    for number, name in enumerate(NAMES, start=1):
        for _ in range(2):
            assert post(meta, webhook(name, variant)).status_code == 200
        stored = rows(database)
        assert len(stored) == number, name
    # Corrections and system events come after what they change, in the order of the alphabet.
    assert [row[:2] for row in rows(database)] == [EXPECTED[name][:2] for name in NAMES]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_kind_in_one_batch_is_answered_200_and_stored_once(database, meta, variant: str) -> None:
    for _ in range(2):
        assert post(meta, batch(variant)).status_code == 200
        assert len(rows(database)) == len(NAMES)
    kinds = sorted(row[:2] for row in rows(database))
    assert kinds == sorted(EXPECTED[name][:2] for name in NAMES)
    with database.reading() as session:
        assert count(session, Media) == 6
        assert session.scalars(select(Media.state).distinct()).all() == ["waiting"]


def test_the_same_batch_from_two_connections_at_once_is_stored_once(database, meta) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(post(meta, batch()).status_code)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200, 200, 200]
    assert len(rows(database)) == len(NAMES)


def test_a_number_change_keeps_the_citizen(database, meta) -> None:
    post(meta, webhook("text"))
    post(meta, webhook("system_number"))
    body = webhook("voice")
    message = body["entry"][0]["changes"][0]["value"]["messages"][0]
    message.update({"from": "6281273450777", "from_user_id": "ID.9988776655443322"})
    post(meta, body)
    with database.reading() as session:
        assert len(set(session.scalars(select(InboxEvent.citizen_id)))) == 1


def test_a_body_with_metas_escapes_is_checked_as_its_bytes(database, meta) -> None:
    body = json.dumps(webhook("text"), ensure_ascii=True).replace("/", r"\/").encode()
    assert rb"\ud83d" in body
    assert post(meta, body).status_code == 200
    assert rows(database)[0][2] == EXPECTED["text"][2]


@pytest.mark.parametrize("header", ["sha256=" + "0" * 64, "", "sha256=\u00e4"])
def test_a_wrong_signature_is_refused_and_nothing_stored(database, meta, header: str) -> None:
    content = json.dumps(webhook("text")).encode()
    answer = meta.post(PATH, content=content, headers={HEADER: header.encode("latin-1")})
    assert answer.status_code == 401
    assert rows(database) == []


def test_a_missing_signature_is_refused(database, meta) -> None:
    assert meta.post(PATH, json=webhook("text")).status_code == 401
    assert rows(database) == []


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'{"entry": [{}]}', b"\xff" * 100])
def test_a_signed_body_that_says_nothing_is_kept_and_answered_200(database, meta, body: bytes) -> None:
    assert post(meta, body).status_code == 200
    assert post(meta, body).status_code == 200
    assert [row[1] for row in rows(database)] == ["kept"]


def test_a_body_of_four_megabytes_is_taken_and_a_larger_one_is_not(database, meta) -> None:
    assert post(meta, b" " * LARGEST_BODY).status_code == 200
    assert post(meta, b" " * (LARGEST_BODY + 1)).status_code == 413
    assert len(rows(database)) == 1


def test_a_chunked_body_is_measured_as_it_comes(database, meta) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 1):
            yield b" " * 65536

    answer = meta.post(PATH, content=chunks(), headers={HEADER: "sha256=" + "0" * 64})
    assert answer.status_code == 413
    assert rows(database) == []


def test_a_database_that_is_away_makes_meta_try_again(database, meta) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.drop_all(connection)
    assert post(meta, webhook("text")).status_code == 503
    with database.engine.execution_options(writes=True).begin() as connection:
        Table.metadata.create_all(connection)
    assert post(meta, webhook("text")).status_code == 200
    assert len(rows(database)) == 1


@contextmanager
def refusing_reactions(database: Database) -> Iterator[None]:
    if database.is_sqlite:
        refuse = (
            "CREATE TRIGGER no_reactions BEFORE INSERT ON inbox WHEN NEW.kind = 'reaction' "
            "BEGIN SELECT RAISE(ABORT, 'no reactions'); END"
        )
        undo = "DROP TRIGGER no_reactions"
    else:
        refuse = "ALTER TABLE inbox ADD CONSTRAINT no_reactions CHECK (kind <> 'reaction')"
        undo = "ALTER TABLE inbox DROP CONSTRAINT no_reactions"
    execute(database, refuse)
    yield
    execute(database, undo)


def execute(database: Database, statement: str) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))


def test_an_event_that_the_database_refuses_does_not_take_its_batch_along(database, meta) -> None:
    with refusing_reactions(database):
        assert post(meta, batch()).status_code == 200
    kinds = [row[0] for row in rows(database)]
    assert len(kinds) == len(NAMES)
    assert "reaction" not in kinds


def test_the_logs_name_nobody(meta) -> None:
    with capture_logs() as lines:
        post(meta, batch())
        post(meta, b"{")
        meta.post(PATH, json=webhook("text"))
    written = json.dumps(lines, default=str)
    assert len(lines) == 3
    assert not any(secret in written for secret in (PHONE, USER, "Yuni", "wamid", "jalan rusak"))


def shake(meta: TestClient, **parts: str) -> Response:
    known = {"mode": "subscribe", "verify_token": "the verify token", "challenge": "1158201444"}
    return meta.get(PATH, params={f"hub.{name}": value for name, value in {**known, **parts}.items()})


def test_the_handshake_returns_the_challenge(meta) -> None:
    answer = shake(meta)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("parts", [{"verify_token": "x"}, {"verify_token": ""}, {"mode": "unsubscribe"}])
def test_a_stranger_gets_no_handshake(meta, parts: dict[str, str]) -> None:
    assert shake(meta, **parts).status_code == 403
    assert meta.get(PATH).status_code == 403


def test_without_a_configured_token_nobody_gets_a_handshake(database, vault, tmp_path) -> None:
    settings = number_settings(tmp_path, WHATSAPP_VERIFY_TOKEN="")
    client = TestClient(Starlette(routes=webhook_routes(database, vault, settings.whatsapp)))
    assert shake(client, verify_token="").status_code == 403


def test_the_citizens_of_a_batch_are_told_apart(database, meta) -> None:
    body = webhook("text")
    body["entry"].append(webhook("voice", "user id only")["entry"][0])
    value = body["entry"][-1]["changes"][0]["value"]
    value["messages"][0].update(from_user_id="ID.2468013579246801")
    value["contacts"][0].update(user_id="ID.2468013579246801")
    post(meta, body)
    with database.reading() as session:
        assert count(session, Citizen) == 2
