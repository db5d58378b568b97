"""Judges the files that citizens send by their content, never by what they are called."""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from bot.conversations.exif import read_exif
from bot.conversations.photo_prints import Print, take_print

PHOTO_BYTES = 25 * 1024 * 1024
# Meta passes on up to 100 MB of any kind ("Media", page of November 2025).
FILE_BYTES = 100 * 1024 * 1024
# The largest phone cameras in common use deliver 50 megapixels; one such photo takes 150 MB when unpacked.
PHOTO_PIXELS = 50_500_000
SERVED_SIDE = 2048
SERVED_QUALITY = 85

FORMATS = ("JPEG", "PNG", "WEBP")
# A multi-picture object is a JPEG with a second picture behind the first, as many phones write it.
MIMES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

# What every file of a type begins with, and at which byte.
SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"PK\x03\x04", "application/zip"),
)

REFUSALS = ("bukan_foto", "rusak", "terlalu_besar")

# Unpacking is what takes memory: one photo at a time in a process.
_unpacking = threading.Lock()


class PhotoRefused(Exception):
    """A file is no photo we can keep; `reason` is one of `REFUSALS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Photo:
    """A good photo: its facts as received, its print, and a JPEG copy, upright and without metadata."""

    mime: str
    width: int
    height: int
    exif: dict[str, Any]
    served: bytes
    print: Print


def check_photo(content: bytes) -> Photo:
    """Open and unpack a photo; raises PhotoRefused when it is none, broken, or too large."""
    if len(content) > PHOTO_BYTES:
        raise PhotoRefused("terlalu_besar")
    with _unpacking, warnings.catch_warnings():
        # Pillow warns of sizes above our own bound and of odd metadata; neither concerns anybody here.
        warnings.simplefilter("ignore")
        return _unpack(content)


def sniff_mime(content: bytes) -> str:
    """The type of a file by its first bytes; `text/plain` or `application/octet-stream` when nothing fits."""
    for offset, mark, mime in SIGNATURES:
        if content[offset : offset + len(mark)] == mark:
            return mime
    head = content[:1024]
    return "text/plain" if head and b"\x00" not in head and _is_text(head) else "application/octet-stream"


def _unpack(content: bytes) -> Photo:
    image = _open(content)
    with image:
        width, height = image.size
        if width * height > PHOTO_PIXELS:
            raise PhotoRefused("terlalu_besar")
        mime = MIMES[image.format or ""]
        try:
            exif = read_exif(image)
            plain = _served_copy(image)
            return Photo(mime, width, height, exif, _as_jpeg(plain), take_print(plain))
        except MemoryError:
            raise PhotoRefused("terlalu_besar") from None
        except Exception:
            # Pillow's decoders fail on broken data in a dozen ways, from OSError to struct.error.
            raise PhotoRefused("rusak") from None


def _open(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PhotoRefused("terlalu_besar") from None
    except Exception:
        known = sniff_mime(content) in MIMES.values()
        raise PhotoRefused("rusak" if known else "bukan_foto") from None


def _served_copy(image: Image.Image) -> Image.Image:
    # A JPEG can be unpacked at half or a quarter of its size, which is still read to its end.
    image.draft("RGB", (SERVED_SIDE, SERVED_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SERVED_SIDE, SERVED_SIDE))
    return _flattened(upright)


def _as_jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=SERVED_QUALITY)
    return buffer.getvalue()


def _flattened(image: Image.Image) -> Image.Image:
    """A copy of the pixels alone, on white where the photo is transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        plain = Image.new("RGB", layered.size, "white")
        plain.paste(layered, mask=layered.getchannel("A"))
        return plain
    converted = image.convert("RGB")
    plain = Image.new("RGB", converted.size)
    plain.paste(converted)
    return plain


def _is_text(head: bytes) -> bool:
    try:
        # The last character may be cut in two.
        head[:-4].decode()
    except UnicodeDecodeError:
        return False
    return True
