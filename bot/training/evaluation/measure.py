"""Reads sets of sentences with a loaded model, and puts the figures together."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.dialogue.engine import Engine
from bot.dialogue.first_message import FirstReading, Outcome, read_first
from bot.region.pack import Region
from bot.training.evaluation.scores import Ranking
from bot.training.evaluation.sets import Complaint, OwnSentence, Talk

LENGTH = 200
NEAR_LENGTH = range(170, 231)


@dataclass(frozen=True)
class Measured:
    """Texts with their readings, and the milliseconds that each reading took."""

    texts: Sequence[str]
    readings: Sequence[FirstReading]
    milliseconds: Sequence[float]

    @property
    def rankings(self) -> list[Ranking]:
        return [reading.categories for reading in self.readings]

    def outcomes(self) -> dict[str, int]:
        """How many there are, and how many are filed, asked about and ignored."""
        counts = Counter(reading.outcome for reading in self.readings)
        return {"n": len(self.readings), **{outcome.value: counts[outcome] for outcome in Outcome}}


@dataclass(frozen=True)
class Reader:
    """A loaded model with the region it reads for."""

    engine: Engine
    region: Region

    def read(self, texts: Iterable[str]) -> Measured:
        """Read each text as the first message of a conversation.

        Every text gets a ranking of all categories, also one that is no report.
        """
        kept, readings, milliseconds = list(texts), [], []
        for text in kept:
            started = time.perf_counter()
            parsed = self.engine.parse(text)
            milliseconds.append((time.perf_counter() - started) * 1000)
            readings.append(read_first(parsed, self.region))
        return Measured(kept, readings, milliseconds)


@dataclass(frozen=True)
class Everything:
    """All sets, read. A set that is not there is empty."""

    complaints: Sequence[Complaint]
    complaints_read: Measured
    talk: Sequence[Talk]
    talk_read: Measured
    own: dict[str, Sequence[OwnSentence]]
    own_read: dict[str, Measured]

    def sources(self) -> list[str]:
        return list(dict.fromkeys(complaint.source for complaint in self.complaints))

    def of_source(self, source: str, rankings: Sequence[Ranking]) -> tuple[list[str], list[Ranking]]:
        """The truths of one set of complaints, and theirs of the rankings of all."""
        chosen = [place for place, item in enumerate(self.complaints) if item.source == source]
        return [self.complaints[place].category for place in chosen], [rankings[place] for place in chosen]

    def milliseconds_at_length(self) -> float | None:
        """The median time of a message of about 200 characters; None when there is none."""
        sets = [self.complaints_read, self.talk_read, *self.own_read.values()]
        times = [
            taken
            for measured in sets
            for text, taken in zip(measured.texts, measured.milliseconds, strict=True)
            if len(text) in NEAR_LENGTH
        ]
        return statistics.median(times) if times else None


def read_everything(
    reader: Reader,
    complaints: Sequence[Complaint],
    talk: Sequence[Talk],
    own: dict[str, Sequence[OwnSentence]],
) -> Everything:
    reader.read(["jalan berlubang", "terima kasih pak"])  # the first reading warms caches up
    return Everything(
        complaints=complaints,
        complaints_read=reader.read(item.text for item in complaints),
        talk=talk,
        talk_read=reader.read(item.text for item in talk),
        own=own,
        own_read={name: reader.read(item.text for item in items) for name, items in own.items()},
    )
