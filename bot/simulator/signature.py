"""The bytes of a webhook and their signature, as Meta makes them."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

# None of these letters occurs in JSON outside a string, so that they can be replaced in the whole text.
META_ESCAPES = {"/": "\\/", "@": "\\u0040", "<": "\\u003C", "%": "\\u0025"}


def encode(payload: dict[str, Any]) -> bytes:
    """JSON in pure ASCII with Meta's escapes: re-serialising it anywhere else gives other bytes."""
    text = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))
    for letter, escaped in META_ESCAPES.items():
        text = text.replace(letter, escaped)
    return text.encode("ascii")


def sign(body: bytes, app_secret: str) -> str:
    """Value of the `X-Hub-Signature-256` header over exactly these bytes."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
