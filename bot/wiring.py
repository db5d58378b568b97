"""Builds engine, clients and services for the command line, the web, the workers and the courier."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bot.conversations.wording import Wording
from bot.region.pack import Region, load_region
from bot.settings import Settings, WhatsAppSettings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.migrations import upgrade
from bot.storage.vault import Vault
from bot.training.fingerprint import model_path

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine
    from bot.dialogue.worker import Worker
    from bot.reports.erasing import Eraser
    from bot.simulator.config import SimulatorConfig
    from bot.whatsapp.courier import Courier

SIMULATED_NUMBER = "62 800 0000 0000"


@dataclass(frozen=True)
class Wiring:
    """The parts of one process, each built when first asked for."""

    settings: Settings
    root: Path

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url)

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.settings.secret_key)

    @cached_property
    def files(self) -> Files:
        return Files(self.settings.media_url)

    @cached_property
    def region(self) -> Region:
        return load_region(self.settings.region)

    @cached_property
    def wording(self) -> Wording:
        return Wording(self.settings.responses)

    @cached_property
    def eraser(self) -> Eraser:
        """Erases a citizen in every room that has something of him."""
        from bot.console.erasures import audit_erasure
        from bot.reports.erasing import Eraser
        from bot.training.forgetting import forget_sentences

        return Eraser(self.region, self.vault, (forget_sentences, audit_erasure))

    @property
    def model(self) -> Path:
        return model_path(self.settings.models, self.root)

    def has_model(self) -> bool:
        """Whether workers find a model to answer with."""
        from bot.training.starting import has_model

        return has_model(self)

    def prepare_database(self) -> bool:
        """Migrate, and check that this secret key sealed the database; True when anything was migrated."""
        migrated = upgrade(self.database)
        with self.database.writing() as session:
            self.vault.check_database(session)
        return migrated

    @contextmanager
    def scratch(self, purpose: str, **changed: Any) -> Iterator[Wiring]:
        """This program on an empty SQLite and store of its own, on the disk of the real ones: a measurement
        pays for commits too. `changed` are settings that differ besides."""
        self.settings.var.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix=f"{purpose}-", dir=self.settings.var) as folder:
            settings = replace(
                self.settings, database_url=f"sqlite:///{folder}/lapor.db", media_url=f"file://{folder}/media",
                var=Path(folder), **changed,
            )  # fmt: skip
            own = replace(self, settings=settings)
            own.prepare_database()
            yield own
            own.database.dispose()

    def worker(self, name: str, engine: Engine | None = None, model: Path | None = None) -> Worker:
        """A worker with an engine loaded before, or a model: by default the one in force."""
        # Rasa takes seconds to import; only workers pay for it.
        from bot.dialogue.engine import Engine
        from bot.dialogue.turn import TurnTaker
        from bot.dialogue.worker import Worker
        from bot.training.desk import Desk
        from bot.training.starting import present_model

        path = model or (self.model if engine else present_model(self))
        engine = engine or Engine.load(path)
        taker = TurnTaker(
            self.database, engine, self.region, self.wording, self.settings, self.eraser, self.files
        )
        return Worker(name, taker, Desk(self, name, path.name).attend)

    def courier(self, local_url: str) -> Courier:
        """A courier to WhatsApp, or to the simulator of the web process at `local_url`."""
        from bot.reports.ringing import Bell
        from bot.reports.sweeping import Sweeper
        from bot.training.anonymising import anonymiser
        from bot.training.collecting import Collector
        from bot.training.teaching import normaliser
        from bot.whatsapp.client import GraphClient
        from bot.whatsapp.courier import Courier

        client = GraphClient(self.reached_whatsapp(local_url))
        bell = Bell(self.database, self.vault, self.region, self.wording)
        sweeper = Sweeper(self.database, self.files, self.eraser)
        collector = Collector(
            self.database,
            self.vault,
            lambda: anonymiser(self.root / "data", self.region),
            normaliser(self.root),
        )
        return Courier(
            self.database, self.vault, self.files, client, self.wording, self.settings,
            ring=lambda at: bell.ring(at) + sweeper.sweep(at) + collector.ring(at),
        )  # fmt: skip

    def reached_whatsapp(self, local_url: str) -> WhatsAppSettings:
        """The number as this machine reaches it.

        The simulator never by way of PUBLIC_URL: it serves nobody who comes through a proxy.
        """
        whatsapp = self.settings.whatsapp
        if not whatsapp.simulated:
            return whatsapp
        return replace(whatsapp, graph_url=f"{local_url}/simulator/graph/v25.0")

    def simulator(self, local_url: str) -> SimulatorConfig:
        from bot.simulator.config import SimulatorConfig
        from bot.whatsapp.template_shape import build_template

        whatsapp = self.settings.whatsapp
        return SimulatorConfig(
            webhook_url=f"{local_url}/whatsapp/webhook",
            app_secret=whatsapp.app_secret,
            access_token=whatsapp.access_token,
            phone_number_id=whatsapp.phone_number_id,
            business_account_id=whatsapp.business_account_id,
            display_phone_number=SIMULATED_NUMBER,
            state_path=self.settings.var / "simulator",
            boundaries=self.settings.region / "boundaries_districts.geojson",
            loopback_only=not self.settings.simulator_anywhere,
            business_name=f"{self.region.wording['service']} {self.region.short_name}",
            templates=tuple(build_template(template) for template in self.region.templates.values()),
        )
