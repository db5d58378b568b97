from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.whatsapp import client as client_module
from bot.whatsapp import errors
from bot.whatsapp.client import GraphClient, MediaTooLarge
from tests.whatsapp.graph_api import Fault, GraphApi
from tests.whatsapp.numbers import number_settings

MESSAGE = {"messaging_product": "whatsapp", "to": "6281200000001", "type": "text", "text": {"body": "Baik"}}
BEARER = "Bearer the token"


def raised(call: Callable[..., Any], *arguments: Any) -> errors.GraphError:
    with pytest.raises(errors.GraphError) as caught:
        call(*arguments)
    return caught.value


def test_a_message_is_sent_with_our_token(client, graph) -> None:
    assert client.send(MESSAGE) == "wamid.1"
    assert (graph.messages, graph.tokens) == ([MESSAGE], [BEARER])


def test_a_receipt_needs_no_message_id(client, graph) -> None:
    client.mark_read({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"})
    assert len(graph.receipts) == 1


def test_a_refusal_becomes_its_error(client, graph) -> None:
    graph.fail(131056, 400)
    assert isinstance(raised(client.send, MESSAGE), errors.PairThrottled)


def test_an_error_inside_a_success_is_an_error(client, graph) -> None:
    graph.fail(190, 200)
    assert isinstance(raised(client.send, MESSAGE), errors.AccessRefused)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"messages": []}', b'{"messages": [{}]}'])
def test_a_success_that_cannot_be_read_may_have_happened(client, graph, body: bytes) -> None:
    graph.fail(status=200, body=body)
    assert raised(client.send, MESSAGE).may_have_happened


def test_a_page_of_a_proxy_is_temporary(client, graph) -> None:
    graph.fail(status=502, body=b"<html>Bad Gateway</html>")
    assert type(raised(client.send, MESSAGE)) is errors.Temporary


def test_a_call_without_an_answer_may_have_happened(client, graph, monkeypatch) -> None:
    monkeypatch.setattr(client_module, "ANSWER_SECONDS", 0.2)
    graph.fail(131000, 500, delay=2.0)
    assert raised(client.send, MESSAGE).may_have_happened


def test_a_server_that_hangs_up_may_have_happened(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        client = GraphClient(
            number_settings(tmp_path, WHATSAPP_GRAPH_URL=f"http://127.0.0.1:{port}").whatsapp
        )

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.recv(10)
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        assert raised(client.send, MESSAGE).may_have_happened
        thread.join()


def test_a_server_that_is_not_there_has_done_nothing(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    client = GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL=f"http://127.0.0.1:{port}").whatsapp)
    error = raised(client.send, MESSAGE)
    assert (type(error), error.may_have_happened) == (errors.Temporary, False)


def test_a_netrc_file_does_not_replace_the_token(client, graph, tmp_path, monkeypatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client.send(MESSAGE)
    assert graph.tokens == [BEARER]


def test_a_file_of_ours_is_uploaded_with_our_token(client, graph) -> None:
    assert client.upload(b"foto", "image/jpeg", "served.jpg") == "901"
    file = {"product": "whatsapp", "type": "image/jpeg", "name": "served.jpg", "mime": "image/jpeg"}
    assert graph.uploads == [{**file, "content": b"foto"}]
    assert graph.tokens == [BEARER]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(190, 401), errors.AccessRefused),
        (Fault(100, 400), errors.Refused),
        (Fault(131053, 400), errors.Temporary),
        (Fault(status=503, body=b"<html>"), errors.Temporary),
        (Fault(status=200, body=b"{}"), errors.Temporary),
        (Fault(status=200, body=b"<html>"), errors.NoAnswer),
    ],
)
def test_an_upload_fails_as_any_other_call(client, graph, fault: Fault, kind: type) -> None:
    graph.upload_faults.append(fault)
    assert type(raised(client.upload, b"foto", "image/jpeg", "served.jpg")) is kind


def test_media_come_in_two_steps(client, graph) -> None:
    graph.media["900"] = b"foto"
    info = client.find_media("900")
    assert info.size == 4
    assert client.download(info.url, 100) == b"foto"
    assert graph.download_tokens == [BEARER]


def test_unknown_media_are_refused(client) -> None:
    assert isinstance(raised(client.find_media, "901"), errors.Refused)


@pytest.mark.parametrize("body", [b"{}", b'{"url": 5}'])
def test_an_answer_without_a_url_is_temporary(client, graph, body: bytes) -> None:
    graph.media_faults.append(Fault(status=200, body=body))
    assert isinstance(raised(client.find_media, "900"), errors.Temporary)


@pytest.mark.parametrize("status", [404, 403, 410, 500])
def test_a_url_that_has_run_out_is_temporary(client, graph: GraphApi, status: int) -> None:
    graph.media["900"] = b"foto"
    graph.download_faults.append(Fault(status=status, body=b""))
    assert isinstance(raised(client.download, client.find_media("900").url, 100), errors.Temporary)


def test_a_file_that_is_too_large_is_not_read_to_its_end(client, graph) -> None:
    graph.media["900"] = b"x" * 1_000_000
    url = client.find_media("900").url
    assert len(client.download(url, 1_000_000)) == 1_000_000
    with pytest.raises(MediaTooLarge):
        client.download(url, 999_999)


def test_a_download_can_be_broken_off(client, graph) -> None:
    graph.media["900"] = b"x" * 1_000_000
    with pytest.raises(errors.Temporary, match="broken off"):
        client.download(client.find_media("900").url, 1_000_000, lambda: False)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/files/900",
        "https://lookaside.fbsbx.com.evil.example/900",
        "https://lookaside.fbsbx.com@evil.example/900",
        "https://evil.example/?x=lookaside.fbsbx.com",
        "file:///etc/passwd",
        "ftp://127.0.0.1/900",
        "",
        "//lookaside.fbsbx.com/900",
    ],
)
def test_the_token_goes_to_no_unknown_host(client, url: str) -> None:
    with pytest.raises(errors.Refused, match="unknown host"):
        client.download(url, 100)


def test_a_redirect_is_followed_without_the_token(client, graph) -> None:
    graph.media["900"] = b"foto"
    url = client.find_media("900").url
    graph.redirect_to = url + "&again=1"
    assert client.download(url, 100) == b"foto"
    assert graph.download_tokens == [BEARER, None]


def test_a_redirect_to_an_unknown_host_is_refused(client, graph) -> None:
    graph.media["900"] = b"foto"
    graph.redirect_to = "http://169.254.169.254/latest/meta-data"
    with pytest.raises(errors.Refused, match="unknown host"):
        client.download(client.find_media("900").url, 100)


def test_a_media_id_cannot_leave_its_place_in_the_path(client, graph) -> None:
    raised(client.find_media, "900/../100000000000001/messages?x=1")
    assert graph.media_asked == [] or graph.media_asked[0].startswith("900")


def test_an_encrypted_graph_api_has_no_unencrypted_media(tmp_path: Path) -> None:
    client = GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL="https://graph.example/v25.0").whatsapp)
    for url in ("http://graph.example/900", "http://lookaside.fbsbx.com/900"):
        with pytest.raises(errors.Refused, match="unknown host"):
            client.download(url, 100)
