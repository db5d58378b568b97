"""Keeps the simulator to this machine and the page to its own scripts."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFETY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Guard:
    """Answers 403 to strangers when `loopback_only`, and to requests of other web sites always."""

    def __init__(self, app: ASGIApp, loopback_only: bool) -> None:
        self._app = app
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if is_foreign(scope, headers) or (self._loopback_only and not is_local(scope, headers)):
            refusal = PlainTextResponse("Simulator hanya untuk komputer ini.", status_code=403)
            await refusal(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_missing(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_safely)


def is_foreign(scope: MutableMapping[str, Any], headers: Headers) -> bool:
    """Whether another web site makes the browser send this; following a link to the page is no such case."""
    link = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
    return headers.get("sec-fetch-site") == "cross-site" and not link


def is_local(scope: MutableMapping[str, Any], headers: Headers) -> bool:
    """Whether a request comes from this machine, under a local name, through no proxy.

    The name is checked against DNS rebinding: a foreign page may have a name that leads to 127.0.0.1.
    """
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return False
    client = scope.get("client")
    return client is not None and _is_loopback(client[0]) and _is_local_name(headers.get("host", ""))


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback


def _is_local_name(host: str) -> bool:
    name = host[1:].split("]")[0] if host.startswith("[") else host.rsplit(":", 1)[0]
    return _is_loopback(name) or "." not in name or name.endswith(".localhost")


def _add_missing(headers: MutableHeaders) -> None:
    for name, value in SAFETY.items():
        headers.setdefault(name, value)
