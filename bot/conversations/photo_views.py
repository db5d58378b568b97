"""A photo looked at through many windows and in all turns, to find of which print it is a copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PIL import Image

from bot.conversations.photo_prints import (
    CORE,
    WAVES,
    Array,
    Print,
    is_plain,
    pieces_of,
    read_signs,
    shrink,
    signs_of,
    waves,
)

# How much may have been cut off at an edge: a window for each pair of edges, then closer step by step.
CUTS = (0.0, 0.07, 0.14)
LARGEST_CUT, SMALLEST_CUT = 0.2, -0.02
STEPS = (0.035, 0.0175, 0.01)
PAIRS = tuple((first, last) for first in CUTS for last in CUTS)
TURNS = 8
# The sturdiest signs tell at a glance what is worth a closer look: of these 96 at most 18 differ in a copy
# before its window has been fitted, and 25 or more in 999 of 1000 unlike pictures.
GLANCE, WORTH_FITTING = 96, 24
# Signs of all 255 that may differ once the window has been fitted: 46 in 99 of 100 cuttings, 64 and more in
# unlike pictures. Both were measured on the pictures of tests/conversations/drawn_photos.py.
NEAR = 48
# Fitting takes 8 ms each; a photo has fewer than this many copies that matter.
MOST_FITTED = 12
WHOLE_FRAME, CORE_FRAME = 0, 1


class Views:
    """Every view of one photo.

    Where it is a cutting of another photo, one of its windows is that photo's core; where the other is a
    cutting of it, one of its windows is the other's whole frame.
    """

    def __init__(self, image: Image.Image) -> None:
        self._grid = shrink(image)
        self._plain = is_plain(self._grid)
        self._signs = tuple(signs_of(_turned(self._through(frame))) for frame in (WHOLE_FRAME, CORE_FRAME))

    @property
    def pieces(self) -> list[int]:
        """What to look up in the index of prints."""
        if self._plain:
            return []
        found = [pieces_of(signs, frame) for frame, signs in enumerate(self._signs)]
        return [int(piece) for piece in np.concatenate(found)]

    def distances(self, prints: Sequence[Print]) -> dict[int, int]:
        """By place in `prints`, how many signs differ in the best view; the plainly unlike are left out."""
        if not prints or self._plain:
            return {}
        frames = read_signs([one.whole for one in prints]), read_signs([one.core for one in prints])
        glances = [_glance(views, signs) for views, signs in zip(self._signs, frames, strict=True)]
        least = np.minimum(*(unlike for unlike, _ in glances))
        found = {}
        for place in np.argsort(least)[:MOST_FITTED]:
            if least[place] > WORTH_FITTING:
                break
            frame = int(glances[CORE_FRAME][0][place] < glances[WHOLE_FRAME][0][place])
            found[int(place)] = self._fit(frame, int(glances[frame][1][place]), frames[frame][place])
        return found

    def _through(self, frame: int) -> Array:
        """The waves in every window of a frame: views, then waves down, then waves across."""
        sides = np.concatenate([_waves_of(frame, *pair) for pair in PAIRS])
        count = len(PAIRS)
        all_waves = (sides @ self._grid @ sides.T).reshape(count, WAVES, count, WAVES)
        return all_waves.transpose(0, 2, 1, 3).reshape(count * count, WAVES, WAVES)

    def _fit(self, frame: int, view: int, signs: Array) -> int:
        """Move the four edges of a window for as long as that brings it nearer to the print."""
        turn, window = divmod(view, len(PAIRS) ** 2)
        edges = [*PAIRS[window // len(PAIRS)], *PAIRS[window % len(PAIRS)]]
        least = self._distance(frame, turn, edges, signs)
        for step in STEPS:
            moved = True
            while moved:
                moved = False
                for other in _moved(edges, step):
                    distance = self._distance(frame, turn, other, signs)
                    if distance < least:
                        least, edges, moved = distance, other, True
                        break
        return least

    def _distance(self, frame: int, turn: int, edges: Sequence[float], signs: Array) -> int:
        top, bottom, left, right = edges
        strengths = _waves_of(frame, top, bottom) @ self._grid @ _waves_of(frame, left, right).T
        return int((signs_of(_turned(strengths[None])[turn]) != signs).sum())


def _waves_of(frame: int, first: float, last: float) -> Array:
    """The waves along a side of which `first` and `last` were cut off, in this photo or in the other."""
    if frame == WHOLE_FRAME:
        return waves(first, 1 - last)
    left = 1 - first - last
    return waves(round((CORE - first) / left, 5), round((1 - CORE - first) / left, 5))


def _moved(edges: Sequence[float], step: float) -> list[list[float]]:
    found = []
    for place in range(4):
        for way in (step, -step):
            edge = round(edges[place] + way, 4)
            if SMALLEST_CUT <= edge <= LARGEST_CUT:
                found.append([*edges[:place], edge, *edges[place + 1 :]])
    return found


@lru_cache(maxsize=1)
def _mirrors() -> tuple[Array, ...]:
    """Mirroring a photo turns the signs of its odd waves: not, across, down, both."""
    odd = (-1.0) ** np.arange(WAVES, dtype=np.float32)
    even = np.ones(WAVES, dtype=np.float32)
    return tuple(np.outer(down, across) for down in (even, odd) for across in (even, odd))


def _turned(strengths: Array) -> Array:
    """The views in all eight turns, turn after turn; swapping down and across is the diagonal mirror."""
    return np.concatenate(
        [view * mirror for view in (strengths, strengths.swapaxes(-1, -2)) for mirror in _mirrors()]
    )


def _glance(views: Array, signs: Array) -> tuple[Array, Array]:
    """For each print the least number of different signs among the sturdiest, and in which view."""
    ours, theirs = (np.where(some[:, :GLANCE], 1, -1).astype(np.float32) for some in (views, signs))
    # Of two rows of plus and minus ones the product counts the like pairs less the unlike.
    agreement = theirs @ ours.T
    best = agreement.argmax(axis=1)
    return (GLANCE - agreement[np.arange(len(best)), best]) / 2, best
