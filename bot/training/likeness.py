"""Which training sentences are most like a new one: by shared words, rare ones counting more."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# Words of one stem begin alike: "mampet", "mampetnyo". The beginning counts beside the word.
STEM = 5


@dataclass(frozen=True)
class Likeness:
    """An index over plain sentences; likeness is the cosine of weighed words, from 0 to 1."""

    texts: Sequence[str]
    _places: dict[str, list[tuple[int, float]]] = field(init=False, default_factory=lambda: defaultdict(list))
    _rarity: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        features = [Counter(_features(text)) for text in self.texts]
        spread = Counter(name for counted in features for name in counted)
        total = len(self.texts) + 1
        self._rarity.update({name: 1 + math.log(total / (1 + count)) for name, count in spread.items()})
        for place, counted in enumerate(features):
            for name, weight in self._weighed(counted).items():
                self._places[name].append((place, weight))

    def nearest(self, text: str, count: int) -> list[tuple[int, float]]:
        """The places of the sentences most like a plain text, with their likeness, best first."""
        likeness: dict[int, float] = defaultdict(float)
        for name, weight in self._weighed(Counter(_features(text))).items():
            for place, other in self._places.get(name, ()):
                likeness[place] += weight * other
        return sorted(likeness.items(), key=lambda item: (-item[1], item[0]))[:count]

    def _weighed(self, counted: Counter[str]) -> dict[str, float]:
        unknown = 1 + math.log(len(self.texts) + 1)
        weights = {name: count * self._rarity.get(name, unknown) for name, count in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {name: weight / length for name, weight in weights.items()}


def _features(text: str) -> Iterator[str]:
    words = text.split()
    yield from words
    yield from (f"{word[:STEM]}-" for word in words if len(word) > STEM)
