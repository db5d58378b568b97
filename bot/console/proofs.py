"""What the page of a report says of the proof with which a part was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.reports import events
from bot.reports.records import Assignment, Report, ReportPhoto
from bot.reports.sight import Viewer, may_see
from bot.reports.statuses import DONE, is_open

NONE_YET = "belum_ada"
REMARKS = {
    "shared": "Foto yang sama dipakai untuk bagian lain laporan ini",
    "forwarded": "Foto diteruskan dari percakapan lain, bukan diambil sendiri",
    "taken_before": "Menurut data foto, diambil sebelum laporan masuk",
}
AT_PLACE = "Foto diambil di dekat titik laporan, atau petugas mengirim titiknya dari sana"
NO_PHOTO = "Tanpa foto; alasannya tercatat di perjalanan laporan"


@dataclass(frozen=True)
class ShownProof:
    """result: `lengkap kurang belum_ada`; `similar` are tickets, None for a report he may not see."""

    result: str
    similar: Sequence[str | None]
    remarks: Sequence[str]


def proof_of(session: Session, viewer: Viewer, report: Report, part: Assignment) -> ShownProof | None:
    """The proof of a part: none yet while it is open; None for one that ended without being done."""
    if is_open(part.status):
        return ShownProof(NONE_YET, (), ())
    if part.status != DONE:
        return None
    closings = [event for event in report.events if event.kind == events.CLOSED]
    data = next((event.data for event in reversed(closings) if event.assignment_id == part.id), None)
    if data is None:
        return ShownProof(NONE_YET, (), ())
    near = [their for _, their in data.get("similar", ())]
    return ShownProof(data["proof"], _tickets(session, viewer, near), _remarks(data))


def _remarks(data: dict[str, Any]) -> list[str]:
    said = [REMARKS[name] for name in REMARKS if data.get(name)]
    if data.get("at_place"):
        said.append(AT_PLACE)
    return said if data.get("media_ids") else [NO_PHOTO]


def _tickets(session: Session, viewer: Viewer, media_ids: Sequence[int]) -> list[str | None]:
    """The reports of photos, each once; at the end None when there are some that this person may not see."""
    used = select(Report.id).join(ReportPhoto).where(ReportPhoto.media_id.in_(media_ids))
    visible = select(Report.ticket).where(Report.id.in_(used), may_see(viewer)).order_by(Report.id)
    tickets: list[str | None] = list(session.scalars(visible))
    hidden = len(set(session.scalars(used))) > len(tickets)
    return [*tickets, None] if hidden else tickets
