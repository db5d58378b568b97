from __future__ import annotations

import io
import json
import os
import zlib

import pytest
from PIL import Image

from bot.conversations import media
from bot.conversations.media import PhotoRefused, check_photo, sniff_mime
from tests.conversations.pictures import phone_picture, picture, png_of


def served(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(check_photo(content).served))
    image.load()
    return image


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", mode="L"), "image/jpeg"),
        (picture("JPEG", mode="CMYK"), "image/jpeg"),
        (picture("JPEG", progressive=True), "image/jpeg"),
        (picture("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48))]), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("PNG", mode="RGBA"), "image/png"),
        (picture("PNG", mode="P", transparency=0), "image/png"),
        (picture("PNG", mode="I;16"), "image/png"),
        (picture("PNG", mode="1"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (picture("WEBP", mode="RGBA"), "image/webp"),
    ],
)
def test_a_good_photo_is_served_as_a_jpeg(content: bytes, mime: str) -> None:
    photo = check_photo(content)
    assert (photo.mime, photo.width, photo.height) == (mime, 64, 48)
    image = served(content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (64, 48))


def test_a_photo_is_served_upright_and_without_its_metadata() -> None:
    content = phone_picture(orientation=6)
    image = served(content)
    assert image.size == (48, 64)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Nokia" not in check_photo(content).served


def test_the_metadata_is_kept_beside_the_photo() -> None:
    exif = check_photo(phone_picture()).exif
    assert exif["Make"] == "Nokia"
    assert exif["DateTimeOriginal"] == "2026:11:24 12:00:00"
    assert exif["GPS"]["GPSLatitudeRef"] == "S"
    assert (exif["latitude"], exif["longitude"]) == (-3.38, 104.83)
    assert "\\u0000" not in json.dumps(exif, allow_nan=False)


def test_a_large_photo_is_served_smaller() -> None:
    assert served(picture("JPEG", (4000, 3000))).size == (2048, 1536)
    assert served(picture("PNG", (3000, 500))).size == (2048, 341)


def test_a_transparent_photo_stands_on_white() -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    buffer = io.BytesIO()
    clear.save(buffer, "PNG")
    assert served(buffer.getvalue()).getpixel((4, 4)) == (255, 255, 255)


def refusal(content: bytes) -> str:
    with pytest.raises(PhotoRefused) as caught:
        check_photo(content)
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_photo_is_refused(kind: str) -> None:
    noise = Image.frombytes("RGB", (200, 200), os.urandom(120_000))
    buffer = io.BytesIO()
    noise.save(buffer, kind)
    whole = buffer.getvalue()
    check_photo(whole)
    for share in (0.3, 0.6, 0.95):
        assert refusal(whole[: int(len(whole) * share)]) == "rusak"
    assert refusal(whole[:12]) in ("rusak", "bukan_foto")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ini bukan foto",
        b"<script>alert(1)</script>",
        b"%PDF-1.7",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refusal(content) == "bukan_foto"


def test_a_photo_of_fifty_megapixels_is_taken_and_a_larger_one_is_not() -> None:
    assert check_photo(png_of(8192, 6144)).width == 8192
    assert refusal(png_of(8192, 6200)) == "terlalu_besar"


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    # The header promises the pixels; whoever believed it would reserve gigabytes.
    bomb = bytearray(png_of(64, 64))
    bomb[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert refusal(bytes(bomb)) == "terlalu_besar"


def test_a_file_beyond_the_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = picture()
    monkeypatch.setattr(media, "PHOTO_BYTES", len(content))
    check_photo(content)
    assert refusal(content + b"\x00") == "terlalu_besar"


def test_broken_metadata_costs_no_good_photo() -> None:
    content = bytearray(phone_picture())
    start = content.index(b"Exif\x00\x00") + 6
    content[start + 8 : start + 40] = os.urandom(32)
    try:
        check_photo(bytes(content))
    except PhotoRefused as caught:
        pytest.fail(f"refused: {caught.reason}")


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"\x00\x00\x00\x18ftyp3gp4", "video/3gpp"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"#!AMR\n", "audio/amr"),
        (b"ID3\x03", "audio/mpeg"),
        (b"PK\x03\x04", "application/zip"),
        (b"surat untuk Pak Camat", "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(content: bytes, mime: str) -> None:
    assert sniff_mime(content) == mime
