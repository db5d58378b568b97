"""A citizen's phone of the running simulator, for what a test does beside the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import requests

from tests.operations.program import Program, wait_until

TICKET = re.compile(r"OKI-\d{4}-\d{4}")
PATIENCE_SECONDS = 30.0


@dataclass
class Handset:
    """The phone of a citizen whom nobody else uses."""

    program: Program
    citizen: int
    name: str

    @classmethod
    def of_a_newcomer(cls, program: Program, name: str = "Warga Uji") -> Handset:
        added = call(program, "citizens", name=name, identity="both")
        return cls(program, int(added["id"]), name)

    def write(self, text: str) -> None:
        call(self.program, f"citizens/{self.citizen}/messages", type="text", body=text)

    def press(self, label: str) -> None:
        call(self.program, f"citizens/{self.citizen}/messages", type="press", label=label)

    def send_photo(self, content: bytes) -> None:
        address = f"{self.program.url}/simulator/api/citizens/{self.citizen}/files"
        files = [("file", ("foto.jpg", content, "image/jpeg"))]
        assert requests.post(address, files=files, timeout=10).status_code == 201

    def bubbles(self) -> list[str]:
        """The texts that have reached this phone."""
        address = f"{self.program.url}/simulator/api/citizens/{self.citizen}/messages"
        messages = requests.get(address, timeout=10).json()
        arrived = [
            one for one in messages if not one["from_citizen"] and one["status"] in ("delivered", "read")
        ]
        return [text_of(one["content"]) for one in arrived]

    def wait_for_bubble(self, number: int) -> str:
        """The bubble of that number, counted from 1."""
        return str(wait_until(lambda: self.bubbles()[number - 1 : number], PATIENCE_SECONDS)[0])


def text_of(content: dict[str, Any]) -> str:
    """The words of a bubble: of a photo its caption, of a template the filled text."""
    kind = content["type"]
    part = content[kind]
    if kind == "image":
        return str(part.get("caption", ""))
    if kind == "template":
        return str(content["filled"]["body"])
    return str(part["body"] if kind == "text" else part["body"]["text"])


def call(program: Program, path: str, **body: Any) -> Any:
    answer = requests.post(f"{program.url}/simulator/api/{path}", json=body, timeout=10)
    assert answer.ok, answer.text
    return answer.json()


def ticket_in(text: str) -> str:
    found = TICKET.search(text)
    assert found, text
    return found.group()


def show_report(program: Program, ticket: str) -> dict[str, Any]:
    """What `lapor reports show` says of it."""
    return dict(program.read_json("reports", "show", ticket, "--json"))


def count_reports(program: Program) -> int:
    done = program.run("reports", "list", "--json")
    assert done.returncode == 0, done.stderr
    return len(done.stdout.splitlines())
