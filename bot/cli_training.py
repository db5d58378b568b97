"""`lapor train` and `lapor models`: the commands of trainers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.storage.tables import now

if TYPE_CHECKING:
    from bot.training.records import BankedModel
    from bot.training.rows import Rows
    from bot.wiring import Wiring

FAILED = 1


def add_training(app: typer.Typer, make_wiring: Callable[[], Wiring]) -> None:
    """Add the commands to the command line."""
    models = typer.Typer(no_args_is_help=True, help="The bank of models.")
    app.add_typer(models, name="models")

    examples = typer.Typer(no_args_is_help=True, help="Examples that trainers added.")
    app.add_typer(examples, name="examples")

    @examples.command()
    def export() -> None:
        """Write them into data/nlu, to be reviewed and committed; `git checkout data/nlu` undoes it."""
        write_examples(make_wiring())

    @app.command()
    def train(
        run: Annotated[int, typer.Option(help="A training asked for in the console.", hidden=True)] = 0,
        why: Annotated[str, typer.Option(help="What this training is for.")] = "",
    ) -> None:
        """Train on files and examples, compare with the model in force, and put the result in the bank."""
        train_now(make_wiring(), run, why)

    @models.command("list")
    def list_models() -> None:
        """Every model of the bank, the newest first."""
        show_models(make_wiring())

    @models.command()
    def activate(
        name: Annotated[str, typer.Argument(help="As `lapor models list` shows it.")],
        override: Annotated[str, typer.Option(help="Reason, when a guarded figure falls.")] = "",
    ) -> None:
        """Put a model in force; workers take it within seconds."""
        change_model(make_wiring(), name, override)

    @models.command()
    def rollback() -> None:
        """Put the model before the present one in force again."""
        change_model(make_wiring(), "", "")


def model_to_start(wiring: Wiring) -> Path:
    """The model to serve with, trained now where none fits; raises TrainingFailed."""
    from bot.training.starting import ready_model

    return ready_model(wiring, lambda rows: _train_shown(wiring, rows))


def model_of_files(wiring: Wiring) -> Path:
    """The model of the files alone, as measurements take it; raises TrainingFailed."""
    from bot.training.rows import Rows

    return wiring.model if wiring.model.is_file() else _train_shown(wiring, Rows())


def _train_shown(wiring: Wiring, rows: Rows) -> Path:
    from bot.progress import waiting
    from bot.training.train import train

    with waiting("Training the model of the present data (about half a minute)"):
        return train(wiring.root, wiring.settings.models, rows)


def train_now(wiring: Wiring, run_id: int, why: str) -> None:
    from bot.progress import waiting
    from bot.training.running import carry_out
    from bot.training.runs import ask_for_run, take_run

    if run_id:
        carry_out(wiring, run_id)
        return
    wiring.prepare_database()
    with wiring.database.writing() as session:
        ask_for_run(session, None, why, now())
        taken = take_run(session, "lapor train", now())
        run_id = taken.id if taken else 0
    if not run_id:
        _fail("another training is running: wait for it, or cancel it in the console")
    with waiting("Training and comparing (about a minute)"):
        trained = carry_out(wiring, run_id)
    if trained is None:
        _fail("the training failed or was cancelled; `lapor check` names broken data")
    typer.echo(f"Model: {trained.name}\n{trained.note}")


def write_examples(wiring: Wiring) -> None:
    from bot.training.exporting import export_examples

    wiring.prepare_database()
    with wiring.database.writing() as session:
        written = export_examples(session, wiring.root)
        for row in written.homeless:
            typer.echo(f"example {row.id}: no file is named {row.intent}.yml", err=True)
    for file, count in written.files.items():
        typer.echo(f"{file}: {count} added")
    typer.echo(
        f"{sum(written.files.values())} examples written. See `git diff data/nlu`, then `lapor train`."
    )
    if written.homeless:
        raise typer.Exit(FAILED)


def show_models(wiring: Wiring) -> None:
    from bot.training.bank import active_model
    from bot.training.records import BankedModel

    wiring.prepare_database()
    with wiring.database.reading() as session:
        present = active_model(session)
        for model in session.scalars(select(BankedModel).order_by(BankedModel.id.desc())):
            mark = "*" if present and model.id == present.id else " "
            note = model.comparison.get("note", "not measured")
            typer.echo(f"{mark} {model.name}  {model.made_at:%Y-%m-%d %H:%M}  {note}")


def change_model(wiring: Wiring, name: str, override: str) -> None:
    """Activate the model of that name; without a name roll back."""
    from bot.training.bank import FigureFalls, Refusal, activate, roll_back
    from bot.training.fingerprint import fingerprint

    wiring.prepare_database()
    base = fingerprint(wiring.root)
    try:
        with wiring.database.writing() as session:
            if name:
                activate(session, _named(session, name), base, now(), None, override)
            else:
                name = roll_back(session, base, now(), None).name
    except FigureFalls as refusal:
        falls = "; ".join(f"{what} {old:.3f} → {new:.3f}" for what, old, new in refusal.falls)
        _fail(f"{refusal} {falls}. --override WHY to activate all the same")
    except Refusal as refusal:
        _fail(str(refusal))
    typer.echo(f"In force: {name}")


def _named(session: Session, name: str) -> BankedModel:
    from bot.training.bank import Refusal
    from bot.training.records import BankedModel

    model = session.scalars(select(BankedModel).where(BankedModel.name == name)).one_or_none()
    if model is None:
        raise Refusal(f"Tidak ada model bernama {name}: lihat `lapor models list`.")
    return model


def _fail(message: str) -> NoReturn:
    typer.echo(f"lapor: {message}", err=True)
    raise typer.Exit(FAILED)
