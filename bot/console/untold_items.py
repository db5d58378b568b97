"""What the page of everything that must not be lost is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Item:
    """One thing. `link` is where to look, `deeds` what can be done: the name of the deed and its button.

    The address of a deed is `/staff/belum-tersampaikan/<group>/<id>/<deed>`.
    """

    id: int
    title: str
    words: str
    since: datetime
    link: str = ""
    deeds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """Things of one kind; `total` counts those too that do not fit on the page."""

    name: str
    title: str
    help: str
    items: list[Item]
    total: int
