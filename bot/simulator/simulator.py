"""The simulated WhatsApp as a whole: its parts, and the moments that touch several of them."""

from __future__ import annotations

from bot.simulator.agenda import Agenda
from bot.simulator.chats import ChatLog, ChatMessage
from bot.simulator.citizens import Citizen, CitizenBook
from bot.simulator.config import SimulatorConfig
from bot.simulator.database import Database
from bot.simulator.delivery import Delivery
from bot.simulator.examples import ExampleShelf
from bot.simulator.faults import FaultPanel
from bot.simulator.feed import Feed
from bot.simulator.media import MediaShelf
from bot.simulator.presence import TYPING_SECONDS, Presence
from bot.simulator.receipts import Receipts
from bot.simulator.templates import TemplateBook


class Simulator:
    """Shared by all routes. Opens its files at once; starts threads only when there is work."""

    def __init__(self, config: SimulatorConfig) -> None:
        self.config = config
        database = Database(config.state_path)
        self.citizens = CitizenBook(database)
        self.chats = ChatLog(database)
        self.media = MediaShelf(database, config.state_path / "media", config.app_secret)
        self.templates = TemplateBook(database)
        self.examples = ExampleShelf()
        self.feed = Feed()
        self.faults = FaultPanel(lambda faults: self.feed.publish("faults", vars(faults)))
        self.presence = Presence()
        agenda = Agenda()
        self.delivery = Delivery(config, database, self.faults, agenda, self._acknowledged)
        self.receipts = Receipts(
            config,
            self.citizens,
            self.chats,
            self.faults,
            agenda,
            self.delivery,
            self.show,
            self.presence.is_open,
        )
        for template in config.templates:
            self.templates.register(template)
        self.citizens.seed()
        self.delivery.resume()
        self.receipts.resume()

    def show(self, message: ChatMessage) -> None:
        """Tell the open pages about a new or changed bubble."""
        self.feed.publish("message", message.as_json())

    def welcome(self, citizen: Citizen) -> None:
        self.feed.publish("citizen", citizen.as_json())

    def watch(self, citizens: list[int]) -> None:
        """A page shows these chats now: what was delivered in them is read."""
        for citizen in citizens:
            self.presence.show(citizen)
            self.receipts.read(citizen)

    def start_typing(self, citizen: int) -> None:
        self.presence.type(citizen)
        self.feed.publish("typing", {"citizen": citizen, "seconds": TYPING_SECONDS})

    def stop_typing(self, citizen: int) -> None:
        self.presence.stop_typing(citizen)
        self.feed.publish("typing", {"citizen": citizen, "seconds": 0})

    def _acknowledged(self, wamid: str) -> None:
        """The program has answered 200 for a citizen's message: its second tick."""
        if self.chats.advance(wamid, "delivered"):
            self.show(self.chats.get(wamid))
