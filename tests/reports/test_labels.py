from __future__ import annotations

from pathlib import Path

import yaml

from bot.reports.statuses import STATUSES

LABELS = Path(__file__).parents[2] / "data/responses/label_status.yml"


def test_every_status_has_one_label_for_citizens() -> None:
    responses = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["responses"]
    assert responses.keys() == {f"utter_status_{status}" for status in STATUSES}
    texts = [entry["text"] for entries in responses.values() for entry in entries]
    assert len(set(texts)) == len(texts) == len(STATUSES)
