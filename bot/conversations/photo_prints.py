"""A photo's fingerprint: the signs of its lowest cosine waves, of the whole frame and of its core."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

# Side of the grey square that a photo is shrunk to, and how many waves are counted along each side.
GRID = 128
WAVES = 16
# The core leaves out this share on each side: what remains of a photo whose margins were cut off.
CORE = 0.15
# Less contrast than this, in grey levels, is a wall or a covered lens: such photos all look alike.
PLAIN = 2.0
# An index can look up exact values only: the first signs are the sturdiest, and one piece of four will do.
PIECE_BITS = 16
PIECES = 4

# Arrays of 32-bit floats; numpy's own types say no more than this.
Array = Any


@dataclass(frozen=True)
class Print:
    """The 255 signs of each frame as 64 hexadecimal digits; both are empty for a photo that is too plain."""

    whole: str
    core: str

    @property
    def pieces(self) -> list[int]:
        """What an index looks up: four numbers of each frame, each with its place in front."""
        if not self.whole:
            return []
        frames = read_signs([self.whole]), read_signs([self.core])
        return [int(value) for frame, signs in enumerate(frames) for value in pieces_of(signs, frame)]


NOTHING = Print("", "")


def take_print(image: Image.Image) -> Print:
    """The print of a photo; size, quality and brightness hardly change it."""
    grid = shrink(image)
    if is_plain(grid):
        return NOTHING
    whole, core = waves(0.0, 1.0), waves(CORE, 1 - CORE)
    return Print(_hexadecimal(whole @ grid @ whole.T), _hexadecimal(core @ grid @ core.T))


def shrink(image: Image.Image) -> Array:
    """The photo as a square of grey levels around zero."""
    filter = Image.Resampling.BOX if min(image.size) >= GRID else Image.Resampling.BILINEAR
    grey = np.asarray(image.convert("L").resize((GRID, GRID), filter), dtype=np.float32)
    return grey - grey.mean()


def is_plain(grid: Array) -> bool:
    return bool(grid.std() < PLAIN)


@lru_cache(maxsize=4096)
def waves(start: float, end: float) -> Array:
    """The cosine waves over a stretch of a side, given in shares of it; nothing beyond the stretch."""
    middles = (np.arange(GRID) + 0.5) / GRID
    inside = np.clip(np.minimum(middles - start, end - middles) * GRID + 0.5, 0, 1)
    phases = np.outer(np.arange(WAVES), (middles - start) / (end - start))
    return (np.cos(np.pi * phases) * inside).astype(np.float32)


def signs_of(strengths: Array) -> Array:
    """Whether each wave is positive, the longest waves first; the mean is left out."""
    down, across = _order()
    return strengths[..., down, across] > 0


def pieces_of(signs: Array, frame: int) -> Array:
    """The different pieces among the signs of `frame` (0 whole, 1 core), one row for each view."""
    weights = 1 << np.arange(PIECE_BITS)
    found = []
    for number in range(PIECES):
        part = signs[..., number * PIECE_BITS : (number + 1) * PIECE_BITS]
        place = (frame * PIECES + number) << PIECE_BITS
        found.append(np.unique(part @ weights + place))
    return np.concatenate(found)


def read_signs(prints: list[str]) -> Array:
    """One row of signs for each hexadecimal print."""
    packed = np.frombuffer(bytes.fromhex("".join(prints)), dtype=np.uint8)
    return np.unpackbits(packed).reshape(len(prints), -1)[:, : WAVES * WAVES - 1].astype(bool)


def _hexadecimal(strengths: Array) -> str:
    return np.packbits(signs_of(strengths)).tobytes().hex()


@lru_cache(maxsize=1)
def _order() -> tuple[Array, Array]:
    places = sorted(_places(), key=lambda place: (place[0] ** 2 + place[1] ** 2, place))
    return np.array([down for down, _ in places]), np.array([across for _, across in places])


def _places() -> Iterator[tuple[int, int]]:
    return ((down, across) for down in range(WAVES) for across in range(WAVES) if down or across)
