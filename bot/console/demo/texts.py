"""What invented people say: the sentences of data/demo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.region.pack import Region
from bot.region.signals import Signals, read_signals
from bot.reports.routing import SERVICE

PLACE = "{tempat}"
# What becomes of a sentence that was misread; mostly nothing.
CHOOSES, DENIES, CORRECTS, CANCELS, BY_STAFF = "pilih", "bukan", "ubah", "batal", "petugas"
NOTHING = "diam"
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
class Misread:
    """A sentence with what the bot reads in it, as the transcript keeps that, and what it means in truth."""

    sentence: Sentence
    reading: dict[str, Any]
    meant: str
    ending: str


@dataclass(frozen=True)
class Texts:
    """All sentences: ordinary ones by class, accusations, dangers, told cases, misread ones, the staff's."""

    ordinary: dict[str, tuple[Sentence, ...]]
    accusations: tuple[Sentence, ...]
    dangers: tuple[Sentence, ...]
    cases: tuple[dict[str, Any], ...]
    misread: tuple[Misread, ...]
    staff: dict[str, Any]

    def draw(self, rng: Random) -> Sentence:
        """An ordinary sentence; complaints are the most."""
        (kind,) = rng.choices(list(CLASSES), list(CLASSES.values()))
        return rng.choice(self.ordinary[kind])

    def say(self, rng: Random, name: str) -> str:
        """One of the sentences of staff and citizens about a report that is being handled."""
        return str(rng.choice(self.staff[name]))


def load_texts(folder: Path, region: Region) -> Texts:
    """Read the files of the folder; categories that the region lacks are left out."""
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
        misread=tuple(_misread(region, _read(folder / "belum_dipahami.yml"), kinds)),
        staff=_read(folder / "petugas.yml"),
    )


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _sentence(region: Region, text: str, category: str, scene: str) -> Sentence:
    return Sentence(text, category, scene, read_signals(region, text.replace(PLACE, "")))


def _misread(region: Region, told: dict[str, Any], kinds: dict[str, Any]) -> Iterator[Misread]:
    """Those of categories that the region lacks are left out where a right one must be named."""
    for meant, entries in told.items():
        for entry in entries:
            read, ending = entry["dibaca"], entry.get("akhir", NOTHING)
            needed = {CHOOSES: {meant}, CORRECTS: {meant, read}, CANCELS: {read}, BY_STAFF: {meant, read}}
            if not needed.get(ending, set()) <= set(kinds):
                continue
            scene = kinds[meant]["gambar"] if meant in kinds else ""
            category = read if read in kinds else next(iter(kinds))
            yield Misread(_sentence(region, entry["kata"], category, scene), _reading(entry), meant, ending)


def _reading(entry: dict[str, Any]) -> dict[str, Any]:
    ranking = [{"name": name, "confidence": share} for name, share in entry["mungkin"].items()]
    return {
        "intent": entry["dibaca"], "confidence": entry["yakin"], "entities": [], "alternatives": ranking,
    }  # fmt: skip


def _danger(region: Region, text: str) -> Sentence:
    signals = read_signals(region, text.replace(PLACE, ""))
    category = signals.danger.category if signals.danger else next(iter(region.categories))
    return Sentence(text, category, "asap", signals)
