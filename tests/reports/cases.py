"""What the tests of this room tell: citizens of OKI, their drafts, media and reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.messages import Media
from bot.region.pack import Region, load_region
from bot.region.signals import Signals, read_signals
from bot.reports.drafts import start_draft
from bot.reports.filing import NewProblem, NewReport, file_report
from bot.reports.records import Draft, Report

PACK = Path(__file__).parents[2] / "data/region/oki"
# Tuesday morning in Kayu Agung.
TUESDAY = datetime(2026, 11, 24, 2, 30, tzinfo=timezone.utc)
CELIKAH = "16.02.05.2015"
KAYU_AGUNG = "16.02.05"
FOUNDING_WORDS = "Jl Letnan Mukhtar Saleh Celikah banyak lubang, gotnya mampet, tiap hujan banjir"
NOTHING_SPECIAL = Signals(None, False, None, "pengaduan", None)


def add_citizen(session: Session) -> int:
    citizen = Citizen(created_at=TUESDAY)
    session.add(citizen)
    session.flush()
    return citizen.id


def add_draft(session: Session, citizen_id: int, at: datetime = TUESDAY) -> Draft:
    return start_draft(session, citizen_id, at)


def add_media(session: Session, citizen_id: int, kind: str = "image", state: str = "stored") -> int:
    media = Media(citizen_id=citizen_id, kind=kind, graph_id="1", state=state, received_at=TUESDAY)
    if state == "stored":
        media.sha256, media.mime, media.bytes = f"{citizen_id:x}" * 8, "image/jpeg", 1234
    session.add(media)
    session.flush()
    return media.id


def pothole(citizen_id: int, draft_id: int | None = None, **changes: Any) -> NewReport:
    """A complete, ordinary report of a bad road in Celikah."""
    ordinary = NewReport(
        citizen_id=citizen_id,
        draft_id=draft_id,
        report_class="pengaduan",
        problems=(NewProblem("jalan_jembatan", "banyak lubang"),),
        description="jalan rusak di depan SDN 1 Celikah, banyak lubang",
        location_text="depan SDN 1",
        village_code=CELIKAH,
        village_confirmed=True,
        district_code=KAYU_AGUNG,
        signals=NOTHING_SPECIAL,
        at=TUESDAY,
    )
    return replace(ordinary, **changes)


def founding_case(region: Region, citizen_id: int, draft_id: int | None = None) -> NewReport:
    """The complaint that began it all: one road, two problems, a road that may be the province's."""
    road = next(road for road in region.roads if "Mukhtar" in road.name)
    return pothole(
        citizen_id,
        draft_id,
        problems=(
            NewProblem("jalan_jembatan", "banyak lubang"),
            NewProblem("drainase_banjir", "gotnya mampet"),
        ),
        description=FOUNDING_WORDS,
        location_text="Jl Letnan Mukhtar Saleh",
        road=road.id,
        signals=read_signals(region, FOUNDING_WORDS),
    )


def accusation(citizen_id: int, agency: str | None = "INSPEKTORAT", **changes: Any) -> NewReport:
    """An official is accused; without an agency nobody in the regency may judge."""
    words = "oknum pegawai minta uang untuk tanda tangan surat"
    return pothole(
        citizen_id,
        problems=(NewProblem("pelayanan_pungli", words),),
        description=words,
        signals=Signals(None, True, agency, "pengaduan", None),
        **changes,
    )


def filed(session: Session, new: NewReport) -> Report:
    return file_report(session, load_region(PACK), new)
