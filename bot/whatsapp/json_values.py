"""Careful reading of JSON that somebody else wrote."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import datetime, timezone
from typing import Any

# Meta sends seconds; one relay was seen sending milliseconds. Seconds stay below this until the year 5138.
SMALLEST_MILLISECONDS = 100_000_000_000
LONGEST_IDENTIFIER = 512
REPLACEMENT = "\ufffd"


class Broken(Exception):
    """An item that is not what its kind requires; the message says what is wrong, without its values."""


def load(body: bytes) -> Any:
    """Decode a body into storable values; raises Broken when it is no JSON."""
    try:
        return storable(json.loads(body))
    except (ValueError, RecursionError):
        raise Broken("no JSON") from None


def storable(value: Any) -> Any:
    """The same value without what the databases refuse: NUL, half a surrogate pair, numbers without end."""
    if isinstance(value, str):
        return _storable_text(value)
    if isinstance(value, dict):
        return {_storable_text(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def digest(value: Any) -> str:
    """A stable hash of a JSON value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def objects(value: Any, name: str) -> list[Any]:
    """The list under `name`, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def part(value: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`; raises Broken when there is none."""
    found = value.get(name)
    if not isinstance(found, dict):
        raise Broken(f"{name} is missing")
    return found


def text(value: Any, name: str) -> str | None:
    """The text or whole number under `name` as text; None when it is absent, empty or something else."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def needed_text(value: dict[str, Any], name: str) -> str:
    """The text under `name`; raises Broken when it is absent or empty."""
    found = text(value, name)
    if found is None:
        raise Broken(f"{name} is missing")
    return found


def identifier(value: dict[str, Any], name: str) -> str:
    """The id under `name`; raises Broken when it is absent or longer than an index of the database takes."""
    found = needed_text(value, name)
    if len(found) > LONGEST_IDENTIFIER:
        raise Broken(f"{name} is too long")
    return found


def number(value: dict[str, Any], name: str, largest: float) -> float:
    """The number under `name`, between `-largest` and `largest`; raises Broken otherwise."""
    try:
        found = float(value[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Broken(f"{name} is no number") from None
    if not -largest <= found <= largest:
        raise Broken(f"{name} is out of range")
    return found


def moment(value: Any, name: str, otherwise: datetime) -> datetime:
    """The Unix time under `name` (seconds or milliseconds), or `otherwise` when it cannot be read."""
    try:
        seconds = float(value[name])
        if seconds >= SMALLEST_MILLISECONDS:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, timezone.utc) if seconds > 0 else otherwise
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return otherwise


def present(**values: Any) -> dict[str, Any]:
    """A dictionary of the values that are there."""
    return {name: value for name, value in values.items() if value is not None}


def _storable_text(value: str) -> str:
    value = value.replace("\x00", "")
    try:
        value.encode()
    except UnicodeEncodeError:
        return "".join(REPLACEMENT if "\ud800" <= char <= "\udfff" else char for char in value)
    return value
