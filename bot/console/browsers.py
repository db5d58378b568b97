"""The browsers in which a person is signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.console.accounts import IN, SESSION_IDLE, SESSION_LIFE
from bot.console.records import StaffSession

# The first that fits: browsers name each other in what they say of themselves.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iPhone atau iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux|X11", "Linux"),
)


@dataclass(frozen=True)
class Browser:
    """A signed-in browser as its owner sees it."""

    session_id: int
    name: str
    since: datetime
    last_used_at: datetime


def open_browsers(session: Session, staff_id: int, at: datetime) -> list[Browser]:
    """Where he is signed in now, last used first."""
    query = (
        select(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.stage == IN)
        .where(StaffSession.ended_at.is_(None))
        .where(StaffSession.last_used_at > at - SESSION_IDLE, StaffSession.created_at > at - SESSION_LIFE)
        .order_by(StaffSession.last_used_at.desc(), StaffSession.id.desc())
    )
    return [
        Browser(row.id, browser_name(row.device or ""), row.created_at, row.last_used_at)
        for row in session.scalars(query)
    ]


def browser_name(agent: str) -> str:
    """What a person calls it, for example "Chrome di Android"."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return f"{browser} di {system}"
    return browser or system or "Perangkat lain"


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
