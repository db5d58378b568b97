"""Names of places added while the program runs: "simpang Shopping", "pasar Tugumulyo"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Table, now


class PlaceAlias(Table):
    """What people call a place. `plain` is the name as the region compares names.

    It means a village, a road of the pack, or only a sub-district; latitude and longitude in WGS 84 degrees
    where somebody pinned it. Rows are withdrawn, never deleted.
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
    road: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    staff_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
