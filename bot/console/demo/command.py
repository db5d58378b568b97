"""`lapor demo`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.console.demo.fill import Filled
    from bot.wiring import Wiring

USUAL, MOST = 400, 1_000_000
FAILED = 1


def add_demo(app: typer.Typer, make_wiring: Callable[[], Wiring]) -> None:
    """Give the command line its `demo`."""

    @app.command()
    def demo(
        reports: Annotated[int, typer.Option(min=1, max=MOST, help="How many reports.")] = USUAL,
        password: Annotated[str, typer.Option(help="Of all demo accounts; by default made at random.")] = "",
        seed: Annotated[int, typer.Option(help="The same seed gives the same reports.")] = 1,
    ) -> None:
        """Fill an empty database with an invented month, to try the program or measure it."""
        wiring = make_wiring()
        wiring.prepare_database()
        chosen = password or secrets.token_urlsafe(9)
        started = time.monotonic()
        filled = fill_showing(wiring, reports, chosen, seed)
        typer.echo(f"{_rows(filled)} in {time.monotonic() - started:.0f} s.")
        typer.echo(_accounts(filled, chosen))


def fill_showing(wiring: Wiring, reports: int, password: str, seed: int) -> Filled:
    """Fill with a bar of progress; leaves with one line when the database is not empty."""
    # Pillow and the tables take their time; `lapor --help` needs neither.
    from rich.progress import Progress

    from bot.console.demo.fill import NotEmpty, fill
    from bot.storage.tables import now

    with Progress(transient=True) as progress:
        task = progress.add_task("Reports", total=reports)
        try:
            return fill(
                wiring, reports, password, now(), seed, lambda done: progress.update(task, completed=done)
            )
        except NotEmpty:
            message = "the database holds reports or citizens already: `lapor demo` fills only an empty one"
        finally:
            progress.stop()
    typer.echo(f"lapor: {message}", err=True)
    raise typer.Exit(FAILED)


def _rows(filled: Filled) -> str:
    rows = filled.rows
    total = sum(rows.values())
    return f"{rows['reports']:,} reports, {rows['transcript']:,} lines of chats, {total:,} rows"


def _accounts(filled: Filled, password: str) -> str:
    names = "\n".join(f"  {name}" for name in filled.usernames)
    return f"Accounts, at /staff/login:\n{names}\nPassword of all: {password}"
