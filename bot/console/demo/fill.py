"""Fills an empty database with invented reports."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.console.demo import lives
from bot.console.demo.ahead import ahead
from bot.console.demo.filed import TicketDraws, file
from bot.console.demo.lives import LIVES, Life, corrected, live, ordinary
from bot.console.demo.mark import mark_as_demo
from bot.console.demo.misread import add_misread
from bot.console.demo.moments import Clock
from bot.console.demo.passing import first_of, merges
from bot.console.demo.people import add_office, add_staff
from bot.console.demo.photos import make_album
from bot.console.demo.places import Places
from bot.console.demo.queues import add_queues
from bot.console.demo.rows import Chapter, Rows
from bot.console.demo.telling import Told, tell, tell_again, tell_case, tell_misread, tell_ordinary
from bot.console.demo.texts import load_texts
from bot.console.demo.timekeeping import keep_book_of_all, keep_time_of_open
from bot.console.demo.work import Work
from bot.console.demo.world import World
from bot.console.demo.writing import continue_counting, gather_statistics, is_empty, newest_ids, write_rows
from bot.region.signals import read_signals
from bot.reports.records import BY_CITIZEN, BY_EMERGENCY

if TYPE_CHECKING:
    from bot.wiring import Wiring

FOLDER = "demo"
# Reports written in one transaction: the default demo is there as a whole or not at all.
CHUNK = 1000
MONTH, LONGEST = timedelta(days=30), timedelta(days=730)
# More reports than the regency would ever get in a month are spread over a longer time.
A_MONTH = 8000
SECRET, DANGER = 0.008, 0.012
LATELY = timedelta(days=4)


class NotEmpty(Exception):
    """The database holds reports or citizens already."""


@dataclass(frozen=True)
class Filled:
    """What was written: accounts, and rows by table."""

    usernames: list[str]
    rows: dict[str, int]


def fill(
    wiring: Wiring,
    count: int,
    password: str,
    now: datetime,
    seed: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Filled:
    """Write `count` reports and what belongs to them; the same seed and moment give the same rows.

    Raises NotEmpty. `progress` hears how many reports are written.
    """
    with wiring.database.reading() as session:
        if not is_empty(session):
            raise NotEmpty
        newest = newest_ids(session)
    world = _world(wiring, Rows(newest), now, Random(seed))
    usernames = add_staff(world, password, now)
    add_office(world, now)
    span = min(LONGEST, max(MONTH, MONTH * (count / A_MONTH)))
    moments = world.clock.written(count, span)
    chapters: Iterable[Chapter] = _chapters(world, moments)
    done = 0
    with _few_collections():
        for chapter in chapters if count <= CHUNK else ahead(chapters):
            _write(wiring, chapter, first=done == 0, last=done + CHUNK >= count, now=now)
            done = min(count, done + CHUNK)
            progress(done)
    keep_time_of_open(wiring, now)
    if count <= CHUNK:
        # It takes milliseconds a report; of a large demo the courier does so.
        keep_book_of_all(wiring, now)
    return Filled(usernames, chapter.counts)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Keep the garbage collector from looking through every row again and again: a third of the time."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _chapters(world: World, moments: list[datetime]) -> Iterator[Chapter]:
    """All rows, a chunk of reports at a time."""
    plots = _Plots(world, TicketDraws(world), len(moments))
    for start in range(0, len(moments), CHUNK):
        world.citizens = []
        plots.write_chapter(moments[start : start + CHUNK])
        if start + CHUNK >= len(moments):
            add_queues(world)
            add_misread(world)
        yield world.rows.take()
        # Reports and their parts name each other.
        gc.collect()


def _world(wiring: Wiring, rows: Rows, now: datetime, rng: Random) -> World:
    region = wiring.region
    texts = load_texts(wiring.settings.responses.parent / FOLDER, region)
    return World(
        region=region,
        wording=wiring.wording,
        vault=wiring.vault,
        public_url=wiring.settings.public_url,
        texts=texts,
        places=Places(region, texts.staff["patokan"], rng),
        album=make_album(wiring.files, rng),
        clock=Clock(now, region.timezone, rng),
        rng=rng,
        rows=rows,
    )


def _write(wiring: Wiring, chapter: Chapter, first: bool, last: bool, now: datetime) -> None:
    with wiring.database.writing() as session:
        if first:
            if not is_empty(session):
                raise NotEmpty
            mark_as_demo(session, now)
        write_rows(session, chapter)
        if last:
            continue_counting(session)
            gather_statistics(session)


class _Plots:
    """Decides what each report is about and what becomes of it."""

    def __init__(self, world: World, tickets: TicketDraws, count: int) -> None:
        self._world = world
        self._tickets = tickets
        self._special = self._specials()
        # Specials are spread over the whole time, each early enough to have a story.
        self._every = max(1, count // (len(self._special_list) + 1))
        self._number = 0

    def write_chapter(self, moments: list[datetime]) -> None:
        """File and live the reports of these moments."""
        earlier: list[Work] = []
        for at in moments:
            told, life, filed_by = self._next(at, earlier)
            work = Work(self._world, file(self._world, told, self._tickets, at, filed_by), earlier)
            live(work, life)
            earlier.append(work)
        # Only now: a later report may have been found to be a double of an earlier one.
        for work in earlier:
            work.end()

    def _specials(self) -> Iterator[tuple[Told | None, Life, str]]:
        world, texts = self._world, self._world.texts
        cases = (tell_case(world, case, read_signals(world.region, case["kata"])) for case in texts.cases)
        accused = [(tell(world, sentence), ordinary, BY_CITIZEN) for sentence in texts.accusations]
        dangers = [(tell(world, sentence), ordinary, BY_EMERGENCY) for sentence in texts.dangers]
        told = [(None, life, BY_CITIZEN) for life in LIVES if life is not ordinary]
        self._special_list: list[tuple[Told | None, Life, str]] = [
            *((case, lives.untouched, BY_CITIZEN) for case in cases if case), *told, *accused, *dangers,
        ]  # fmt: skip
        return iter(self._special_list)

    def _next(self, at: datetime, earlier: list[Work]) -> tuple[Told, Life, str]:
        self._number += 1
        due = self._number % self._every == 0
        special = next(self._special, None) if due else None
        told, life, filed_by = special or self._usual()
        if told is None and life is merges:
            other = first_of(earlier)
            told = tell_again(self._world, other.filed.told) if other else None
        if told is None and life is corrected:
            told = tell_misread(self._world)
        return told or tell_ordinary(self._world), life, filed_by

    def _usual(self) -> tuple[Told | None, Life, str]:
        world = self._world
        drawn = world.rng.random()
        if drawn < SECRET:
            return tell(world, world.rng.choice(world.texts.accusations)), ordinary, BY_CITIZEN
        if drawn < SECRET + DANGER:
            return tell(world, world.rng.choice(world.texts.dangers)), ordinary, BY_EMERGENCY
        (life,) = world.rng.choices(list(LIVES), list(LIVES.values()))
        return None, life, BY_CITIZEN
