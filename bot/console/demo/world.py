"""What every part of the demo draws from."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from bot.console.demo.moments import Clock
from bot.console.demo.photos import Album
from bot.console.demo.places import Places
from bot.console.demo.rows import Row, Rows
from bot.console.demo.texts import Texts
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.storage.vault import Vault


@dataclass
class World:
    """The region and its invented people. `desks` names the account of each desk, `operator` that of the
    operator; `citizens` are those of the present chunk, who may write again.
    """

    region: Region
    wording: Wording
    vault: Vault
    public_url: str
    texts: Texts
    places: Places
    album: Album
    clock: Clock
    rng: Random
    rows: Rows
    desks: dict[str, int] = field(default_factory=dict)
    operator: int = 0
    citizens: list[Row] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def staff_of(self, desk: str) -> int:
        """Who answers for a desk: the operator, where nobody signs in."""
        return self.desks.get(desk, self.operator)
