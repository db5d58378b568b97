"""The invented month leaves a queue for trainers, and the model still reads its sentences no better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.console.demo.fill import fill
from bot.console.demo.texts import BY_STAFF, Misread, load_texts
from bot.region.pack import Region
from bot.training import suspicion
from bot.training.anonymising import anonymiser
from bot.training.collecting import Collector
from bot.training.queue import count_since
from bot.training.records import Doubt
from bot.training.teaching import normaliser
from bot.wiring import Wiring
from tests.console.conftest import make_wiring

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 26, 5, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def texts(region: Region) -> tuple[Misread, ...]:
    return load_texts(ROOT / "data/demo", region).misread


@pytest.fixture(scope="module")
def collected(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiring]:
    """A demo whose doubts have been collected."""
    folder = tmp_path_factory.mktemp("queue")
    wiring = make_wiring(f"sqlite:///{folder / 'lapor.db'}", folder)
    wiring.prepare_database()
    fill(wiring, 60, "kata-sandi-demo", NOW)
    masks = anonymiser(ROOT / "data", wiring.region)
    Collector(wiring.database, wiring.vault, lambda: masks, normaliser(ROOT)).collect(NOW)
    yield wiring
    wiring.database.dispose()


def test_every_misread_sentence_waits_with_what_happened_to_it(
    collected: Wiring, texts: tuple[Misread, ...]
) -> None:
    with collected.database.reading() as session:
        doubts = {doubt.sentence: (doubt.reason, doubt.meant) for doubt in session.scalars(select(Doubt))}
        last_day = count_since(session, NOW - timedelta(days=1))
    reasons = {"pilih": suspicion.CHANGED, "ubah": suspicion.CHANGED, "bukan": suspicion.DENIED}
    corrected = [misread for misread in texts if misread.ending in reasons]
    assert len(doubts) >= len([misread for misread in texts if misread.ending != BY_STAFF])
    assert len(texts) / 2 < last_day < len(doubts)
    for misread in corrected:
        assert doubts[misread.sentence.text] == (reasons[misread.ending], misread.meant)


def test_some_of_them_say_the_same_and_share_a_cluster(collected: Wiring) -> None:
    with collected.database.reading() as session:
        clusters = list(session.scalars(select(Doubt.cluster)))
    assert len(set(clusters)) < len(clusters) * 0.9


def test_the_model_still_doubts_or_misreads_most_of_them(texts: tuple[Misread, ...], engine: Engine) -> None:
    """What `data/demo/belum_dipahami.yml` says was read may grow old as the training sentences grow."""
    right = 0
    for misread in texts:
        reading = engine.parse(misread.sentence.text)
        ranking = {item["name"]: item["confidence"] for item in reading["intent_ranking"]}
        read = reading["intent"]["name"]
        right += read == misread.meant and ranking.get(read, 0.0) >= suspicion.SURE
    assert right < len(texts) / 2
