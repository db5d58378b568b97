"""The simulator's part of the web application."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator.api_routes import PhoneApi
from bot.simulator.config import SimulatorConfig
from bot.simulator.graph_routes import GraphApi
from bot.simulator.guard import Guard
from bot.simulator.simulator import Simulator

STATIC = Path(__file__).parent / "static"


def simulator_routes(config: SimulatorConfig) -> list[BaseRoute]:
    """Routes of the page, its API, the Graph API and media, all below `/simulator`.

    For one web process: events and faults live in its memory. Creates `config.state_path`.
    """
    simulator = Simulator(config)
    guard = [Middleware(Guard, loopback_only=config.loopback_only)]
    static = Mount("/static", StaticFiles(directory=STATIC))
    inside = [static, *PhoneApi(simulator).routes(), *GraphApi(simulator).routes()]
    return [
        Route("/simulator", page, methods=["GET"], middleware=guard),
        Mount("/simulator", routes=inside, middleware=guard),
    ]


async def page(request: Request) -> FileResponse:
    return FileResponse(STATIC / "simulator.html")
