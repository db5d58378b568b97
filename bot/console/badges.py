"""The small numbers in the menu: what is new behind a link."""

from __future__ import annotations

from datetime import datetime

from bot.console.navigation import TEACHES
from bot.region.pack import Region
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.training.digest import present_edition
from bot.training.queue import count_since


def badges_of(database: Database, region: Region, viewer: Viewer | None, at: datetime) -> dict[str, int]:
    """By path of the link: for trainers the sentences of this morning and since that still wait."""
    if viewer is None or viewer.role not in TEACHES:
        return {}
    with database.reading() as session:
        return {"/pagi": count_since(session, present_edition(region, at).since)}
