"""A line that says what a long step is doing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def waiting(message: str) -> Iterator[None]:
    """Show the message, on a terminal with the seconds running; then how long it took."""
    console, started = Console(highlight=False), time.monotonic()
    if console.is_terminal:
        columns = (SpinnerColumn(), TextColumn("{task.description} …"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            progress.add_task(message, total=None)
            yield
    else:
        console.print(f"{message} …")
        yield
    console.print(f"{message}: {time.monotonic() - started:.0f} s.")
