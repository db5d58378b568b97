"""The simulator and a fake program, served side by side, with short calls for what tests do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests
from starlette.applications import Starlette

from bot.simulator.config import SimulatorConfig
from bot.simulator.routes import simulator_routes
from tests.simulator.fake_program import FakeProgram
from tests.simulator.serving import serve

Body = dict[str, Any]
BOTH, PHONE_ONLY, USER_ID_ONLY = 1, 2, 3
DISTRICTS = Path(__file__).parent / "districts.geojson"
CONFIG = SimulatorConfig(
    webhook_url="",
    app_secret="rahasia-aplikasi",
    access_token="kunci-akses",
    phone_number_id="100200300",
    business_account_id="400500600",
    display_phone_number="62711000000",
    state_path=Path(),
    boundaries=DISTRICTS,
    loopback_only=True,
    status_pause=0.06,
    retry_pause=0.05,
    hold_seconds=0.5,
)


class Bench:
    """A running simulator at `url` and the program that it reports to."""

    def __init__(self, url: str, program: FakeProgram, config: SimulatorConfig) -> None:
        self.url = url
        self.program = program
        self.config = config
        self.graph = f"{url}/simulator/graph/v25.0"
        self.token = {"Authorization": f"Bearer {config.access_token}"}

    def api(self, method: str, path: str, **options: Any) -> requests.Response:
        return requests.request(method, f"{self.url}/simulator/api{path}", timeout=10, **options)

    def write(self, citizen: int, kind: str = "text", **fields: Any) -> Body:
        """A citizen sends a message; the answer describes the bubble."""
        answer = self.api("POST", f"/citizens/{citizen}/messages", json={"type": kind, **fields})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def send_photo(self, citizen: int, content: bytes = b"foto", caption: str = "") -> Body:
        files = [("file", ("foto.jpg", content, "image/jpeg"))]
        answer = self.api("POST", f"/citizens/{citizen}/files", files=files, data={"caption": caption})
        return dict(answer.json()[0])

    def faults(self, **changes: Any) -> None:
        assert self.api("POST", "/faults", json=changes).status_code == 200

    def citizen(self, number: int) -> Body:
        return next(one for one in self.api("GET", "/citizens").json() if one["id"] == number)

    def chat(self, citizen: int) -> list[Body]:
        return list(self.api("GET", f"/citizens/{citizen}/messages").json())

    def post(self, payload: Body, **options: Any) -> requests.Response:
        """The business calls `/messages`."""
        address = f"{self.graph}/{self.config.phone_number_id}/messages"
        whole = {"messaging_product": "whatsapp", **payload}
        return requests.post(address, json=whole, headers=self.token, timeout=10, **options)

    def register(self, template: Body) -> requests.Response:
        """The business registers a message template."""
        address = f"{self.graph}/{self.config.business_account_id}/message_templates"
        return requests.post(address, json=template, headers=self.token, timeout=5)

    def upload(self, content: bytes, mime_type: str = "image/png") -> str:
        """The business uploads a file; returns its media id."""
        address = f"{self.graph}/{self.config.phone_number_id}/media"
        fields = {"messaging_product": "whatsapp", "type": mime_type}
        files = {"file": ("foto", content, mime_type)}
        answer = requests.post(address, data=fields, files=files, headers=self.token, timeout=5)
        return str(answer.json()["id"])

    def open_example(self, **asked: str) -> requests.Response:
        """The business begins to upload the example picture of a template."""
        return requests.post(f"{self.graph}/app/uploads", params=asked, headers=self.token, timeout=5)

    def fill_example(self, place: str, content: bytes, **headers: str) -> requests.Response:
        signed = {"Authorization": f"OAuth {self.config.access_token}", "file_offset": "0", **headers}
        return requests.post(f"{self.graph}/{place}", data=content, headers=signed, timeout=5)

    def _to(self, citizen: int) -> Body:
        known = self.citizen(citizen)
        return {"to": known["phone"]} if known["phone"] else {"recipient": known["user_id"]}

    def react(self, citizen: int, message_id: str, emoji: str) -> None:
        """The business reacts to a message of a citizen."""
        reaction = {"message_id": message_id, "emoji": emoji}
        assert self.post({**self._to(citizen), "type": "reaction", "reaction": reaction}).status_code == 200

    def reply(self, citizen: int, text: str = "Baik, Bapak/Ibu.", **fields: Any) -> str:
        """The business answers a citizen; returns the wamid."""
        answer = self.post({**self._to(citizen), "type": "text", "text": {"body": text}, **fields})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["messages"][0]["id"])


@contextmanager
def run_bench(folder: Path, program: FakeProgram, webhook_url: str, **changes: Any) -> Iterator[Bench]:
    """Serve a simulator of its own; it ends with the block, as by a stop of the program."""
    config = replace(CONFIG, webhook_url=webhook_url, state_path=folder, **changes)
    with serve(build(config)) as url:
        yield Bench(url, program, config)


def build(config: SimulatorConfig) -> Starlette:
    return Starlette(routes=simulator_routes(config))
