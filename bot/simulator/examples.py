"""Example pictures of templates, as Meta's Resumable Upload API takes them: opened, then filled."""

from __future__ import annotations

import secrets
import threading
from typing import Any

from bot.simulator.graph_errors import GraphError, invalid_parameter, unknown_object
from bot.simulator.uploads import MB

TYPES = frozenset({"image/jpeg", "image/png", "video/mp4", "application/pdf"})
LARGEST = 5 * MB


class ExampleShelf:
    """Keeps only which uploads are open and which handles it gave; nobody looks at the pictures."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, int] = {}
        self._handles: set[str] = set()

    def open(self, mime: str, length: str) -> str:
        """Begin an upload; its id is an address with a signature. Raises GraphError."""
        if mime not in TYPES:
            raise invalid_parameter(f"file_type must be one of {', '.join(sorted(TYPES))}.")
        if not length.isdigit() or not 0 < int(length) <= LARGEST:
            raise invalid_parameter(f"file_length must be at most {LARGEST}.")
        place = f"upload:{secrets.token_urlsafe(24)}?sig={secrets.token_urlsafe(12)}"
        with self._lock:
            self._open[place] = int(length)
        return place

    def take(self, place: str, content: bytes, offset: str) -> str:
        """Take the whole file at once and return its handle. Raises GraphError."""
        with self._lock:
            length = self._open.get(place)
            if length is None:
                raise unknown_object(place.partition("?")[0])
            if offset != "0" or len(content) != length:
                raise invalid_parameter(f"Expected {length} bytes from offset 0.")
            del self._open[place]
            handle = f"4::{secrets.token_urlsafe(32)}"
            self._handles.add(handle)
        return handle

    def check(self, template: dict[str, Any]) -> None:
        """Raises GraphError for a template with an image that comes without an example of one."""
        for part in template.get("components") or ():
            if str(part.get("type")).upper() != "HEADER" or str(part.get("format")).upper() != "IMAGE":
                continue
            given = (part.get("example") or {}).get("header_handle") or [None]
            if given[0] not in self._handles:
                details = "component of type HEADER is missing expected field(s) (example)"
                raise GraphError(100, "(#100) Invalid parameter", details)
