"""Looks at the photos of a closing before anything is locked: only what came since is read again then."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversations.near_copies import keep_missing_prints, look_up, open_small, take_missing_prints
from bot.reports.proof import Looks, photos_without_print
from bot.storage.database import Database
from bot.storage.files import Files


def look_before(database: Database, files: Files, report_id: int, photos: Mapping[str, bytes]) -> Looks:
    """Look up photos, given as served copies by the sha256 of their files.

    Looking takes seconds where there are many photos: SQLite's one place to write stays free meanwhile.
    """
    _take_missing(database, files, report_id)
    with database.reading() as session:
        return {sha256: look_up(session, open_small(served)) for sha256, served in photos.items()}


def _take_missing(database: Database, files: Files, report_id: int) -> None:
    with database.reading() as session:
        taken = take_missing_prints(files, photos_without_print(session, report_id))
    if taken:
        with database.writing() as session:
            keep_missing_prints(session, taken)
