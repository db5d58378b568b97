"""Sentences that say the same in other words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.training.clusters import Clusters
from bot.training.teaching import normaliser

ROOT = Path(__file__).parents[2]
HEADS = {1: "air pdam tidak mengalir tiga hari", 2: "lampu jalan di simpang mati"}


@pytest.mark.parametrize(
    ("sentence", "cluster"),
    [
        ("Pak, air PDAM tiga hari tidak mengalir!!", 1),
        ("di simpang lampu jalan mati, terima kasih", 2),
        ("banyu pdam idak ngalir tigo hari", 1),
        ("jalan di simpang berlubang", None),
        ("•••", None),
    ],
)
def test_a_sentence_finds_others_like_it(sentence: str, cluster: int | None) -> None:
    assert Clusters.of(HEADS, normaliser(ROOT)).find(sentence) == cluster


def test_the_first_of_its_kind_begins_a_cluster() -> None:
    clusters = Clusters.of(HEADS)
    assert clusters.find("pohon tumbang") is None
    clusters.begin(3, "pohon tumbang")
    assert clusters.find("pohon tumbang pak") == 3
