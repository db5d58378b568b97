"""Rasa's own pipeline on the same training data: counts of n-grams and its logistic regression."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from bot.training.evaluation.scores import Ranking

# Counts of words and of the pieces of words, as Rasa's default pipeline has them.
PIPELINE = {
    "recipe": "default.v1",
    "language": "id",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "LogisticRegressionClassifier", "ranking_length": 0},
    ],
}


def rank_with_plain_rasa(reports: Path, texts: Sequence[str]) -> list[Ranking]:
    """Train plain Rasa on the report examples below `reports`; rank the categories of each text."""
    with TemporaryDirectory(prefix="lapor-baseline-") as name:
        folder = Path(name)
        (folder / "config.yml").write_text(yaml.safe_dump(PIPELINE), encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(reports), name, fixed_model_name="baseline")
        agent = Agent.load(str(model))
        return asyncio.run(_rank(agent, texts))


async def _rank(agent: Agent, texts: Sequence[str]) -> list[Ranking]:
    rankings: list[Ranking] = []
    for text in texts:
        reading = await agent.parse_message(text)
        rankings.append(
            tuple((entry["name"], float(entry["confidence"])) for entry in reading["intent_ranking"])
        )
    return rankings
