"""One conversation in the making: lines of the transcript with their rows of inbox, outbox and media."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.console.demo.photos import AFTER
from bot.console.demo.rows import Row
from bot.console.demo.world import World
from bot.conversations.bubbles import Bubble
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry

# Of a hundred messages to citizens, how far they came.
REACHED = ("read",) * 76 + ("delivered",) * 17 + ("sent",) * 4 + ("failed",) * 3
STEPS = ("accepted", "sent", "delivered", "read")
# Errors of the Cloud API that a recipient causes.
FAILURES = (
    (131026, "Message undeliverable"),
    (131049, "Not delivered to maintain healthy ecosystem engagement"),
)
PRICING = {"billable": True, "pricing_model": "PMP", "category": "service", "type": "regular"}


class Chat:
    """What one citizen and we say to each other about one report; `ids` go to every line."""

    def __init__(self, world: World, citizen: Row) -> None:
        self.world = world
        self.citizen = citizen
        self.ids: dict[str, Any] = {}
        self.lines: list[Row] = []

    def hears(self, at: datetime, text: str, understanding: dict[str, Any] | None = None) -> None:
        """The citizen writes."""
        self._comes("text", at, text, {"text": text}, understanding)

    def is_pressed(self, at: datetime, id: str, title: str) -> None:
        """The citizen presses a button."""
        understanding = reading(id.strip("/"), 1.0)
        self._comes("button", at, title, {"id": id, "title": title}, understanding)

    def chooses(self, at: datetime, id: str, title: str, understanding: dict[str, Any]) -> None:
        """The citizen chooses a row of a list."""
        self._comes("list_reply", at, title, {"id": id, "title": title}, understanding)

    def gets_pin(self, at: datetime, pin: tuple[float, float]) -> None:
        self._comes("location", at, None, {"latitude": pin[0], "longitude": pin[1]}, None)

    def gets_photo(self, at: datetime, scene: str) -> int:
        """The citizen sends a photo that has been fetched; returns the id of its media row."""
        facts = self.world.album.draw(scene, self.world.rng)
        return self.gets_media(at, "image", **facts, stored_at=at + timedelta(seconds=2))

    def gets_media(self, at: datetime, kind: str, **facts: Any) -> int:
        mime = facts.get("claimed_mime") or "image/jpeg"
        media_id = self.world.rows.next_id(Media)
        payload = {"graph_id": f"demo-{media_id}", "mime": mime}
        if kind == "audio":
            payload["voice"] = True
        inbox = self._comes(kind, at, None, payload, None, media_id)
        self.world.rows.add(
            Media, id=media_id, citizen_id=self.citizen["id"], inbox_id=inbox["id"], kind=kind,
            graph_id=payload["graph_id"], attempts=1, next_try_at=at, received_at=at, **facts,
        )  # fmt: skip
        return media_id

    def has_photo_of_staff(self, at: datetime, staff_id: int) -> int:
        """Staff upload a photo of the finished work."""
        facts = self.world.album.draw(AFTER, self.world.rng)
        row = self.world.rows.add(
            Media, citizen_id=self.citizen["id"], kind="image", graph_id="", staff_id=staff_id,
            next_try_at=at, received_at=at, stored_at=at, **facts,
        )  # fmt: skip
        return int(row["id"])

    def says(self, at: datetime, bubble: Bubble, purpose: str = "reply", staff_id: int | None = None) -> int:
        """We answer; with a `staff_id` it is somebody of the staff who speaks. Returns the outbox id."""
        body = bubble.to_json()
        id = self.world.rows.next_id(OutboxMessage)
        ticks = self._ticks(at, id)
        self.world.rows.add(
            OutboxMessage, id=id, citizen_id=self.citizen["id"], purpose=purpose, body=body, attempts=1,
            next_try_at=at, created_at=at, **ticks,
        )  # fmt: skip
        self._line(
            at, speaker="bot" if staff_id is None else "staff", kind=bubble.kind, text=bubble.text,
            content=body, media_id=bubble.image, outbox_id=id, staff_id=staff_id,
        )  # fmt: skip
        return id

    def end(self) -> None:
        """Let the lines wait to be written, in the order in which they were said."""
        table = TranscriptEntry
        for line in sorted(self.lines, key=lambda line: line["at"]):
            self.world.rows.add(table, **{**line, **self.ids})

    def _comes(
        self,
        kind: str,
        at: datetime,
        text: str | None,
        payload: dict[str, Any],
        understanding: dict[str, Any] | None,
        media_id: int | None = None,
    ) -> Row:
        id = self.world.rows.next_id(InboxEvent)
        wamid, citizen = f"wamid.DEMO.IN.{id:09d}", self.citizen
        inbox = self.world.rows.add(
            InboxEvent, id=id, event_key=f"message:{wamid}", kind=kind, citizen_id=citizen["id"], wamid=wamid,
            payload=payload, sent_at=at, received_at=at, ready_at=at, state="done", attempts=1,
        )  # fmt: skip
        content = {key: value for key, value in payload.items() if key != "text"}
        self._line(
            at, speaker="citizen", kind=kind, text=text, content=content, wamid=wamid, media_id=media_id,
            inbox_id=id, understanding=understanding,
        )  # fmt: skip
        citizen["last_inbound_at"] = max(citizen["last_inbound_at"] or at, at)
        return inbox

    def _line(self, at: datetime, **values: Any) -> None:
        self.lines.append({"citizen_id": self.citizen["id"], "at": at, **values})

    def _ticks(self, at: datetime, id: int) -> Row:
        """State and moments of a message that went out at once."""
        rng = self.world.rng
        state = rng.choice(REACHED)
        values: Row = {"state": state, "accepted_at": at + timedelta(seconds=1)}
        if state == "failed":
            values["error_code"], values["error_title"] = rng.choice(FAILURES)
            return {**values, "failed_at": at + timedelta(seconds=4)}
        for step, seconds in zip(
            STEPS[1 : STEPS.index(state) + 1], (2, 5, rng.randrange(20, 5000)), strict=False
        ):
            values[f"{step}_at"] = min(at + timedelta(seconds=seconds), self.world.clock.now)
        values["wamid"] = f"wamid.DEMO.OUT.{id:09d}"
        return {**values, "pricing": PRICING}


def reading(intent: str, confidence: float, *entities: dict[str, Any], others: tuple[str, ...] = ()) -> Row:
    """What the bot read in a message, as the transcript keeps it."""
    rest = 1 - confidence
    alternatives = [(intent, confidence), *((name, rest / (place + 2)) for place, name in enumerate(others))]
    return {
        "intent": intent,
        "confidence": round(confidence, 3),
        "entities": list(entities),
        "alternatives": [{"name": name, "confidence": round(share, 3)} for name, share in alternatives],
    }
