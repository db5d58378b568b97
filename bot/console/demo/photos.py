"""Photo files of the demo: a few of each scene, put away as the courier does, shared by many reports."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import wave
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.console.demo.scenes import SCENES, draw_scene
from bot.conversations.media import check_photo
from bot.storage.files import Files

OF_EACH_SCENE = 3
AFTER = "sesudah"
QUALITY = 78
SAMPLES_A_SECOND, TONE_HERTZ, TONE_SECONDS = 8000, 440, 3

# The columns of `Media` that describe a stored file.
Facts = dict[str, Any]


@dataclass(frozen=True)
class Album:
    """The stored files by scene, and one voice note."""

    scenes: dict[str, tuple[Facts, ...]]
    voice: Facts

    def draw(self, scene: str, rng: Random) -> Facts:
        return rng.choice(self.scenes[scene])


def make_album(files: Files, rng: Random) -> Album:
    """Draw and store every file."""
    scenes = {
        name: tuple(
            _stored(files, f"demo/{name}-{number}", _jpeg(name, rng)) for number in range(OF_EACH_SCENE)
        )
        for name in SCENES
    }
    return Album(scenes, _voice(files))


def _jpeg(scene: str, rng: Random) -> bytes:
    buffer = io.BytesIO()
    draw_scene(scene, rng).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _stored(files: Files, folder: str, content: bytes) -> Facts:
    photo = check_photo(content)
    original, served = f"{folder}/original.jpg", f"{folder}/served.jpg"
    files.write(original, content)
    files.write(served, photo.served)
    return {
        **_facts(content, photo.mime, original),
        "served_path": served,
        "width": photo.width,
        "height": photo.height,
        "exif": photo.exif,
    }


def _voice(files: Files) -> Facts:
    content, path = _tone(), "demo/suara/original.bin"
    files.write(path, content)
    return _facts(content, "audio/wav", path)


def _facts(content: bytes, mime: str, path: str) -> Facts:
    return {
        "state": "stored",
        "mime": mime,
        "claimed_mime": mime,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "original_path": path,
    }


def _tone() -> bytes:
    """A few seconds of one note, which every browser plays."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES_A_SECOND)
        turn = 2 * math.pi * TONE_HERTZ / SAMPLES_A_SECOND
        count = SAMPLES_A_SECOND * TONE_SECONDS
        file.writeframes(
            b"".join(struct.pack("<h", int(6000 * math.sin(turn * place))) for place in range(count))
        )
    return buffer.getvalue()
