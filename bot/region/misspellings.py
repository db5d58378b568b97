"""Finds names with typing errors fast enough to try every word of a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 6  # shorter names have too many ordinary words one letter away
EDGE = 3


class Misspellings:
    """Known keys by both of their edges: one error leaves the first or the last letters as they are."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted({key for key in keys if len(key) >= SHORTEST})
        self._starts: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._ends: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self._keys:
            self._starts[key[:EDGE], len(key)].append(key)
            self._ends[key[-EDGE:], len(key)].append(key)

    def one_error(self, written: str) -> list[str]:
        """Keys that differ by one letter missing, added, wrong, or two neighbours swapped."""
        start, end, size = written[:EDGE], written[-EDGE:], len(written)
        found: set[str] = set()
        for length in (size - 1, size, size + 1):
            found.update(self._starts.get((start, length), ()))
            found.update(self._ends.get((end, length), ()))
        return sorted(key for key in found if OSA.distance(key, written, score_cutoff=1) <= 1)

    def two_errors(self, written: str) -> list[str]:
        """Keys that differ by two such errors at most."""
        found = process.extract(written, self._keys, scorer=OSA.distance, score_cutoff=2, limit=None)
        return sorted(key for key, _, _ in found)
