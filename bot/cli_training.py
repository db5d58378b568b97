"""`lapor train`: the commands of trainers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.wiring import Wiring

FAILED = 1


def train_now(wiring: Wiring) -> None:
    """Train the model of the present data."""
    from bot.training.train import TrainingFailed, train

    try:
        typer.echo(f"Model: {train(wiring.root, wiring.settings.models).name}")
    except TrainingFailed as error:
        typer.echo(error.output, err=True)
        raise typer.Exit(FAILED) from None
