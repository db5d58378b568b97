"""The rest of every erasure: files, the address once the last bubble is sent, secret cases once closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.forgetting import doomed_files, family_of, has_anything_waiting, note_deleted
from bot.conversations.line_words import forget_old_lines
from bot.conversations.taking import lock_citizen
from bot.reports.erasing import Eraser
from bot.reports.search_index import forget_old_words
from bot.storage.database import Database
from bot.storage.files import Files

# As the partial index says it: SQLite recognises it by these very words, and not by bound values.
_OPEN = text("citizens.erased_at IS NOT NULL AND citizens.erasure_done_at IS NULL")


@dataclass(frozen=True)
class Sweeper:
    """Sweeps after erasures; any number of processes may do so at once, and after a crash it goes on."""

    database: Database
    files: Files
    eraser: Eraser

    def sweep(self, at: datetime) -> int:
        """Erase what may go by now; returns of how many citizens anything went."""
        with self.database.reading() as session:
            open_ones = session.scalars(select(Citizen.id).where(_OPEN, Citizen.joined_into.is_(None))).all()
        return sum(self._sweep(citizen_id, at) for citizen_id in open_ones)

    def _sweep(self, citizen_id: int, at: datetime) -> bool:
        with self.database.reading() as session:
            doomed, may_finish = self._look(session, citizen_id)
        if not doomed and not may_finish:
            return False
        for _, path in doomed:
            self.files.delete(path)
        with self.database.writing() as session:
            lock_citizen(session, citizen_id)
            note_deleted(session, doomed)
            if may_finish:
                self.eraser.finish(session, citizen_id, at)
                forget_old_words(session)
                forget_old_lines(session)
            if self._look(session, citizen_id) == ([], True):
                for one in session.scalars(
                    select(Citizen).where(Citizen.id.in_(family_of(session, citizen_id)))
                ):
                    one.erasure_done_at = at
        return True

    def _look(self, session: Session, citizen_id: int) -> tuple[list[tuple[int, str]], bool]:
        """The files to delete, and whether nothing has to be kept any longer."""
        family = family_of(session, citizen_id)
        kept = self.eraser.kept(session, family)
        doomed = list(doomed_files(session, family, kept))
        return doomed, not kept.names and not has_anything_waiting(session, family)
