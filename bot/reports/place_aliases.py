"""Names of places added while the program runs: "simpang Shopping", "pasar Tugumulyo"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Select, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.region.live_names import Aliases
from bot.region.tokens import joined, tokenize
from bot.storage.tables import Table, now


class PlaceAlias(Table):
    """What people call a place. `plain` is the name as the region compares names.

    It means a village, or a sub-district where `village_code` is None. Rows are withdrawn, never deleted.
    """

    __tablename__ = "place_aliases"
    __table_args__ = (
        Index(
            "uq_place_aliases_plain",
            "plain",
            "district_code",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    plain: Mapped[str]
    district_code: Mapped[str]
    village_code: Mapped[str | None]
    staff_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]


class NameTaken(Exception):
    """The name is in force in this sub-district already: `alias`."""

    def __init__(self, alias: PlaceAlias) -> None:
        super().__init__("the name is known already")
        self.alias = alias


def add_alias(
    session: Session, name: str, district_code: str, village_code: str | None, staff_id: int, at: datetime
) -> PlaceAlias:
    """Let a name be understood from now on; raises NameTaken, and ValueError for one without letters."""
    words = " ".join(name.split())
    plain = joined(tokenize(words))
    if not any(character.isalpha() for character in plain):
        raise ValueError("a name has letters")
    query = in_force().where(PlaceAlias.plain == plain, PlaceAlias.district_code == district_code)
    if (known := session.scalars(query).first()) is not None:
        raise NameTaken(known)
    alias = PlaceAlias(name=words, plain=plain, staff_id=staff_id, at=at)
    alias.district_code, alias.village_code = district_code, village_code
    session.add(alias)
    session.flush()
    return alias


def withdraw_alias(alias: PlaceAlias, staff_id: int, at: datetime) -> None:
    """Let a name be understood no longer."""
    if alias.withdrawn_at is None:
        alias.withdrawn_at, alias.withdrawn_by = at, staff_id


def in_force() -> Select[tuple[PlaceAlias]]:
    """The query of all names in force."""
    return select(PlaceAlias).where(PlaceAlias.withdrawn_at.is_(None)).order_by(PlaceAlias.id)


def aliases_in_force(session: Session) -> Aliases:
    """All names in force with the code of what they mean, as the region learns them."""
    found = session.scalars(in_force())
    return tuple((alias.name, alias.village_code or alias.district_code) for alias in found)
