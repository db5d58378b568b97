"""A line that says what a long step is doing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def waiting(message: str) -> Iterator[None]:
    """Show the message with a spinner on a terminal, else as a plain line; then how long it took."""
    console = Console()
    started = time.monotonic()
    if console.is_terminal:
        with console.status(f"{message} …"):
            yield
    else:
        console.print(f"{message} …")
        yield
    console.print(f"{message}: {time.monotonic() - started:.0f} s.")
