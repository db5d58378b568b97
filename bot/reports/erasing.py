"""Erases who a citizen is: his reports stay and are worked on, but nobody can tell any more whose they are.

An open report of the secret lane is excepted: it keeps the citizen's name and number, and its own lines of
the chat, until it is closed. `sweeping.py` then lets these go as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.conversations.afresh import start_afresh
from bot.conversations.citizens import PHONE, Citizen, Identity
from bot.conversations.forgetting import Kept, family_of, forget_chat
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.region.pack import Region
from bot.reports import events
from bot.reports.anonymising import hide_owner
from bot.reports.anonymous import Person
from bot.reports.records import Draft, Report, ReportPhoto
from bot.reports.statuses import CLOSED
from bot.storage.vault import Vault


@dataclass(frozen=True)
class Erasure:
    """Whose data are erased at which moment, and who wants it: an actor as events name him."""

    family: Sequence[int]
    person: Person
    kept: Kept
    tickets: Sequence[str]
    actor: str
    at: datetime
    reason: str | None = None


# What another room has of a citizen, and forgets with the rest.
Forget = Callable[[Session, Erasure], None]


@dataclass(frozen=True)
class Eraser:
    """Erases in the caller's transaction; `others` are the rooms that this one does not know."""

    region: Region
    vault: Vault
    others: Sequence[Forget] = ()

    def erase(
        self,
        session: Session,
        citizen: Citizen,
        actor: str,
        at: datetime,
        farewell: OutboxMessage | None = None,
        reason: str | None = None,
    ) -> None:
        """Erase a citizen whose row is locked; once he is, nothing happens.

        `farewell` is the bubble he still gets. Messages that no turn has seen begin another citizen.
        """
        if citizen.erased_at is None:
            start_afresh(session, citizen, at)
            self._erase(session, citizen.id, actor, at, farewell.id if farewell else None, reason)

    def finish(self, session: Session, citizen_id: int, at: datetime) -> None:
        """Erase what had to be kept for a while and may go by now."""
        self._erase(session, citizen_id, events.SYSTEM, at)

    def kept(self, session: Session, family: Sequence[int], farewell: int | None = None) -> Kept:
        """What may not go yet."""
        secret = [report for report in _reports_of(session, family) if _is_excepted(report)]
        lines = _lines_of(session, secret)
        shown = select(ReportPhoto.media_id).join(Report, Report.id == ReportPhoto.report_id)
        files = set(session.scalars(shown.where(Report.citizen_id.in_(family))))
        of_secret = {photo.media_id for report in secret for photo in report.photos}
        return Kept(
            lines=frozenset(line.id for line in lines),
            media=frozenset(of_secret | {line.media_id for line in lines if line.media_id}),
            shown=frozenset(files - of_secret),
            names=bool(secret),
            farewell=farewell,
        )

    def _erase(
        self,
        session: Session,
        citizen_id: int,
        actor: str,
        at: datetime,
        farewell: int | None = None,
        reason: str | None = None,
    ) -> None:
        session.flush()
        family = family_of(session, citizen_id)
        reports = _reports_of(session, family, lock=True)
        tickets = [report.ticket for report in reports]
        erasure = Erasure(
            family, self._person(session, family), self.kept(session, family, farewell),
            tickets, actor, at, reason,
        )  # fmt: skip
        for report in reports:
            if not _is_excepted(report) and not _is_hidden(report):
                hide_owner(session, self.region, report, erasure.person, actor, at)
        _forget_drafts(session, family, {report.draft_id for report in reports if _is_excepted(report)})
        forget_chat(session, self.vault, family, erasure.kept, at)
        for forget in self.others:
            forget(session, erasure)
        session.flush()

    def _person(self, session: Session, family: Sequence[int]) -> Person:
        sealed = session.scalars(select(Citizen.profile_name_sealed).where(Citizen.id.in_(family)))
        phones = session.scalars(
            select(Identity.value_sealed).where(Identity.citizen_id.in_(family), Identity.kind == PHONE)
        )
        opened = [[self.vault.open(value) for value in values if value] for values in (sealed, phones)]
        return Person.of(self.region, *opened)


def _reports_of(session: Session, family: Sequence[int], lock: bool = False) -> list[Report]:
    query = select(Report).where(Report.citizen_id.in_(family)).order_by(Report.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(query))


def _is_excepted(report: Report) -> bool:
    return report.secret and report.status not in CLOSED


def _is_hidden(report: Report) -> bool:
    return any(event.kind == events.IDENTITY_ERASED for event in report.events)


def _lines_of(session: Session, reports: Sequence[Report]) -> Sequence[TranscriptEntry]:
    ids = [report.id for report in reports]
    drafts = [report.draft_id for report in reports if report.draft_id]
    if not ids:
        return []
    own = or_(TranscriptEntry.report_id.in_(ids), TranscriptEntry.draft_id.in_(drafts))
    return session.scalars(select(TranscriptEntry).where(own)).all()


def _forget_drafts(session: Session, family: Sequence[int], excepted: set[int | None]) -> None:
    for draft in session.scalars(select(Draft).where(Draft.citizen_id.in_(family))):
        if draft.id not in excepted:
            draft.content, draft.file_at = {}, None
            draft.state = "filed" if draft.state == "filed" else "cancelled"
