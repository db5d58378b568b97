"""Which files a business may upload: types and sizes of Meta's reference."""

from __future__ import annotations

from bot.simulator.graph_errors import invalid_parameter

KB, MB = 1024, 1024 * 1024
LIMITS = {
    "image/jpeg": 5 * MB,
    "image/png": 5 * MB,
    "audio/aac": 16 * MB,
    "audio/amr": 16 * MB,
    "audio/mpeg": 16 * MB,
    "audio/mp4": 16 * MB,
    "audio/ogg": 16 * MB,
    "video/mp4": 16 * MB,
    "video/3gpp": 16 * MB,
    "image/webp": 500 * KB,
    "text/plain": 100 * MB,
    "application/pdf": 100 * MB,
    "application/msword": 100 * MB,
    "application/vnd.ms-excel": 100 * MB,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 100 * MB,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": 100 * MB,
}


def check_upload(mime_type: str, size: int) -> None:
    """Raises GraphError for a type that WhatsApp does not take or a file that is too large."""
    largest = LIMITS.get(mime_type.split(";")[0].strip())
    if largest is None:
        raise invalid_parameter(f"Param file must be of one of these types: {', '.join(LIMITS)}.")
    if not 0 < size <= largest:
        raise invalid_parameter(f"Param file must be at most {largest} bytes long.")
