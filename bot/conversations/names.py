"""The identities table read and written through the vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
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

    def holders(self, wanted: Mapping[str, str | None]) -> dict[str, Identity]:
        """The rows that hold the values wanted of each kind now; kinds that nobody holds are left out."""
        values = [
            and_(Identity.kind == kind, Identity.value_hash == self._vault.lookup(kind, value))
            for kind, value in wanted.items()
            if value
        ]
        if not values:
            return {}
        query = select(Identity).where(Identity.ended_at.is_(None), or_(*values))
        # What this session read before it waited for a lock may be outdated.
        rows = self._session.scalars(query.execution_options(populate_existing=True))
        return {row.kind: row for row in rows}

    @staticmethod
    def current_of(session: Session, citizen_id: int) -> Sequence[Identity]:
        """A citizen's names, the one seen last at the end."""
        query = select(Identity).where(Identity.citizen_id == citizen_id, Identity.ended_at.is_(None))
        return session.scalars(query.order_by(Identity.last_seen_at, Identity.id)).all()

    def has_user_id(self, citizen_id: int) -> bool:
        return any(row.kind == USER_ID for row in self.current_of(self._session, citizen_id))

    def record(self, citizen: Citizen, named: Mapping[str, str], seen: Mapping[str, Identity]) -> None:
        """Let a citizen hold these names from now on; former holders and his other names of the kinds end.

        `seen` are the rows on which the decision for this citizen was made. Raises NamesChanged when
        another transaction has given one of the names to somebody since.
        """
        held = self.holders(named)
        for kind, row in held.items():
            if row.citizen_id != citizen.id and (kind not in seen or seen[kind].id != row.id):
                raise NamesChanged
        mine = {kind: row for kind, row in held.items() if row.citizen_id == citizen.id}
        for row in mine.values():
            row.last_seen_at = max(row.last_seen_at, self._at)
        self.end_others(citizen, named)
        for row in held.values():
            if row not in mine.values():
                row.ended_at = self._at
        self._session.flush()
        new = [self._row(citizen, kind, value) for kind, value in named.items() if kind not in mine]
        self._session.add_all(new)
        self._session.flush()

    def end_others(self, citizen: Citizen, named: Mapping[str, str | None]) -> None:
        """End a citizen's names of the kinds in `named`, but not the values given there."""
        for row in self.current_of(self._session, citizen.id):
            value = named.get(row.kind)
            if row.kind in named and not (value and row.value_hash == self._vault.lookup(row.kind, value)):
                row.ended_at = self._at

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
