"""Pictures made for the tests: good ones, and every kind of bad one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

# 3° 22' 48" south, 104° 49' 48" east, as a phone in Kayu Agung writes it.
GPS = {1: "S", 2: (3.0, 22.0, 48.0), 3: "E", 4: (104.0, 49.0, 48.0)}


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    image = Image.new(mode, size, 120 if mode in ("L", "P", "1", "I;16") else "brown")
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def phone_picture(size: tuple[int, int] = (64, 48), orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with maker, time and position."""
    exif = Image.Exif()
    exif[Base.Make] = "Nokia\x00\x00"
    exif[Base.Orientation] = orientation
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2026:11:24 12:00:00"
    exif.get_ifd(IFD.GPSInfo).update(GPS)
    return picture("JPEG", size, exif=exif)


def png_of(width: int, height: int) -> bytes:
    """A well-formed black PNG, made row by row, so that the test need not hold its pixels."""
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
