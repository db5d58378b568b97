from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.vault import Vault
from bot.whatsapp.client import GraphClient
from tests.conversations.conftest import database, postgres_tables, vault
from tests.simulator.serving import Stage, serve
from tests.whatsapp.graph_api import GraphApi
from tests.whatsapp.numbers import number_settings
from tests.whatsapp.outgoing import Office

__all__ = ["database", "postgres_tables", "vault"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A configured number, whose Graph API nobody calls."""
    return number_settings(tmp_path)


@pytest.fixture(scope="session")
def graph_server() -> Iterator[tuple[str, Stage]]:
    """A running server, and the stage on which each test puts its own Graph API."""
    stage = Stage()
    with serve(stage) as url:
        yield url, stage


@pytest.fixture
def graph(graph_server: tuple[str, Stage]) -> GraphApi:
    url, stage = graph_server
    api = GraphApi(f"{url}/v25.0")
    stage.app = api.app()
    return api


@pytest.fixture
def client(graph: GraphApi, tmp_path: Path) -> GraphClient:
    return GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL=graph.url).whatsapp)


@pytest.fixture
def office(database: Database, vault: Vault, graph: GraphApi, tmp_path: Path) -> Office:
    return Office(database, vault, graph, tmp_path)
