"""`lapor whatsapp` and `lapor costs`: the number's templates at Meta, and what its messages cost."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.conversations.costs import Month, last_months
from bot.reports.dates import local_date
from bot.reports.spending import bubbles_a_report
from bot.settings import load_settings
from bot.storage.tables import now
from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import GraphError
from bot.whatsapp.template_desk import APPROVED, push, standings
from bot.wiring import Wiring

FAILED, WRONG = 1, 2

whatsapp_app = typer.Typer(no_args_is_help=True, help="The number at Meta.")
templates_app = typer.Typer(no_args_is_help=True, help="Message templates of the region pack.")
whatsapp_app.add_typer(templates_app, name="templates")
Port = Annotated[int, typer.Option(help="Port of the web process; only while it is the simulator.")]


@templates_app.command("push")
def push_templates(port: Port = 8000) -> None:
    """Register the templates that Meta does not have yet."""
    wiring = _wiring()
    failed = 0
    with _refusals():
        for one in push(_client(wiring, port), wiring.region.templates.values()):
            typer.echo(f"{one.name:<22} {one.outcome:<8} {one.detail}".rstrip())
            failed += one.outcome == "refused"
    raise typer.Exit(FAILED if failed else 0)


@templates_app.command("status")
def show_templates(port: Port = 8000) -> None:
    """Say how Meta stands to each template of the pack; fails when one cannot be sent."""
    wiring = _wiring()
    with _refusals():
        found = standings(_client(wiring, port), wiring.region.templates.values())
    for one in found:
        note = "text differs from the pack" if one.changed else one.reason
        typer.echo(f"{one.name:<22} {one.state:<10} {one.category:<10} {note}".rstrip())
    raise typer.Exit(0 if all(one.state == APPROVED for one in found) else FAILED)


def show_costs(
    months: Annotated[int, typer.Option(min=1, max=36, help="How many months.")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Print the billed bubbles of each month with what they cost, and those of a report."""
    wiring = _wiring()
    prices = wiring.region.prices
    if prices is None:
        _refuse(f"{wiring.settings.region / 'prices.yml'} is missing: nothing is known of prices")
    wiring.prepare_database()
    today = local_date(now(), wiring.region.timezone)
    with wiring.database.reading() as session:
        found = last_months(session, prices, today, wiring.region.timezone, months)
        a_report = bubbles_a_report(session)
    for month in found:
        typer.echo(
            json.dumps(_month_json(month, prices.currency)) if as_json else _line(month, prices.currency)
        )
    if not as_json and a_report is not None:
        typer.echo(f"A report costs {a_report:g} bubbles so far, officers' too (median of the newest).")


def _month_json(month: Month, currency: str) -> dict[str, object]:
    return {
        "month": f"{month.first:%Y-%m}",
        "bubbles": dict(month.bubbles),
        "to_officers": month.to_officers,
        "cost": month.cost,
        "currency": currency,
        "budget": month.budget,
        "share": month.share,
        "alarm": month.alarm,
    }


def _line(month: Month, currency: str) -> str:
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(month.bubbles.items())) or "none"
    kinds += f"; {month.to_officers} of them to officers" if month.to_officers else ""
    share = f"  {month.share} % of the budget" if month.share is not None else ""
    alarm = f"  ALARM: {month.alarm} % passed" if month.alarm else ""
    bubbles = f"{month.total:>7} bubbles ({kinds})"
    return f"{month.first:%Y-%m}  {bubbles}  {currency} {month.cost:.2f}{share}{alarm}"


def _client(wiring: Wiring, port: int) -> GraphClient:
    whatsapp = wiring.reached_whatsapp(f"http://127.0.0.1:{port}")
    if not whatsapp.business_account_id:
        _refuse("WHATSAPP_BUSINESS_ACCOUNT_ID is not set: templates belong to the business account")
    return GraphClient(whatsapp)


@contextmanager
def _refusals() -> Iterator[None]:
    """End the command with one line when Meta refuses everything."""
    try:
        yield
    except GraphError as error:
        said = f"refused ({error.code})" if error.code is not None else "could not be asked"
        typer.echo(f"lapor: Meta {said}: {error.title}", err=True)
        raise typer.Exit(FAILED) from None


def _wiring() -> Wiring:
    root = Path.cwd()
    return Wiring(load_settings(root), root)


def _refuse(message: str) -> NoReturn:
    print(f"lapor: {message}", file=sys.stderr)
    raise SystemExit(WRONG)
