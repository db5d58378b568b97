"""Files have ids that live for days and addresses that live for minutes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulator.bench import BOTH, Bench, run_bench
from tests.simulator.fake_program import FakeProgram, wait_until


@pytest.fixture
def hasty(tmp_path: Path, program: FakeProgram, webhook_url: str) -> Iterator[Bench]:
    """A simulator whose media addresses live for half a second."""
    with run_bench(tmp_path, program, webhook_url, media_url_seconds=0.5) as running:
        yield running


def describe(bench: Bench, media_id: str) -> dict[str, Any]:
    return dict(requests.get(f"{bench.graph}/{media_id}", headers=bench.token, timeout=5).json())


def photo_id(bench: Bench, content: bytes = b"foto") -> str:
    return str(bench.send_photo(BOTH, content)["content"]["image"]["id"])


def download(bench: Bench, url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers or bench.token, timeout=5)


def upload(bench: Bench, content: bytes, mime_type: str) -> requests.Response:
    address = f"{bench.graph}/{bench.config.phone_number_id}/media"
    files = {"file": ("berkas", content, mime_type)}
    form = {"messaging_product": "whatsapp", "type": mime_type}
    return requests.post(address, files=files, data=form, headers=bench.token, timeout=10)


def test_a_photo_is_fetched_in_two_steps(bench: Bench) -> None:
    described = describe(bench, photo_id(bench, b"isi foto"))
    assert described["url"].startswith(f"{bench.url}/simulator/media/")
    assert described["sha256"] == hashlib.sha256(b"isi foto").hexdigest()
    assert (described["mime_type"], described["file_size"]) == ("image/jpeg", 8)
    assert described["messaging_product"] == "whatsapp"
    assert download(bench, described["url"]).content == b"isi foto"


def test_a_photos_address_expires_and_a_new_one_works(hasty: Bench) -> None:
    media_id = photo_id(hasty)
    old = describe(hasty, media_id)["url"]
    assert download(hasty, old).status_code == 200
    wait_until(lambda: download(hasty, old).status_code == 404)
    assert download(hasty, describe(hasty, media_id)["url"]).status_code == 200


def test_a_download_needs_the_token(bench: Bench) -> None:
    url = describe(bench, photo_id(bench))["url"]
    assert download(bench, url, Authorization="Bearer salah").status_code == 401


@pytest.mark.parametrize("forged", ["?ext=9999999999&hash=0", "?ext=nanti&hash=%C3%A9", ""])
def test_a_forged_address_leads_nowhere(bench: Bench, forged: str) -> None:
    url = describe(bench, photo_id(bench))["url"].split("?")[0]
    assert download(bench, url + forged).status_code == 404


def test_an_unknown_media_id_does_not_exist(bench: Bench) -> None:
    assert describe(bench, "123")["error"]["code"] == 100


def test_an_address_can_be_handed_out_expired(bench: Bench) -> None:
    media_id = photo_id(bench)
    bench.faults(expire_media=1)
    assert download(bench, describe(bench, media_id)["url"]).status_code == 404
    assert download(bench, describe(bench, media_id)["url"]).status_code == 200


def test_an_uploaded_image_can_be_sent(bench: Bench) -> None:
    media_id = upload(bench, b"png", "image/png").json()["id"]
    wamid = bench.reply(BOTH, type="image", image={"id": media_id, "caption": "Sesudah diperbaiki"})
    (message,) = bench.chat(BOTH)
    assert message["id"] == wamid and message["content"]["image"]["id"] == media_id


@pytest.mark.parametrize(
    ("size", "mime_type"), [(5 * 1024 * 1024 + 1, "image/jpeg"), (10, "image/gif"), (0, "image/png")]
)
def test_an_upload_beyond_whatsapps_limits_is_refused(bench: Bench, size: int, mime_type: str) -> None:
    answer = upload(bench, b"x" * size, mime_type)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_a_file_that_a_browser_might_run_is_only_offered_for_download(bench: Bench) -> None:
    files = [("file", ("halaman.html", b"<script>alert(1)</script>", "text/html"))]
    sent = bench.api("POST", f"/citizens/{BOTH}/files", files=files, data={"kind": "document"}).json()
    answer = bench.api("GET", f"/media/{sent[0]['content']['document']['id']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
