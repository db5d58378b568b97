"""What becomes of a business message: sent, delivered, read, or failed, each told by webhook."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.simulator.agenda import Agenda
from bot.simulator.chats import ChatLog, ChatMessage
from bot.simulator.citizens import Citizen, CitizenBook
from bot.simulator.config import SimulatorConfig
from bot.simulator.delivery import Delivery
from bot.simulator.envelope import contact, envelope, recipient
from bot.simulator.faults import FaultPanel

Body = dict[str, Any]
WINDOW_SECONDS = 86_400
ERROR_PAGE = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"
UNDELIVERABLE = (131026, "Message undeliverable", "Message Undeliverable.")
WINDOW_CLOSED = (
    131047,
    "Re-engagement message",
    "Message failed to send because more than 24 hours have passed since the customer last replied.",
)


class Receipts:
    def __init__(
        self,
        config: SimulatorConfig,
        citizens: CitizenBook,
        chats: ChatLog,
        faults: FaultPanel,
        agenda: Agenda,
        delivery: Delivery,
        changed: Callable[[ChatMessage], None],
        watched: Callable[[int], bool],
    ) -> None:
        self._config = config
        self._citizens = citizens
        self._chats = chats
        self._faults = faults
        self._agenda = agenda
        self._delivery = delivery
        self._changed = changed
        self._watched = watched

    def follow(self, message: ChatMessage) -> None:
        """Let an accepted message reach its citizen, or fail, after the usual pauses."""
        pause = self._config.status_pause
        refusal = self._refusal(message)
        if refusal:
            self._agenda.after(pause, lambda: self._fail(message.wamid, refusal))
            return
        self._agenda.after(pause / 3, lambda: self._advance(message.wamid, "sent"))
        self._agenda.after(pause, lambda: self._deliver(message))

    def resume(self) -> None:
        """Take up messages that an earlier run left on their way."""
        for message in self._chats.from_business("accepted", "sent"):
            self.follow(message)

    def read(self, citizen: int) -> None:
        """The citizen has looked at the chat: all that was delivered is read."""
        for message in self._chats.from_business("delivered", citizen=citizen):
            self._advance(message.wamid, "read")

    def _deliver(self, message: ChatMessage) -> None:
        self._advance(message.wamid, "delivered")
        if self._faults.now().auto_read or self._watched(message.citizen):
            self._agenda.after(self._config.status_pause, lambda: self.read(message.citizen))

    def _advance(self, wamid: str, status: str) -> None:
        if self._chats.advance(wamid, status):
            self._tell(self._chats.get(wamid))

    def _fail(self, wamid: str, refusal: tuple[int, str, str]) -> None:
        code, title, details = refusal
        self._chats.fail(
            wamid,
            {
                "code": code,
                "title": title,
                "message": title,
                "error_data": {"details": details},
                "href": ERROR_PAGE,
            },
        )
        self._tell(self._chats.get(wamid))

    def _tell(self, message: ChatMessage) -> None:
        citizen = self._citizens.get(message.citizen)
        value: Body = {"statuses": [status_object(message, citizen)]}
        # Meta leaves the contacts out of failed statuses.
        if message.status != "failed":
            value = {"contacts": [contact(citizen)], **value}
        self._delivery.post(envelope(self._config, value), citizen.id)
        self._changed(message)

    def _refusal(self, message: ChatMessage) -> tuple[int, str, str] | None:
        if self._faults.spend("undeliverable"):
            return UNDELIVERABLE
        if message.type == "template" or self._window_open(self._citizens.get(message.citizen)):
            return None
        return WINDOW_CLOSED

    def _window_open(self, citizen: Citizen) -> bool:
        if self._faults.now().window_closed or citizen.last_inbound is None:
            return False
        return time.time() - citizen.last_inbound < WINDOW_SECONDS


def status_object(message: ChatMessage, citizen: Citizen) -> Body:
    """One element of `statuses`. The price stands in `sent` and `delivered` only, as at Meta."""
    status: Body = {
        "id": message.wamid,
        "status": message.status,
        "timestamp": str(int(time.time())),
        **recipient(citizen),
    }
    if message.opaque is not None:
        status["biz_opaque_callback_data"] = message.opaque
    if message.status in ("sent", "delivered"):
        category = "utility" if message.type == "template" else "service"
        price = {"billable": True, "pricing_model": "PMP", "category": category, "type": "regular"}
        status["pricing"] = price
    if message.error:
        status["errors"] = [message.error]
    return status
