"""Deeds of staff as the tests of a report's further life tell them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot.conversations.wording import Wording
from bot.region.pack import load_region
from bot.reports import answering, passing_on
from bot.reports.answering import Answer
from bot.reports.cases import Case, open_case
from bot.reports.records import Report
from bot.reports.sight import Viewer
from tests.reports.cases import PACK

OKI = load_region(PACK)
WORDING = Wording(Path(__file__).parents[2] / "data/responses")
OFFICER = Viewer(7, "Petugas Jalan", "officer", "PUPR")
CLEANER = Viewer(9, "Petugas Kebersihan", "officer", "DLH")
OPERATOR = Viewer(8, "Operator Pagi", "operator", None)
PROVINCE = "PUBMTR"


def wib(written: str) -> datetime:
    """For example `2026-11-24 09:30`, in Kayu Agung."""
    return datetime.fromisoformat(written).replace(tzinfo=OKI.timezone)


def by(viewer: Viewer, session: Session, report: Report, at: datetime) -> Case:
    session.flush()
    return open_case(session, OKI, WORDING, viewer, report.ticket, at)


def first(report: Report) -> int:
    return report.assignments[0].id


def ask(session: Session, report: Report, at: datetime) -> None:
    answering.ask(by(OFFICER, session, report, at), first(report), "Di sebelah mana?")


def promise(
    session: Session, report: Report, at: datetime, until: date, kind: str = answering.DONE_BY
) -> None:
    given = Answer(kind, "Kami tambal.", until, "APBD 2027")
    answering.answer(by(OFFICER, session, report, at), first(report), given)


def hand_over(session: Session, report: Report, at: datetime) -> None:
    passing_on.ask_handover(by(OFFICER, session, report, at), first(report), PROVINCE, "jalan provinsi", "")
    passing_on.agree_handover(by(OPERATOR, session, report, at), first(report), "600/12/2026", "")


def take_back(session: Session, report: Report, at: datetime, viewer: Viewer = OFFICER) -> None:
    passing_on.take_back(by(viewer, session, report, at), first(report), "Bukan jalan kami.", "9/2027")
