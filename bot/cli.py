"""The command line: `lapor --help`."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import structlog
import typer

from bot.addresses import LOOPBACK, local_url, port_problem, public_url, ready_lines
from bot.cli_new import add_new
from bot.cli_reports import reports_app
from bot.cli_staff import staff_app
from bot.cli_training import add_training, model_of_files, model_to_start
from bot.cli_whatsapp import show_costs, whatsapp_app
from bot.console.demo.command import add_demo
from bot.console.first_admin import first_admin_lines, make_first_admin
from bot.lifeline import RoleEnd
from bot.log import configure_logging
from bot.region.problems import RegionError
from bot.settings import ConfigurationError, load_settings
from bot.stopping import leave_on_signal, stop_on_signal
from bot.wiring import Wiring

DONE, FAILED, WRONG = 0, 1, 2
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
database_app = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(reports_app, name="reports")
app.add_typer(database_app, name="db")
app.add_typer(staff_app, name="staff")
app.add_typer(whatsapp_app, name="whatsapp")
app.command("costs")(show_costs)


def main() -> None:
    """Entry point: configuration errors are one line on stderr and exit code 2."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        app()
    except (ConfigurationError, RegionError) as error:
        _refuse(str(error))


@app.command()
def up(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Dialogue workers.")] = 1,
) -> None:
    """Serve everything: web, workers and courier."""
    from bot.supervisor import Role, Supervisor

    leave_on_signal()
    _check_port(host, port)
    os.environ["PUBLIC_URL"] = public_url(host, port)
    wiring = _wiring()
    _check_simulator(wiring, host)
    _prepare_database(wiring)
    model = _trained(model_to_start, wiring)
    first = _first_admin(wiring, host, port)
    wiring.database.dispose()
    at = ["--host", host, "--port", str(port)]
    roles = [Role("web", ["web", *at])]
    for number in range(1, workers + 1):
        name = f"worker-{number}"
        # It stays when files change while it runs; a model that people put in force is taken at once.
        roles.append(Role(name, ["worker", "--name", name, "--model", str(model)]))
    roles.append(Role("courier", ["courier", *at]))
    typer.echo(f"Starting {', '.join(role.name for role in roles)} ...")
    # Where every role leaves its figures, for /metrics of the web process.
    with TemporaryDirectory(prefix="lapor-metrics-") as figures:
        shared = {"PROMETHEUS_MULTIPROC_DIR": figures}
        public = None if wiring.settings.whatsapp.simulated else wiring.settings.public_url
        supervisor = Supervisor(roles, [*ready_lines(local_url(host, port), public), *first], shared)
        code = supervisor.run()
    if first and not supervisor.greeted:
        typer.echo("\n".join(first))
    raise typer.Exit(code)


@app.command()
def web(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve webhook and pages only."""
    from bot.web import WebServer, create_app

    role = _begin_role()
    _check_port(host, port)
    wiring = _wiring()
    _check_simulator(wiring, host)
    wiring.prepare_database()
    server = WebServer(create_app(wiring, port, host), host, port, role.tell_ready)
    for line in _first_admin(wiring, host, port):
        typer.echo(line)
    server.run()


@app.command()
def worker(
    name: Annotated[str, typer.Option(help="Unique on this database.")] = "",
    model: Annotated[Path | None, typer.Option(help="By default that of the present data.")] = None,
) -> None:
    """Run one dialogue worker only."""
    role = _begin_role()
    from bot.dialogue.engine import ModelMissing

    wiring = _wiring()
    wiring.prepare_database()
    try:
        made = wiring.worker(f"{socket.gethostname()}/{name or os.getpid()}", model=model)
    except ModelMissing:
        _refuse("no model for the present data: run `lapor train` first")
    made.run(stop_on_signal(), role.tell_ready)


@app.command()
def courier(
    host: Annotated[str, typer.Option(help="Address of the web process.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the web process.")] = 8000,
) -> None:
    """Run the courier only: it sends, retries, and fetches photos.

    It needs the web process only when that is the simulator.
    """
    role = _begin_role()
    wiring = _wiring()
    wiring.prepare_database()
    made = wiring.courier(local_url(host, port))
    stop = stop_on_signal()
    structlog.get_logger().info("courier ready")
    role.tell_ready()
    made.run(stop)


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
    console: Annotated[bool, typer.Option("--console", help="Pages of the console instead.")] = False,
    reports: Annotated[int, typer.Option(min=1, help="With --console: reports of the demo.")] = 2000,
    database: Annotated[str, typer.Option(help="With --console: URL of an empty or demo database.")] = "",
    photos: Annotated[int, typer.Option(min=0, help="Closings among so many photos instead.")] = 0,
    switch: Annotated[bool, typer.Option("--switch", help="Waits while a model is taken instead.")] = False,
) -> None:
    """Measure turns beside plain Rasa, pages, closings, or a change of model, on databases of their own."""
    # Before the imports: Rasa's libraries warn of each other when they are loaded.
    configure_logging()
    wiring = _wiring()
    if console:
        from bot.console.bench import bench_console
        from bot.web import create_app

        for line in bench_console(wiring, create_app, reports, database):
            typer.echo(line)
        return
    if photos:
        from bot.console.closing_bench import bench_closing

        for line in bench_closing(wiring, photos):
            typer.echo(line)
        return
    if switch:
        from bot.training.switch_bench import bench_switch

        _trained(model_of_files, wiring)
        for line in bench_switch(wiring):
            typer.echo(line)
        return
    from bot.training.bench import compare

    _trained(model_of_files, wiring)
    for line in compare(wiring, talks):
        typer.echo(line)


@app.command()
def evaluate(
    complaints: Annotated[Path | None, typer.Option(help="CSV: text,category,set.")] = None,
    smalltalk: Annotated[Path | None, typer.Option(help="CSV: text,intent.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Figures only, without plain Rasa beside.")] = False,
) -> None:
    """Measure how well real sentences are understood."""
    configure_logging()
    from bot.training.evaluation.run import PAGE, evaluate, find_sets, write_report

    wiring = _wiring()
    sets = find_sets(wiring.root, wiring.settings.evaluation, complaints, smalltalk, wiring.region)
    for file in sets.absent:
        typer.echo(f"NOT MEASURED: there is no {file}", err=True)
    _trained(model_of_files, wiring)
    summary, everything = evaluate(wiring.root, wiring.model, wiring.region, sets, beside=not as_json)
    if as_json:
        typer.echo(json.dumps(summary.to_json(), ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(summary.lines()))
    page = wiring.settings.var / PAGE
    write_report(page, summary, everything)
    typer.echo(f"\nHalaman dengan kalimat terburuk: {page}")


@database_app.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema."""
    _prepare_database(_wiring())


def _wiring() -> Wiring:
    root = Path.cwd()
    return Wiring(load_settings(root), root)


add_demo(app, _wiring)
add_training(app, _wiring)
add_new(app, _wiring)


def _begin_role() -> RoleEnd:
    leave_on_signal()
    configure_logging()
    return RoleEnd.take()


def _prepare_database(wiring: Wiring) -> None:
    typer.echo("Database: migrated." if wiring.prepare_database() else "Database: up to date.")


def _first_admin(wiring: Wiring, host: str, port: int) -> list[str]:
    """What to print at the first start; nothing where somebody of the staff is known."""
    password = make_first_admin(wiring.database)
    return first_admin_lines(public_url(host, port), password) if password else []


def _trained(get: Callable[[Wiring], Path], wiring: Wiring) -> Path:
    from bot.training.train import TrainingFailed

    try:
        return get(wiring)
    except TrainingFailed as error:
        typer.echo(error.output, err=True)
        _refuse("the model could not be trained; see the lines above, or run `lapor check`")


def _check_simulator(wiring: Wiring, host: str) -> None:
    if wiring.settings.whatsapp.simulated and host not in LOOPBACK and not wiring.settings.simulator_anywhere:
        _refuse(
            f"the simulator serves loopback only, not {host}: "
            "set WHATSAPP_ACCESS_TOKEN, or SIMULATOR=1 to allow it"
        )


def _check_port(host: str, port: int) -> None:
    problem = port_problem(host, port)
    if problem:
        _refuse(f"port {port} on {host} cannot be used ({problem}): stop what holds it, or choose --port")


def _refuse(message: str) -> NoReturn:
    print(f"lapor: {message}", file=sys.stderr)
    raise SystemExit(WRONG)


if __name__ == "__main__":
    main()
