"""Many citizens at once, each of whom files one report and presses `Kirim` as soon as he is asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.operations.citizens import FIRST_MESSAGE, TICKET, Citizen, Line, buttons
from tests.operations.program import wait_until
from tests.whatsapp.graph_api import GraphApi

LOOK_SECONDS = 0.02


@dataclass
class Crowd:
    """A thread plays WhatsApp and the thumbs: it tells of every delivery and answers every summary once."""

    line: Line
    graph: GraphApi
    size: int
    citizens: dict[str, Citizen] = field(default_factory=dict)
    pressed: set[str] = field(default_factory=set)

    def __enter__(self) -> Crowd:
        self._seen = len(self.graph.messages)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._play)
        self._thread.start()
        for citizen in (Citizen(self.line, self.graph) for _ in range(self.size)):
            self.citizens[citizen.phone] = citizen
        for citizen in self.citizens.values():
            citizen.write(FIRST_MESSAGE)
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def bubbles(self) -> int:
        """How many bubbles have reached a phone of this crowd."""
        return sum(len(citizen.received()) for citizen in self.citizens.values())

    def receipts(self) -> Counter[str]:
        """How often each citizen got a receipt."""
        texts = {phone: citizen.received() for phone, citizen in self.citizens.items()}
        return Counter(phone for phone, found in texts.items() for text in found if TICKET.search(text))

    def is_served(self) -> bool:
        return len(self.receipts()) == self.size

    def tell_all_deliveries(self) -> None:
        """Return when the program knows of everything that has reached a phone."""
        # What was under way when its sender died still arrives.
        time.sleep(0.3)
        wait_until(lambda: self._seen == len(self.graph.messages))

    def _play(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            while self._seen < len(self.graph.messages):
                self._answer(self._seen)
                self._seen += 1

    def _answer(self, index: int) -> None:
        message = self.graph.messages[index]
        self.line.deliver(message, f"wamid.{index + 1}")
        phone = message["to"]
        if phone in self.citizens and phone not in self.pressed and "/setuju" in buttons(message):
            self.pressed.add(phone)
            self.citizens[phone].press("/setuju", "Kirim")
