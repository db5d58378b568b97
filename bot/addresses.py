"""Where the web process listens, and how this machine reaches it."""

from __future__ import annotations

import os
import socket

from dotenv import dotenv_values

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OWN_NAMES = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def local_url(host: str, port: int) -> str:
    """The address of a server that listens on `host`, from this machine."""
    name = OWN_NAMES.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def public_url(host: str, port: int) -> str:
    """The address that citizens see: the configured one, else that of this machine."""
    configured = os.environ.get("PUBLIC_URL") or dotenv_values(".env").get("PUBLIC_URL")
    return configured or local_url(host, port)


def port_problem(host: str, port: int) -> str | None:
    """Why nobody can listen there now; None when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port that was left a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror
    return None


def ready_lines(base: str, public: str | None) -> list[str]:
    """What a person reads once everybody serves at `base`.

    `public` is the address that WhatsApp calls, None while the simulator stands in for it.
    """
    lines = ["", "Ready.", f"  Public page   {base}/"]
    if public is None:
        lines.append(f"  Simulator     {base}/simulator   (stands in for WhatsApp: no access token is set)")
    else:
        lines.append(f"  Webhook       {public}/whatsapp/webhook")
    lines.append(f"  Staff console {base}/staff")
    return [*lines, f"  Health        {base}/readyz", "  Ctrl-C stops all of it.", ""]
