"""`lapor new category|intent`: something new, with every file that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.wiring import Wiring

FAILED = 1
DONE = "Periksa dengan `git diff`, lalu `lapor train`, dan jalankan ulang program."
Examples = Annotated[Path, typer.Option(exists=True, dir_okay=False, help="A sentence a line.")]


def add_new(app: typer.Typer, make_wiring: Callable[[], Wiring]) -> None:
    """Add the commands to the command line."""
    new = typer.Typer(no_args_is_help=True, help="Something new, with every file that it needs.")
    app.add_typer(new, name="new")

    @new.command()
    def category(
        id: Annotated[str, typer.Argument(help="Small letters, e.g. irigasi.")],
        examples: Examples,
        name: Annotated[str, typer.Option(prompt="Nama untuk warga, mis. Irigasi sawah")],
        list_title: Annotated[str, typer.Option(prompt="Judul di daftar WhatsApp, paling banyak 24 huruf")],
        description: Annotated[str, typer.Option(prompt="Penjelasan singkat, paling banyak 72 huruf")],
        agency: Annotated[str, typer.Option(prompt="Kode dinas, mis. PUPR")],
        place: Annotated[bool, typer.Option(prompt="Perlu tempat?", help="Whether a place is asked.")] = True,
    ) -> None:
        """Make a category: pack, routing, domain, rules, pipeline and its first sentences."""
        from bot.training.new_category import NewCategory, create_category

        wiring = make_wiring()
        wish = NewCategory(id, name, list_title, description, agency, place, _lines(examples))
        _make(wiring, lambda check: create_category(wiring.root, wiring.region, wish, check))

    @new.command()
    def intent(
        id: Annotated[str, typer.Argument(help="Begins with tanya_, e.g. tanya_pajak.")],
        examples: Examples,
        answer: Annotated[str, typer.Option(prompt="Jawaban bot")],
    ) -> None:
        """Make a question with one fixed answer: domain, rules, answer and its first sentences."""
        from bot.training.new_question import NewQuestion, create_question

        wiring = make_wiring()
        wish = NewQuestion(id, answer, _lines(examples))
        _make(wiring, lambda check: create_question(wiring.root, wish, check))


def _make(wiring: Wiring, create: Callable[..., Iterable[Path]]) -> None:
    from bot.checks import check_everything
    from bot.training.new_category import CannotCreate

    try:
        for path in create(check_everything):
            typer.echo(path.relative_to(wiring.root))
    except CannotCreate as refusal:
        typer.echo(f"lapor: {refusal}", err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(DONE)


def _lines(file: Path) -> list[str]:
    lines = (line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]
