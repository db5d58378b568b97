"""Templates of the pack at Meta, against the simulator's template management and a refusing one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.region.pack import Region, load_region
from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import AccessRefused
from bot.whatsapp.template_desk import push, standings
from tests.simulator.serving import serve
from tests.whatsapp.numbers import number_settings

PACK = Path(__file__).parents[2] / "data/region/oki"


class Management:
    """Meta's template management, with two templates a page."""

    def __init__(self) -> None:
        self.templates: list[dict[str, Any]] = []
        self.refused: dict[str, int] = {}
        self.tokens: set[str | None] = set()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v25.0/{account}/message_templates", self.create, methods=["POST"]),
                Route("/v25.0/{account}/message_templates", self.list, methods=["GET"]),
            ]
        )

    async def create(self, request: Request) -> Response:
        template = await request.json()
        code = self.refused.get(template["name"], self.refused.get("*"))
        if code:
            return JSONResponse({"error": {"code": code, "message": "refused"}}, 400)
        self.templates.append({**template, "status": "PENDING"})
        return JSONResponse({"id": "1", "status": "PENDING", "category": template["category"]})

    async def list(self, request: Request) -> Response:
        self.tokens.add(request.headers.get("authorization"))
        start = int(request.query_params.get("after", "0"))
        paging = {"cursors": {"after": str(start + 2)}}
        if start + 2 < len(self.templates):
            paging["next"] = "https://example.org/next"  # type: ignore[assignment]
        return JSONResponse({"data": self.templates[start : start + 2], "paging": paging})


@pytest.fixture
def region() -> Region:
    return load_region(PACK)


@pytest.fixture
def management() -> Management:
    return Management()


@pytest.fixture
def client(management: Management, tmp_path: Path) -> Iterator[GraphClient]:
    with serve(management.app()) as url:
        account = {"WHATSAPP_BUSINESS_ACCOUNT_ID": "2"}
        yield GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL=f"{url}/v25.0", **account).whatsapp)


def outcomes(client: GraphClient, region: Region) -> dict[str, str]:
    return {one.name: one.outcome for one in push(client, region.templates.values())}


def test_every_template_is_created_once(client: GraphClient, management: Management, region: Region) -> None:
    assert set(outcomes(client, region).values()) == {"created"}
    assert set(outcomes(client, region).values()) == {"kept"}
    assert len(management.templates) == len(region.templates) > 4
    assert all(token and token.startswith("Bearer ") for token in management.tokens)


def test_a_refused_template_keeps_no_other_back(
    client: GraphClient, management: Management, region: Region
) -> None:
    management.refused["lapor_selesai_foto"] = 100
    done = outcomes(client, region)
    assert done.pop("lapor_selesai_foto") == "refused" and set(done.values()) == {"created"}


def test_a_wrong_token_stops_the_push(client: GraphClient, management: Management, region: Region) -> None:
    management.refused["*"] = 190
    with pytest.raises(AccessRefused):
        outcomes(client, region)
    assert management.templates == []


def test_what_meta_has_made_of_a_template_is_said(
    client: GraphClient, management: Management, region: Region
) -> None:
    outcomes(client, region)
    management.templates[0] |= {"status": "REJECTED", "rejected_reason": "PROMOTIONAL"}
    management.templates[1]["components"] = [{"type": "BODY", "text": "another text"}]
    del management.templates[2:]
    found = standings(client, region.templates.values())
    assert [(one.state, one.reason, one.changed) for one in found[:3]] == [
        ("REJECTED", "PROMOTIONAL", False),
        ("PENDING", "", True),
        ("ABSENT", "", False),
    ]
