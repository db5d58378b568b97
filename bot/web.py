"""The web process: webhook, simulator, public pages and the operator's health pages on one port."""

from __future__ import annotations

import socket
from collections.abc import Callable

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.addresses import local_url
from bot.console.routes import console_routes
from bot.operations import operation_routes
from bot.public.routes import public_routes
from bot.whatsapp.webhook import webhook_routes
from bot.wiring import Wiring

# Webhooks take milliseconds; only the simulator's pages keep a request open for long.
STOP_SECONDS = 2
A_YEAR = "max-age=31536000"

log = structlog.get_logger()


def create_app(wiring: Wiring, port: int, host: str = "127.0.0.1") -> Starlette:
    """All routes of one process. The simulator is there only while it stands in for WhatsApp."""
    settings = wiring.settings
    routes = [
        *webhook_routes(wiring.database, wiring.vault, settings.whatsapp),
        *operation_routes(wiring.database, wiring.has_model, settings),
        *console_routes(
            wiring.database,
            wiring.vault,
            wiring.files,
            wiring.region,
            wiring.wording,
            settings,
            wiring.eraser,
        ),
        *public_routes(wiring.region, settings),
    ]
    if settings.whatsapp.simulated:
        from bot.simulator.routes import simulator_routes

        routes += simulator_routes(wiring.simulator(local_url(host, port)))
    middleware = [Middleware(StrictTransport)] if settings.public_url.startswith("https://") else []
    if settings.trusted_proxies:
        middleware.append(Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)))
    return Starlette(routes=routes, middleware=middleware)


class StrictTransport:
    """Tells browsers to come by https alone from now on (RFC 6797); for an address that is one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = A_YEAR
            await send(message)

        await self._app(scope, receive, send_strictly)


class WebServer(uvicorn.Server):
    """Serves the application until the process is asked to stop, also while pages hold long polls."""

    def __init__(self, app: Starlette, host: str, port: int, on_start: Callable[[], None]) -> None:
        self._on_start = on_start
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            # The lock of Rasa pins an old websockets, which uvicorn must not load.
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            # Not even those of loopback: TRUSTED_PROXIES decides, in the application.
            proxy_headers=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        log.info("web ready", host=self.config.host, port=self.config.port)
        self._on_start()
