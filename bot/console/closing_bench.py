"""Measures for how long a closing with a photo keeps everybody else from writing, among many photos."""

from __future__ import annotations

import hashlib
import io
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from sqlalchemy import insert

from bot.conversations.citizens import Citizen
from bot.conversations.media import Photo, check_photo
from bot.conversations.messages import Media
from bot.conversations.near_copies import PhotoPiece, PhotoPrint
from bot.conversations.photo_prints import Print
from bot.conversations.staff_photos import keep_checked_photo
from bot.region.signals import Signals
from bot.reports.cases import open_case
from bot.reports.closing import close
from bot.reports.filing import NewProblem, NewReport, file_report
from bot.reports.looking import look_before
from bot.reports.proof import NO_LOOKS, Looks
from bot.reports.sight import Viewer
from bot.storage.tables import now

if TYPE_CHECKING:
    from bot.wiring import Wiring

ROUNDS = 10
AT_ONCE = 20_000
CATEGORY = "jalan_jembatan"


def bench_closing(wiring: Wiring, photos: int) -> Iterator[str]:
    """Yield figures of a temporary SQLite with so many random prints; their signs are as even as those of
    unlike photos, so a look meets as many candidates."""
    with wiring.scratch("bench-closing") as own:
        citizen = _fill(own, photos)
        yield f"Closing with a photo among {photos:,} photos (SQLite), {ROUNDS} of each:"
        yield f"{'':<56}{'median':>11}{'most':>12}"
        for name, is_before in (("looked up while all others wait", False), ("looked up before", True)):
            looked, held = zip(*(_close(own, citizen, is_before) for _ in range(ROUNDS)), strict=True)
            if is_before:
                yield _line("the look itself, nobody waits", looked)
            yield _line(f"nobody else can write: {name}", held)


def _line(name: str, seconds: tuple[float, ...]) -> str:
    return f"{name:<56}{statistics.median(seconds) * 1000:>8.0f} ms{max(seconds) * 1000:>9.0f} ms"


def _fill(wiring: Wiring, photos: int) -> int:
    rng, at = np.random.default_rng(1), now()
    prints = {number: Print(rng.bytes(32).hex(), rng.bytes(32).hex()) for number in range(1, photos + 1)}
    with wiring.database.writing() as session:
        citizen = Citizen()
        session.add(citizen)
        session.flush()
        shared = {"citizen_id": citizen.id, "kind": "image", "graph_id": "", "state": "stored"}
        media: Iterator[dict[str, Any]] = ({"id": one, **shared, "received_at": at} for one in prints)
        while rows := list(islice(media, AT_ONCE)):
            session.execute(insert(Media), rows)
        kept = ({"media_id": one, "whole": p.whole, "core": p.core} for one, p in prints.items())
        while rows := [{**row, "taken_at": None} for row in islice(kept, AT_ONCE)]:
            session.execute(insert(PhotoPrint), rows)
        # In the order of the index: it is written from one end to the other.
        pieces = iter(sorted((piece, one) for one, p in prints.items() for piece in set(p.pieces)))
        while rows := [{"piece": piece, "media_id": one} for piece, one in islice(pieces, AT_ONCE)]:
            session.execute(insert(PhotoPiece), rows)
        return citizen.id


def _close(wiring: Wiring, citizen_id: int, is_before: bool) -> tuple[float, float]:
    """File a report and close it; returns the seconds of the look and those of the transaction."""
    content = _draw()
    photo, looks = check_photo(content), NO_LOOKS
    with wiring.database.writing() as session:
        report = file_report(
            session, wiring.region, _pothole(citizen_id, next(iter(wiring.region.districts)))
        )
        ticket, report_id, part = report.ticket, report.id, report.assignments[0]
        viewer, part_id = Viewer(1, "lapor bench", "officer", part.agency), part.id
    started = time.perf_counter()
    if is_before:
        served = {hashlib.sha256(content).hexdigest(): photo.served}
        looks = look_before(wiring.database, wiring.files, report_id, served)
    looked = time.perf_counter() - started
    return looked, _hold(wiring, viewer, ticket, part_id, content, photo, looks)


def _hold(
    wiring: Wiring, viewer: Viewer, ticket: str, part_id: int, content: bytes, photo: Photo, looks: Looks
) -> float:
    started = time.perf_counter()
    with wiring.database.writing() as session:
        case = open_case(session, wiring.region, wiring.wording, viewer, ticket, now())
        owner = case.report.citizen_id
        kept = keep_checked_photo(session, wiring.files, owner, viewer.id, content, photo, case.at)
        close(case, part_id, "Sudah ditambal.", [kept.id], files=wiring.files, looks=looks)
    return time.perf_counter() - started


def _draw() -> bytes:
    """A picture that is like no other."""
    levels = np.random.default_rng().integers(0, 255, (24, 32, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(levels).resize((640, 480), Image.Resampling.BICUBIC).save(buffer, "JPEG")
    return buffer.getvalue()


def _pothole(citizen_id: int, district: str) -> NewReport:
    words = "jalan berlubang"
    return NewReport(
        citizen_id=citizen_id,
        draft_id=None,
        report_class="pengaduan",
        problems=(NewProblem(CATEGORY, words),),
        description=words,
        location_text="depan kantor camat",
        village_code=None,
        village_confirmed=False,
        district_code=district,
        signals=Signals(None, False, None, "pengaduan", None),
        at=now(),
    )
