"""Model archives where every machine finds them: `models/`, and a bucket or shared folder beside it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.storage.files import Files


class ModelLost(Exception):
    """An archive is neither here nor in the store, or is another than the bank says."""


@dataclass(frozen=True)
class ModelStore:
    """`local` is this machine's folder; `shared` the store of all of them, None for a single machine."""

    local: Path
    shared: Files | None = None

    @classmethod
    def at(cls, local: Path, url: str) -> ModelStore:
        """A store at MODELS_URL; empty for the local folder alone."""
        return cls(local, Files(url) if url else None)

    def put(self, path: Path) -> str:
        """Share an archive that lies in the local folder; returns its sha256."""
        content = path.read_bytes()
        if self.shared is not None:
            self.shared.write(path.name, content)
        return hashlib.sha256(content).hexdigest()

    def get(self, name: str, sha256: str) -> Path:
        """The archive as a local file, fetched when it is not here; raises ModelLost."""
        path = self.local / name
        if path.is_file() and _digest(path.read_bytes()) == sha256:
            return path
        if self.shared is None:
            raise ModelLost(f"{path} is missing or was changed")
        try:
            content = self.shared.read(name)
        except FileNotFoundError:
            raise ModelLost(f"{name} is not in MODELS_URL") from None
        if _digest(content) != sha256:
            raise ModelLost(f"{name} in MODELS_URL is not the one of the bank")
        _write_whole(path, content)
        return path


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_whole(path: Path, content: bytes) -> None:
    """Several workers of a machine may fetch at once: none loads half of a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(draft, path)
