"""Cuts a message into clauses, so that two problems in one message can be told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BOUNDARY = re.compile(
    r"(?<!\d)[.,:]+|[.,:]+(?!\d)|[;!?\n]+|\s[-–+&]\s|\b(?:dan|terus|trus|serta|kemudian|"
    r"(?<!-)sam[ao](?!\s+sekali|-)|lalu(?!\s+lintas)|tapi|tetapi|melainkan|ditambah|selain itu|apalagi)\b",
    re.IGNORECASE,
)
FEWEST_LETTERS = 5
DENIAL = re.compile(r"(?:bukan|bkn)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A stretch of the message: its place in it, to the next boundary, and its words."""

    start: int
    end: int
    text: str


def split_clauses(text: str) -> list[Clause]:
    """Return the clauses of a text in order, without the words that join them."""
    clauses = []
    start = 0
    for boundary in [*BOUNDARY.finditer(text), None]:
        end = boundary.start() if boundary else len(text)
        piece = text[start:end]
        if sum(character.isalpha() for character in piece) >= FEWEST_LETTERS:
            clauses.append(Clause(start + len(piece) - len(piece.lstrip()), end, piece.strip()))
        start = boundary.end() if boundary else end
    return clauses


def without_denied(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Leave out what it is not, unless nothing else is said: "bukan jalan, maksudnya got"."""
    return [clause for clause in clauses if not DENIAL.match(clause.text)] or clauses
