"""What the simulator must be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SimulatorConfig:
    """One simulated business number and the webhook it reports to. Times are seconds.

    `templates` are registered from the beginning, in the shape of Meta's template management.
    """

    webhook_url: str
    app_secret: str
    access_token: str
    phone_number_id: str
    business_account_id: str
    display_phone_number: str
    state_path: Path
    boundaries: Path
    loopback_only: bool = True
    business_name: str = "Lapor Bupati"
    templates: tuple[dict[str, Any], ...] = ()
    media_url_seconds: float = 300.0
    status_pause: float = 0.3
    retry_pause: float = 1.0
    hold_seconds: float = 2.0
