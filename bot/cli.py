"""The command line: `lapor --help`."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

from bot.log import configure_logging
from bot.region.problems import RegionError
from bot.settings import ConfigurationError, load_settings
from bot.wiring import Wiring

DONE, FAILED, WRONG = 0, 1, 2
LOOPBACK = ("127.0.0.1", "localhost", "::1")

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
reports_app = typer.Typer(no_args_is_help=True, help="Reports.")
database_app = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(reports_app, name="reports")
app.add_typer(database_app, name="db")


def main() -> None:
    """Entry point: configuration errors are one line on stderr and exit code 2."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        app()
    except (ConfigurationError, RegionError) as error:
        _refuse(str(error))


@app.command()
def up(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Dialogue workers.")] = 1,
) -> None:
    """Serve everything: web, workers and courier."""
    from bot.supervisor import Role, Supervisor

    _check_port_is_free(host, port)
    os.environ["PUBLIC_URL"] = os.environ.get("PUBLIC_URL", "") or _own_public_url(port)
    wiring = _wiring()
    _check_simulator(wiring, host)
    typer.echo("Database: migrated." if wiring.prepare_database() else "Database: up to date.")
    _train_if_needed(wiring)
    roles = [Role("web", ["web", "--host", host, "--port", str(port)])]
    roles += [
        Role(f"worker-{number}", ["worker", "--name", f"worker-{number}"]) for number in range(1, workers + 1)
    ]
    roles += [Role("courier", ["courier"])]
    for line in _addresses(wiring, port):
        typer.echo(line)
    raise typer.Exit(Supervisor(roles).run())


@app.command()
def web(
    host: Annotated[str, typer.Option()] = "127.0.0.1", port: Annotated[int, typer.Option()] = 8000
) -> None:
    """Serve webhook and pages only."""
    import uvicorn

    from bot.web import create_app

    configure_logging()
    wiring = _wiring()
    _check_simulator(wiring, host)
    wiring.prepare_database()
    # The lock of Rasa pins an old websockets, which uvicorn must not load.
    uvicorn.run(
        create_app(wiring, port),
        host=host,
        port=port,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
    )


@app.command()
def worker(name: Annotated[str, typer.Option(help="Unique on this database.")] = "") -> None:
    """Run one dialogue worker only."""
    from bot.dialogue.engine import ModelMissing

    configure_logging()
    wiring = _wiring()
    try:
        made = wiring.worker(f"{socket.gethostname()}/{name or os.getpid()}")
    except ModelMissing:
        _refuse("no model for the present data: run `lapor train` first")
    made.run(_stop_on_signal())


@app.command()
def courier() -> None:
    """Run the courier only: it sends, retries, and fetches photos."""
    configure_logging()
    _wiring().courier().run(_stop_on_signal())


@app.command()
def train() -> None:
    """Train the model of the present data."""
    from bot.training.train import TrainingFailed
    from bot.training.train import train as train_model

    wiring = _wiring()
    try:
        typer.echo(f"Model: {train_model(wiring.root, wiring.settings.models).name}")
    except TrainingFailed as error:
        typer.echo(error.output, err=True)
        raise typer.Exit(FAILED) from None


@app.command()
def check() -> None:
    """Name every problem of the configuration and the data, with file and line."""
    from bot.checks import check_everything

    root = Path.cwd()
    problems = check_everything(root)
    for problem in problems:
        typer.echo(str(problem))
    errors = [problem for problem in problems if problem.severity == "error"]
    typer.echo(f"{len(errors)} kesalahan, {len(problems) - len(errors)} peringatan.")
    raise typer.Exit(FAILED if errors else DONE)


@app.command()
def bench(
    talks: Annotated[int, typer.Option(min=1, help="Talks to take; with plain Rasa a quarter.")] = 20,
) -> None:
    """Measure turns beside plain Rasa, on databases of their own."""
    # Before the imports: Rasa's libraries warn of each other when they are loaded.
    configure_logging()
    from bot.training.bench import compare

    wiring = _wiring()
    _train_if_needed(wiring)
    for line in compare(wiring, talks):
        typer.echo(line)


@database_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema."""
    typer.echo("Database: migrated." if _wiring().prepare_database() else "Database: up to date.")


@reports_app.command("list")
def list_reports(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    limit: Annotated[Optional[int], typer.Option(min=1)] = None,
) -> None:
    """List the reports, newest first."""
    from bot.reports.export import list_reports as newest
    from bot.reports.export import report_json

    wiring = _wiring()
    wiring.prepare_database()
    with wiring.database.reading() as session:
        for report in newest(session, limit):
            found = report_json(session, wiring.region, report)
            typer.echo(json.dumps(found, ensure_ascii=False) if as_json else _line(found))


@reports_app.command("show")
def show_report(ticket: str, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Show one report by its ticket."""
    from bot.reports.export import find_report, report_json

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


def _own_public_url(port: int) -> str:
    from dotenv import dotenv_values

    return dotenv_values(".env").get("PUBLIC_URL") or f"http://127.0.0.1:{port}"


def _train_if_needed(wiring: Wiring) -> None:
    from bot.progress import waiting
    from bot.training.train import TrainingFailed
    from bot.training.train import train as train_model

    if wiring.model.is_file():
        return
    try:
        with waiting("Training the model of the present data (about half a minute)"):
            train_model(wiring.root, wiring.settings.models)
    except TrainingFailed as error:
        typer.echo(error.output, err=True)
        _refuse("the model could not be trained; see the lines above, or run `lapor check`")


def _addresses(wiring: Wiring, port: int) -> list[str]:
    base = f"http://127.0.0.1:{port}"
    lines = ["", f"  Public page   {base}/"]
    if wiring.settings.whatsapp.simulated:
        lines.append(f"  Simulator     {base}/simulator   (stands in for WhatsApp: no access token is set)")
    else:
        lines.append(f"  Webhook       {wiring.settings.public_url}/whatsapp/webhook")
    return [*lines, f"  Health        {base}/readyz", "  Ctrl-C stops all of it.", ""]


def _check_simulator(wiring: Wiring, host: str) -> None:
    if wiring.settings.whatsapp.simulated and host not in LOOPBACK and not wiring.settings.simulator_anywhere:
        _refuse(
            f"the simulator serves loopback only, not {host}: set WHATSAPP_ACCESS_TOKEN, or SIMULATOR=1 to allow it"
        )


def _check_port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            _refuse(
                f"port {port} on {host} cannot be used ({error.strerror}): stop what holds it, or choose --port"
            )


def _stop_on_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _line(found: dict[str, object]) -> str:
    return f"{found['ticket']}  {found['status']:<12}  {found['category']}  {found['village_code'] or found['district_code'] or '-'}"


def _details(found: dict[str, object]) -> str:
    return "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in found.items())


def _refuse(message: str) -> NoReturn:
    print(f"lapor: {message}", file=sys.stderr)
    raise SystemExit(WRONG)


if __name__ == "__main__":
    main()
