"""Reads prices.yml: what WhatsApp bills here, and what a month may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.region.problems import Problems
from bot.region.yaml_sections import read_yaml

FILE = "prices.yml"
NEEDED = ("service", "utility")


@dataclass(frozen=True)
class MessagePrices:
    """What a bubble costs. `of` maps Meta's categories to a price; `free_service` bubbles a month are free.

    `budget` is what a month may cost, None for no limit; from `saving_at` percent of it on officers get no
    cards and digests; `checked` is the day of the last look at the source.
    """

    currency: str
    of: Mapping[str, float]
    free_service: int
    budget: float | None
    saving_at: int
    checked: date


def read_prices(problems: Problems, path: Path) -> MessagePrices | None:
    """The prices of the pack; None for a pack without the file: then nothing can be said of costs."""
    if not (path / FILE).exists():
        return None
    top = read_yaml(problems, path / FILE)
    prices = top.section("prices")
    for name in NEEDED:
        if name not in prices.values:
            prices.error(name, f"harga {name} belum diisi")
    return MessagePrices(
        currency=top.text("currency"),
        of={name: prices.number(name) for name in prices.values},
        free_service=int(top.number("free_service")) if top.values.get("free_service") else 0,
        budget=top.number("budget") if "budget" in top.values else None,
        saving_at=int(top.number("saving_at", 100)),
        checked=top.date("checked"),
    )
