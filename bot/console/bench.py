"""Measures the pages of the console on a demo database, as a browser gets them."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import uvicorn
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from starlette.applications import Starlette

from bot.console.accounts import end_all_sessions, find_staff, open_session, viewer_of
from bot.console.demo.command import fill_showing
from bot.console.demo.mark import is_demo
from bot.console.demo.people import PREFIX
from bot.console.gate import COOKIE
from bot.console.records import Staff
from bot.reports.records import Assignment, Report
from bot.reports.sight import CAMAT, OFFICER, may_see
from bot.settings import ConfigurationError
from bot.storage.tables import Table, now

if TYPE_CHECKING:
    from bot.wiring import Wiring

MakeApp = Callable[["Wiring", int], Starlette]

HOST = "127.0.0.1"
INBOX = "/staff/laporan"
COMMON = "jalan"
ROUNDS, WARM_UP = 30, 3
SELECTED = 100
START_SECONDS = 20
NAME_WIDTH = 48
# How words of a place are cut for the rare search: with all of them it is nearly one report.
RARE_WORDS = 4


@dataclass(frozen=True)
class Guest:
    """Somebody who is signed in, and what he looks at: addresses by the name of the measurement."""

    name: str
    token: str
    addresses: dict[str, list[str]]


@dataclass(frozen=True)
class Taken:
    """Seconds that each request of one kind took."""

    name: str
    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def line(self, beside: float) -> str:
        """Median, 95th percentile, how many, and the median as a multiple of `beside`."""
        p95 = statistics.quantiles(self.seconds, n=20)[-1]
        return (
            f"{self.name:<{NAME_WIDTH}}{self.median * 1000:>8.1f} ms{p95 * 1000:>9.1f} ms"
            f"{len(self.seconds):>6}{self.median / beside:>9.1f}"
        )


def bench_console(wiring: Wiring, make_app: MakeApp, reports: int, database: str) -> Iterator[str]:
    """Yield figures of `database`, a demo or empty; without one of a temporary demo."""
    with _demo(wiring, reports, database) as own:
        with own.database.reading() as session:
            known = session.scalar(select(func.count()).select_from(Report))
            plain = Taken("SELECT of 100 rows by their key", list(_selects(session)))
        yield f"Console on {known:,} reports, one request after another, as a browser gets it:"
        yield f"{'':<{NAME_WIDTH}}{'median':>11}{'p95':>12}{'n':>6}{'ratio':>9}"
        yield plain.line(plain.median)
        with _served(make_app(own, 0)) as port, _guests(own) as guests:
            for guest in guests:
                for taken in _visits(port, guest):
                    yield taken.line(plain.median)


@contextmanager
def _demo(wiring: Wiring, reports: int, database: str) -> Iterator[Wiring]:
    """The program on the demo to measure; a temporary one lies on the disk of the real database."""
    if database:
        own = replace(wiring, settings=replace(wiring.settings, database_url=database))
        _fill_if_empty(own, reports)
        yield own
        own.database.dispose()
        return
    with wiring.scratch("bench-console") as own:
        _fill_if_empty(own, reports)
        yield own


def _fill_if_empty(wiring: Wiring, reports: int) -> None:
    wiring.prepare_database()
    with wiring.database.reading() as session:
        if is_demo(session):
            return
        if session.scalar(select(Report.id).limit(1)):
            raise ConfigurationError("--database holds real reports: measure on one made by `lapor demo`")
    fill_showing(wiring, reports, "", seed=1)


def _selects(session: Session) -> Iterator[float]:
    ids = list(session.scalars(select(Report.id).limit(SELECTED)))
    query = select(*Report.__table__.columns).where(Report.id.in_(ids))
    for _ in range(ROUNDS):
        started = time.perf_counter()
        session.execute(query).all()
        yield time.perf_counter() - started


@contextmanager
def _served(app: Starlette) -> Iterator[int]:
    """Serve the application on a free port of loopback, in a thread."""
    config = uvicorn.Config(app, host=HOST, port=0, ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    give_up = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > give_up:
            raise RuntimeError("the web server did not start")
        time.sleep(0.01)
    yield int(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join()


@contextmanager
def _guests(wiring: Wiring) -> Iterator[list[Guest]]:
    """Sign in the operator, and the officer and the camat who have the most to read."""
    with wiring.database.writing() as session:
        staff = [
            find_staff(session, f"{PREFIX}operator"),
            _busiest(session, OFFICER, Assignment.agency == Staff.agency, Assignment),
            _busiest(session, CAMAT, Report.district_code == Staff.district, Report),
        ]
        guests = [_signed_in(session, wiring, person) for person in staff if person]
    yield guests
    with wiring.database.writing() as session:
        for person in staff:
            if person:
                end_all_sessions(session, person.id, now())


def _busiest(
    session: Session, role: str, lies_on_his_desk: ColumnElement[bool], row: type[Table]
) -> Staff | None:
    """Of a role the one with the most rows."""
    query = (
        select(Staff).join(row, lies_on_his_desk).where(Staff.role == role, Staff.username.startswith(PREFIX))
    )
    return session.scalars(query.group_by(Staff.id).order_by(func.count().desc()).limit(1)).first()


def _signed_in(session: Session, wiring: Wiring, staff: Staff) -> Guest:
    viewer = viewer_of(staff, wiring.region)
    newest = select(Report).where(may_see(viewer)).order_by(Report.created_at.desc()).limit(ROUNDS + WARM_UP)
    reports = session.scalars(newest).all()
    rare = next((report.location_text for report in reports if report.location_text), COMMON)
    token = open_session(session, wiring.vault, staff, "lapor bench", now())
    return Guest(
        viewer.name,
        token,
        {
            "inbox": [INBOX],
            "inbox, filtered": [_query(status="diproses", kategori="jalan_jembatan")],
            f"search, common ({COMMON})": [_query(q=COMMON)],
            "search, rare": [_query(q=" ".join(rare.split()[-RARE_WORDS:]))],
            "report page": [f"{INBOX}/{report.ticket}" for report in reports],
        },
    )


def _query(**fields: str) -> str:
    return f"{INBOX}?{urlencode(fields)}"


def _visits(port: int, guest: Guest) -> Iterator[Taken]:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    for name, addresses in guest.addresses.items():
        seconds = []
        for number in range(ROUNDS + WARM_UP):
            address = addresses[number % len(addresses)]
            seconds.append(_get(connection, address, guest.token))
        yield Taken(f"{guest.name}: {name}", seconds[WARM_UP:])
    connection.close()


def _get(connection: http.client.HTTPConnection, address: str, token: str) -> float:
    started = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"{COOKIE}={token}"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}")
    return time.perf_counter() - started
