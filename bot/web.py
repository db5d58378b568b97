"""The web process: webhook, simulator, public pages and the operator's health pages on one port."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.operations import operation_routes
from bot.public.routes import public_routes
from bot.whatsapp.webhook import webhook_routes
from bot.wiring import Wiring


def create_app(wiring: Wiring, port: int) -> Starlette:
    """All routes of one process. The simulator is there only while it stands in for WhatsApp."""
    settings = wiring.settings
    routes = [
        *webhook_routes(wiring.database, wiring.vault, settings.whatsapp),
        *operation_routes(wiring.database, wiring.model, settings),
        *public_routes(wiring.region, settings),
    ]
    if settings.whatsapp.simulated:
        from bot.simulator.routes import simulator_routes

        routes += simulator_routes(wiring.simulator(port))
    middleware = []
    if settings.trusted_proxies:
        middleware.append(Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)))
    return Starlette(routes=routes, middleware=middleware)
