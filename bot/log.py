"""Logs that people read: one line an event, never a phone number, a name or a message."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
# Ours are sentences.
EVENT_OF_RASA = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


def configure_logging() -> None:
    """Send structlog and the libraries' warnings to standard error.

    Call it before Rasa is imported: its libraries warn of their age while they are loaded.
    """
    structlog.configure(
        processors=[
            _drop_events_of_rasa,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_write_places),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_PlacesFormatter("%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(True)
    # Rasa logs what users write at these places; its libraries warn of their age whatever the filters say.
    for name in ("rasa", "rasa_sdk", "asyncio", "py.warnings"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def places(error: BaseException | None) -> list[str]:
    """Where an error came from, and its kind. Its text is left out: it may quote a citizen."""
    lines: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        found = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        lines = [*found, type(error).__name__, *lines]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _drop_events_of_rasa(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    # Some of them carry the text of the message, also as warnings.
    if EVENT_OF_RASA.fullmatch(str(event.get("event"))):
        raise structlog.DropEvent
    return event


def _write_places(out: TextIO, exc_info: ExcInfo) -> None:
    out.write("\n".join(places(exc_info[1])))


class _PlacesFormatter(logging.Formatter):
    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the library's name)
        return "\n".join(places(ei[1]))
