"""What invented people say: the sentences of data/demo."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.region.pack import Region
from bot.region.signals import Signals, read_signals
from bot.reports.routing import SERVICE

PLACE = "{tempat}"
# In one hundred ordinary reports.
CLASSES = {"keluhan": 86, "usulan": 6, "pertanyaan": 8}


@dataclass(frozen=True)
class Sentence:
    """Something a citizen writes. `scene` names the drawing that fits; `signals` is what the pack reads."""

    text: str
    category: str
    scene: str
    signals: Signals

    @property
    def says_where(self) -> bool:
        return PLACE in self.text


@dataclass(frozen=True)
class Texts:
    """All sentences: ordinary ones by class, accusations, dangers, told cases, and those of the staff."""

    ordinary: dict[str, tuple[Sentence, ...]]
    accusations: tuple[Sentence, ...]
    dangers: tuple[Sentence, ...]
    cases: tuple[dict[str, Any], ...]
    staff: dict[str, Any]

    def draw(self, rng: Random) -> Sentence:
        """An ordinary sentence; complaints are the most."""
        (kind,) = rng.choices(list(CLASSES), list(CLASSES.values()))
        return rng.choice(self.ordinary[kind])

    def say(self, rng: Random, name: str) -> str:
        """One of the sentences of staff and citizens about a report that is being handled."""
        return str(rng.choice(self.staff[name]))


def load_texts(folder: Path, region: Region) -> Texts:
    """Read `laporan.yml`, `khusus.yml` and `petugas.yml`; categories that the region lacks are left out."""
    kinds = {id: kind for id, kind in _read(folder / "laporan.yml").items() if id in region.categories}
    special = _read(folder / "khusus.yml")
    ordinary = {
        name: tuple(
            _sentence(region, text, id, kind["gambar"])
            for id, kind in kinds.items()
            for text in kind.get(name, ())
        )
        for name in CLASSES
    }
    return Texts(
        ordinary=ordinary,
        accusations=tuple(_sentence(region, text, SERVICE, "surat") for text in special["tuduhan"]),
        dangers=tuple(_danger(region, text) for text in special["darurat"]),
        cases=tuple(special["kasus"]),
        staff=_read(folder / "petugas.yml"),
    )


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _sentence(region: Region, text: str, category: str, scene: str) -> Sentence:
    return Sentence(text, category, scene, read_signals(region, text.replace(PLACE, "")))


def _danger(region: Region, text: str) -> Sentence:
    signals = read_signals(region, text.replace(PLACE, ""))
    category = signals.danger.category if signals.danger else next(iter(region.categories))
    return Sentence(text, category, "asap", signals)
