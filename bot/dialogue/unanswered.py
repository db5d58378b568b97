"""Closes the questions to owners that nobody answers any more, by the clock."""

from __future__ import annotations

from bot.region.pack import Region
from bot.reports.verdicts import end_silent_verdicts, is_any_silent
from bot.storage.database import Database
from bot.storage.tables import now


def end_unanswered(database: Database, region: Region) -> int:
    """End the verdicts that have waited for ten working days; returns how many."""
    at = now()
    with database.reading() as session:
        # Taking SQLite's only writing place for nothing would delay the turns.
        if not is_any_silent(session, region, at):
            return 0
    with database.writing() as session:
        return end_silent_verdicts(session, region, at)
