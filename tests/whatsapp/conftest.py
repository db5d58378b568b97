from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.vault import Vault
from bot.whatsapp.client import GraphClient
from tests.conversations.conftest import database, postgres_tables, vault
from tests.whatsapp.graph_api import GraphApi, serve_graph_api
from tests.whatsapp.numbers import number_settings
from tests.whatsapp.outgoing import Office

__all__ = ["database", "postgres_tables", "vault"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A configured number, whose Graph API nobody calls."""
    return number_settings(tmp_path)


@pytest.fixture
def graph() -> Iterator[GraphApi]:
    with serve_graph_api() as api:
        yield api


@pytest.fixture
def client(graph: GraphApi, tmp_path: Path) -> GraphClient:
    return GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL=graph.url).whatsapp)


@pytest.fixture
def office(database: Database, vault: Vault, graph: GraphApi, tmp_path: Path) -> Office:
    return Office(database, vault, graph, tmp_path)
