"""`lapor reports`: reports as the operator of the program reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.reports.export import find_report, report_json
from bot.reports.export import list_reports as newest
from bot.settings import load_settings
from bot.wiring import Wiring

FAILED = 1

reports_app = typer.Typer(no_args_is_help=True, help="Reports.")


@reports_app.command("list")
def list_reports(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[int | None, typer.Option(min=1)] = None,
) -> None:
    """List the reports, newest first."""
    wiring = _wiring()
    wiring.prepare_database()
    with wiring.database.reading() as session:
        for report in newest(session, limit):
            found = report_json(session, wiring.region, report)
            typer.echo(json.dumps(found, ensure_ascii=False) if as_json else _line(found))


@reports_app.command("show")
def show_report(ticket: str, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show one report by its ticket."""
    wiring = _wiring()
    wiring.prepare_database()
    with wiring.database.reading() as session:
        report = find_report(session, wiring.region, ticket)
        if report is None:
            typer.echo(f"No report {ticket}.", err=True)
            raise typer.Exit(FAILED)
        found = report_json(session, wiring.region, report)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _details(found))


def _wiring() -> Wiring:
    root = Path.cwd()
    return Wiring(load_settings(root), root)


def _line(found: dict[str, object]) -> str:
    place = found["village"] or found["district"] or "-"
    return f"{found['ticket']}  {found['status']:<12}  {found['category']:<22}  {place}"


def _details(found: dict[str, object]) -> str:
    return "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in found.items())
