"""Which model belongs to the data as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

# Everything a model is made of; the region is read at run time and is no part of it.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/kamus",
    "data/rules",
    "data/stories",
    "data/responses",
    "bot/dialogue/nlu",
)
SUFFIXES = (".yml", ".yaml", ".csv", ".py")
LENGTH = 12


def fingerprint(root: Path) -> str:
    """A short hash of the data and the components that read them."""
    digest = hashlib.sha256()
    for file in _files(root):
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:LENGTH]


def model_name(base: str, rows: str = "") -> str:
    """The file of the model made of files and rows with these fingerprints; without rows only of files."""
    return f"lapor-{base}-{rows}.tar.gz" if rows else f"lapor-{base}.tar.gz"


def model_path(models: Path, root: Path) -> Path:
    """Where the model of the present files is, or will be after training."""
    return models / model_name(fingerprint(root))


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        path = root / source
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.suffix in SUFFIXES and file.is_file())
