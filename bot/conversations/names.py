"""The identities table read and written through the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.citizens import USER_ID, Citizen, Identity
from bot.storage.vault import Vault


class NamesChanged(Exception):
    """Another transaction has changed who is who while this one was deciding it."""


class Names:
    """Who holds which user id and phone, at one moment."""

    def __init__(self, session: Session, vault: Vault, at: datetime) -> None:
        self._session = session
        self._vault = vault
        self._at = at

    def holder(self, kind: str, value: str | None) -> Identity | None:
        """The row that holds this name now."""
        if not value:
            return None
        query = select(Identity).where(
            Identity.kind == kind,
            Identity.value_hash == self._vault.lookup(kind, value),
            Identity.ended_at.is_(None),
        )
        # What this session read before it waited for a lock may be outdated.
        return self._session.scalars(query.execution_options(populate_existing=True)).one_or_none()

    @staticmethod
    def current_of(session: Session, citizen_id: int) -> Sequence[Identity]:
        """A citizen's names, the one seen last at the end."""
        query = select(Identity).where(Identity.citizen_id == citizen_id, Identity.ended_at.is_(None))
        return session.scalars(query.order_by(Identity.last_seen_at, Identity.id)).all()

    def has_user_id(self, citizen_id: int) -> bool:
        return any(row.kind == USER_ID for row in self.current_of(self._session, citizen_id))

    def record(self, citizen: Citizen, kind: str, value: str | None, seen: Identity | None) -> None:
        """Let a citizen hold this name from now on; its former holder and his other names of the kind end.

        `seen` is the row on which the decision for this citizen was made. Raises NamesChanged when
        another transaction has given the name to somebody since.
        """
        if not value:
            return
        row = self.holder(kind, value)
        if row is not None and row.citizen_id != citizen.id and (seen is None or row.id != seen.id):
            raise NamesChanged
        self.end_others(citizen, {kind: value})
        if row is not None and row.citizen_id == citizen.id:
            row.last_seen_at = max(row.last_seen_at, self._at)
            return
        if row is not None:
            row.ended_at = self._at
            self._session.flush()
        self._session.add(self._row(citizen, kind, value))
        self._session.flush()

    def end_others(self, citizen: Citizen, named: Mapping[str, str | None]) -> None:
        """End a citizen's names of the kinds in `named`, but not the values given there."""
        for row in self.current_of(self._session, citizen.id):
            value = named.get(row.kind)
            if row.kind in named and not (value and row.value_hash == self._vault.lookup(row.kind, value)):
                row.ended_at = self._at
        self._session.flush()

    def record_profile(self, citizen: Citizen, profile_name: str | None) -> None:
        if not profile_name:
            return
        if citizen.profile_name_sealed and self._vault.open(citizen.profile_name_sealed) == profile_name:
            return
        citizen.profile_name_sealed = self._vault.seal(profile_name)

    def _row(self, citizen: Citizen, kind: str, value: str) -> Identity:
        return Identity(
            citizen_id=citizen.id,
            kind=kind,
            value_hash=self._vault.lookup(kind, value),
            value_sealed=self._vault.seal(value),
            first_seen_at=self._at,
            last_seen_at=self._at,
        )
