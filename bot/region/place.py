"""A place as a citizen wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["village", "district", "road", "landmark"]


@dataclass(frozen=True)
class Place:
    """A stretch of text that says where.

    `codes` are the areas (Kemendagri codes) or roads (ids) it may mean, the likeliest first; none for a
    landmark or an unknown street. `score` (0 to 1) grows with spelling and with the words before it.
    `titled`: a word such as "desa" said what it is. `negated`: it is not there ("bukan Celikah"). `learnt`:
    the name was added while the program runs, and says more than the area it lies in.
    """

    kind: PlaceKind
    start: int
    end: int
    text: str
    codes: tuple[str, ...] = ()
    score: float = 1.0
    titled: bool = False
    negated: bool = False
    learnt: bool = False
