"""Weighs the photos that are to prove that a part is done: used before, copied, taken earlier or there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.conversations.messages import Media
from bot.conversations.near_copies import (
    Look,
    keep_missing_prints,
    look_again,
    look_up,
    open_served,
    take_missing_prints,
    without_print,
)
from bot.reports import events
from bot.reports.cases import Case, Unclear
from bot.reports.photos import AFTER, PICTURE
from bot.reports.records import Assignment, Report, ReportPhoto
from bot.reports.sight import find_visible
from bot.reports.taken import is_at_place, is_taken_at, is_taken_before
from bot.storage.files import Files

COMPLETE = "lengkap"
LACKING = "kurang"
# Taking a print costs about 20 ms, and somebody waits meanwhile.
MOST_MISSING_PRINTS = 20
# What was looked up before the report was locked, by the sha256 of a photo.
Looks = Mapping[str, Look]
NO_LOOKS: Looks = MappingProxyType({})


@dataclass
class Proof:
    """What speaks for and against photos, by media id; `similar` are pairs of a photo and its likeness."""

    photos: int
    similar: list[list[int]] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    forwarded: list[int] = field(default_factory=list)
    taken_before: list[int] = field(default_factory=list)
    at_place: bool = False

    @property
    def is_complete(self) -> bool:
        return bool(self.photos) and not self.similar

    @property
    def facts(self) -> dict[str, Any]:
        """The result as `proof`, and whatever else holds: data of the event."""
        result = COMPLETE if self.is_complete else LACKING
        names = ("similar", "shared", "forwarded", "taken_before", "at_place")
        return {"proof": result, **{name: value for name in names if (value := getattr(self, name))}}


@dataclass(frozen=True)
class Use:
    """A report that has a photo already. The photo of another part of the same report may be shared."""

    media_id: int
    report: Report
    phase: str
    may_be_shared: bool


def weigh(
    case: Case,
    part: Assignment,
    photos: Sequence[Media],
    files: Files | None,
    pin: tuple[float, float] | None = None,
    looks: Looks = NO_LOOKS,
) -> Proof:
    """Judge photos that are not attached yet; raises Unclear for one that was used before.

    One picture often shows both parts of a report, which is allowed and marked. A near-copy of a used photo
    is marked and makes the proof `kurang`. A photo that is not among `looks` is looked up now, and without
    `files` not at all: then only equal files are known again. `pin` is where the officer says he is
    (latitude, longitude); it strengthens photos and proves nothing without.
    """
    proof = Proof(len(photos))
    for number, photo in enumerate(photos, start=1):
        same = _uses(case, part, Media.sha256 == photo.sha256) if photo.sha256 else []
        _refuse_used(case, part, number, same)
        near = _uses(case, part, Media.id.in_(_near(case, photo, files, looks) - {photo.id}))
        if any(use.may_be_shared for use in (*same, *near)):
            proof.shared.append(photo.id)
        proof.similar += [[photo.id, use.media_id] for use in near if not use.may_be_shared]
    proof.forwarded = [photo.id for photo in photos if photo.forwarded]
    beside = bool(photos) and is_at_place(case.report, pin)
    proof.at_place = beside or any(is_taken_at(case.report, photo.exif) for photo in photos)
    proof.taken_before = [
        photo.id for photo in photos if is_taken_before(case.report, photo.exif, case.region.timezone)
    ]
    return proof


def _refuse_used(case: Case, part: Assignment, number: int, same: Iterable[Use]) -> None:
    used = next((use for use in same if not use.may_be_shared), None)
    if used is not None:
        raise Unclear(
            f"Foto {number} {_where(case, used)}. Sertakan foto baru yang diambil sesudah dikerjakan."
        )


def _where(case: Case, use: Use) -> str:
    """Where a photo was used, without a word of reports that this person may not see."""
    if use.report.id == case.report.id:
        closed = "sudah dipakai saat bagian ini ditutup sebelumnya"
        return closed if use.phase == AFTER else "sama dengan foto dari warga di laporan ini"
    seen = find_visible(case.session, case.viewer, use.report.ticket)
    return f"sudah dipakai di laporan {seen.ticket}" if seen else "sudah dipakai di laporan lain"


def _near(case: Case, photo: Media, files: Files | None, looks: Looks) -> frozenset[int]:
    look = looks.get(photo.sha256 or "")
    if look is not None:
        return look_again(case.session, look)
    if files is None:
        return frozenset()
    lacking = photos_without_print(case.session, case.report.id)
    keep_missing_prints(case.session, take_missing_prints(files, lacking))
    return look_up(case.session, open_served(files, photo)).near


def photos_without_print(session: Session, report_id: int) -> list[Media]:
    """Some photos of this report, then of the latest, that were stored before prints were taken."""
    lacking = (
        without_print()
        .join(ReportPhoto, ReportPhoto.media_id == Media.id)
        .where(Media.kind == PICTURE)
        .order_by((ReportPhoto.report_id == report_id).desc(), Media.id.desc())
        .limit(MOST_MISSING_PRINTS)
    )
    return list(session.scalars(lacking).unique())


def _uses(case: Case, part: Assignment, which: ColumnElement[bool]) -> list[Use]:
    query = (
        select(ReportPhoto, Report)
        .join(Media, Media.id == ReportPhoto.media_id)
        .join(Report, Report.id == ReportPhoto.report_id)
        .where(which)
        .order_by(ReportPhoto.report_id, ReportPhoto.position)
    )
    own = _closed_with(case.report, part)
    found = []
    for photo, report in case.session.execute(query).tuples():
        shared = report.id == case.report.id and photo.phase == AFTER and photo.media_id not in own
        found.append(Use(photo.media_id, report, photo.phase, shared))
    return found


def _closed_with(report: Report, part: Assignment) -> set[int]:
    """The photos of earlier closings of this part."""
    closings = [event for event in report.events if event.kind == events.CLOSED]
    own = [event for event in closings if event.assignment_id == part.id]
    return {media_id for event in own for media_id in event.data.get("media_ids", ())}
