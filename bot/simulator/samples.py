"""A silent voice note, so that a demonstration needs no microphone."""

from __future__ import annotations

import struct

SAMPLE_RATE = 48_000
FRAME_SAMPLES = 960
SERIAL = 0x4C42
# One Opus frame of 20 ms (CELT, full band, mono) that says "nothing to hear".
SILENT_FRAME = b"\xf8\xff\xfe"
FRAMES_A_PAGE = 50
FIRST, LAST = 0x02, 0x04


def voice_note(seconds: int) -> bytes:
    """An Ogg Opus file (RFC 7845) of silence, as WhatsApp's own voice notes are packed."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, SAMPLE_RATE, 0, 0)
    vendor = b"simulator"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    pages = [_page([head], 0, 0, FIRST), _page([tags], 0, 1, 0)]
    for second in range(seconds):
        played = (second + 1) * FRAMES_A_PAGE * FRAME_SAMPLES
        kind = LAST if second == seconds - 1 else 0
        pages.append(_page([SILENT_FRAME] * FRAMES_A_PAGE, played, second + 2, kind))
    return b"".join(pages)


def _page(packets: list[bytes], granule: int, number: int, kind: int) -> bytes:
    """One Ogg page (RFC 3533) of packets shorter than 255 bytes, with its checksum."""
    lengths = bytes(len(packet) for packet in packets)
    front = b"OggS" + struct.pack("<BBqII", 0, kind, granule, SERIAL, number)
    back = bytes([len(packets)]) + lengths + b"".join(packets)
    return front + struct.pack("<I", _checksum(front + bytes(4) + back)) + back


def _checksum(data: bytes) -> int:
    """Ogg's CRC-32: polynomial 0x04C11DB7, nothing reflected, start and final value 0."""
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
            value &= 0xFFFFFFFF
    return value
