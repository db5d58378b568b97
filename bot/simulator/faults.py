"""The switches that make the simulated WhatsApp misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any


class FaultError(ValueError):
    """A fault setting of an unknown name or a wrong kind of value."""


@dataclass
class Faults:
    """Switches (bool) hold until turned off; counters (int) spend themselves on the next events."""

    delay_seconds: float = 0.0
    """Every webhook arrives this much later."""
    duplicate: bool = False
    """Every webhook is posted twice, byte for byte."""
    out_of_order: bool = False
    """A webhook is held until the next one of the same citizen has overtaken it."""
    throttle_sends: int = 0
    """The next N sends are answered 429 with code 131056 (too fast to one person)."""
    break_sends: int = 0
    """The next N sends are answered 500 with code 131000."""
    expire_media: int = 0
    """The next N media addresses are handed out already expired."""
    undeliverable: int = 0
    """The next N accepted messages end as failed with 131026."""
    window_closed: bool = False
    """Anything but a template ends as failed with 131047."""
    webhook_down: int = 0
    """The next N webhook posts get lost and are tried again later."""
    auto_read: bool = False
    """Citizens read what is delivered although no page shows the chat."""


class FaultPanel:
    """Thread-safe access to the faults; `changed` hears of every change."""

    def __init__(self, changed: Callable[[Faults], None]) -> None:
        self._changed = changed
        self._faults = Faults()
        self._lock = threading.Lock()

    def now(self) -> Faults:
        with self._lock:
            return Faults(**asdict(self._faults))

    def set(self, changes: dict[str, Any]) -> Faults:
        """Change the named faults and leave the others. Raises FaultError before changing anything."""
        kinds = {field.name: type(field.default) for field in fields(Faults)}
        checked = {name: _checked(name, value, kinds.get(name)) for name, value in changes.items()}
        with self._lock:
            for name, value in checked.items():
                setattr(self._faults, name, value)
        self._changed(self.now())
        return self.now()

    def spend(self, counter: str) -> bool:
        """Use up one of a counter; False when it stands at zero."""
        with self._lock:
            left = int(getattr(self._faults, counter))
            if left <= 0:
                return False
            setattr(self._faults, counter, left - 1)
        self._changed(self.now())
        return True


def _checked(name: str, value: Any, kind: type | None) -> Any:
    if kind is None:
        raise FaultError(f"Gangguan tidak dikenal: {name}")
    if kind is bool:
        if not isinstance(value, bool):
            raise FaultError(f"{name} harus true atau false")
        return value
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not numeric or not 0 <= value <= 1000:
        raise FaultError(f"{name} harus angka 0 sampai 1000")
    return kind(value)
