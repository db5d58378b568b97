"""How well near-copies are found among drawn pictures; run with `-s` to read the figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest
from PIL import Image

from bot.conversations.photo_prints import take_print
from bot.conversations.photo_views import NEAR, Views
from tests.conversations.drawn_photos import CROPPED, KEPT_WHOLE, crop, draw_album, draw_texture, send


@dataclass
class Figures:
    """Found copies and wrong findings, by what was done to the pictures."""

    found: dict[str, list[bool]] = field(default_factory=dict)
    wrong: int = 0
    compared: int = 0

    def recall(self, names: dict) -> float:
        pairs = [hit for name in names for hit in self.found[name]]
        return sum(pairs) / len(pairs)

    @property
    def precision(self) -> float:
        right = sum(sum(hits) for hits in self.found.values())
        return right / (right + self.wrong)


@pytest.fixture(scope="module")
def figures() -> Figures:
    """Each of 36 pictures is changed in 15 ways and looked up among all 36."""
    album = draw_album()
    prints = [take_print(image) for image in album]
    shelves = [set(one.pieces) for one in prints]
    figures, rng = Figures(), Random(7)
    for name, change in {**KEPT_WHOLE, **CROPPED}.items():
        figures.found[name] = []
        for number, image in enumerate(album):
            views = Views(send(image, change, rng))
            pieces = set(views.pieces)
            candidates = [place for place, shelf in enumerate(shelves) if shelf & pieces]
            distances = views.distances([prints[place] for place in candidates])
            near = {candidates[place] for place, far in distances.items() if far <= NEAR}
            figures.found[name].append(number in near)
            figures.wrong += len(near - {number})
            figures.compared += len(album)
    for name, hits in figures.found.items():
        print(f"{name:28} found {sum(hits)} of {len(hits)}")
    for kind, names in (("kept whole", KEPT_WHOLE), ("cut at the margins", CROPPED)):
        pairs = sum(len(figures.found[name]) for name in names)
        print(f"recall of {pairs} pairs {kind}: {figures.recall(names):.3f}")
    print(f"wrongly near {figures.wrong} of {figures.compared} pairs, precision {figures.precision:.3f}")
    return figures


def test_copies_that_were_kept_whole_are_found(figures: Figures) -> None:
    assert sum(len(figures.found[name]) for name in KEPT_WHOLE) >= 300
    assert figures.recall(KEPT_WHOLE) >= 0.99


def test_copies_whose_margins_were_cut_off_are_found(figures: Figures) -> None:
    assert figures.recall(CROPPED) >= 0.94


def test_unlike_pictures_are_told_apart(figures: Figures) -> None:
    assert figures.compared > 10_000
    assert figures.precision >= 0.99


def test_a_photo_is_found_by_a_cutting_that_was_stored_before() -> None:
    photo = draw_texture(77)
    stored = take_print(crop(photo, 0.1, 0.02, 0.0, 0.12))
    views = Views(photo)
    assert set(stored.pieces) & set(views.pieces)
    assert views.distances([stored])[0] <= NEAR


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_plain_photo_resembles_nothing(level: int) -> None:
    plain = Image.new("RGB", (640, 480), (level, level, level))
    assert take_print(plain).pieces == [] and Views(plain).pieces == []
    assert Views(plain).distances([take_print(draw_texture(1))]) == {}


def test_a_print_is_short() -> None:
    taken = take_print(draw_texture(5))
    assert (len(taken.whole), len(taken.core), len(taken.pieces)) == (64, 64, 8)
