"""Closings that the operator looks at again: weak proof, and owners who say no a second time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage
from bot.region.pack import Region
from bot.reports import closing
from bot.reports.cases import NotAllowed, Unclear, open_case
from bot.reports.checking import DENIED, WEAK_PROOF, uphold
from bot.reports.finding import ALL, NEWEST, Filters, find_reports
from bot.reports.judging import NOTHING_SAID, SAID_BEFORE, Said, judge
from bot.reports.records import Report
from bot.reports.verdicts import NO, PARTLY, YES, verdict_on
from bot.storage.database import Database
from tests.reports.cases import TUESDAY, accusation, add_citizen, filed, pothole
from tests.reports.deeds import OFFICER, OKI, OPERATOR, WORDING, by, first

LATER = TUESDAY + timedelta(hours=1)


@pytest.fixture
def report(session: Session) -> Report:
    return filed(session, pothole(add_citizen(session)))


def close(session: Session, report: Report) -> None:
    """Without a photo."""
    case = by(OFFICER, session, report, TUESDAY)
    closing.close(case, first(report), "Sudah ditambal.", no_photo_because="Malam hari.")


def answer(session: Session, region: Region, report: Report, given: str, words: str = "masih rusak") -> str:
    question = verdict_on(session, report.assignments[0])
    assert question is not None
    return judge(session, region, question, given, Said(words), TUESDAY).outcome


def deny_twice(session: Session, region: Region, report: Report) -> None:
    for given in (PARTLY, NO):
        close(session, report)
        answer(session, region, report, given)


def waiting(session: Session, check: str) -> list[str]:
    session.flush()
    filters = Filters(status=ALL, order=NEWEST, check=check)
    return [one.ticket for one, _ in find_reports(session, OPERATOR, filters, LATER).reports]


def bubbles(session: Session) -> list[str]:
    return [row.body["text"] for row in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]


def test_a_closing_without_a_photo_waits_for_the_operator(session: Session, report: Report) -> None:
    assert waiting(session, WEAK_PROOF) == []
    close(session, report)
    assert (waiting(session, WEAK_PROOF), waiting(session, DENIED)) == ([report.ticket], [])


@pytest.mark.parametrize("report_class", ["aspirasi", "permintaan_informasi"])
def test_an_answered_wish_or_question_needs_no_photo(session: Session, report_class: str) -> None:
    asked = filed(session, pothole(add_citizen(session), report_class=report_class))
    close(session, asked)
    assert waiting(session, WEAK_PROOF) == []


def test_nothing_of_a_secret_report_waits_for_the_operator(session: Session) -> None:
    secret = filed(session, accusation(add_citizen(session), "PUPR"))
    close(session, secret)
    assert secret.assignments[0].to_check is None


def test_an_owner_who_is_content_settles_weak_proof(session: Session, region: Region, report: Report) -> None:
    close(session, report)
    answer(session, region, report, YES)
    assert waiting(session, WEAK_PROOF) == []


def test_a_second_no_waits_as_a_denial(session: Session, region: Region, report: Report) -> None:
    deny_twice(session, region, report)
    assert (waiting(session, WEAK_PROOF), waiting(session, DENIED)) == ([], [report.ticket])


def test_upholding_tells_the_owner_once_and_asks_no_more(
    session: Session, region: Region, report: Report
) -> None:
    deny_twice(session, region, report)
    before = len(bubbles(session))
    uphold(by(OPERATOR, session, report, LATER), first(report), "Lubang itu sudah rata.")
    assert waiting(session, DENIED) == [] and report.status == "selesai"
    (told,) = bubbles(session)[before:]
    assert "Lubang itu sudah rata." in told and "tetap dinyatakan selesai" in told
    event = report.events[-1]
    assert (event.kind, event.actor) == (
        "upheld",
        "staff:8",
    ) and "Lubang itu sudah rata." in event.public_text
    question = verdict_on(session, report.assignments[0])
    assert question is not None and question.ended_at == LATER
    assert judge(session, region, question, NO, NOTHING_SAID, LATER).outcome == SAID_BEFORE
    assert report.status == "selesai" and waiting(session, DENIED) == []


def test_weak_proof_is_upheld_in_silence_and_the_owner_may_still_judge(
    session: Session, region: Region, report: Report
) -> None:
    close(session, report)
    before = bubbles(session)
    uphold(by(OPERATOR, session, report, LATER), first(report), "Sumur di dalam rumah warga.")
    assert bubbles(session) == before and waiting(session, WEAK_PROOF) == []
    assert (report.events[-1].public_text, report.events[-1].internal_note) == (
        None,
        "Sumur di dalam rumah warga.",
    )
    answer(session, region, report, NO)
    assert report.status == "diproses"


def test_opening_again_ends_the_wait(session: Session, region: Region, report: Report) -> None:
    deny_twice(session, region, report)
    closing.reopen(by(OPERATOR, session, report, LATER), first(report), "Memang belum.")
    assert waiting(session, DENIED) == [] and report.status == "diproses"


def test_a_closing_is_upheld_once_by_the_operator_and_with_a_reason(session: Session, report: Report) -> None:
    close(session, report)
    with pytest.raises(NotAllowed):
        uphold(by(OFFICER, session, report, LATER), first(report), "Cukup.")
    with pytest.raises(Unclear, match="alasan"):
        uphold(by(OPERATOR, session, report, LATER), first(report), " ")
    uphold(by(OPERATOR, session, report, LATER), first(report), "Cukup.")
    with pytest.raises(NotAllowed):
        uphold(by(OPERATOR, session, report, LATER), first(report), "Cukup.")


def test_a_part_that_needs_no_look_is_not_upheld(session: Session, region: Region, report: Report) -> None:
    with pytest.raises(NotAllowed):
        uphold(by(OPERATOR, session, report, LATER), first(report), "Cukup.")


def test_a_look_without_a_deed_waits_for_nobody(database: Database) -> None:
    with database.writing() as session:
        ticket = filed(session, pothole(add_citizen(session))).ticket
    with database.writing() as working, database.reading() as looking:
        open_case(working, OKI, WORDING, OFFICER, ticket, TUESDAY)
        if not database.is_sqlite:
            looking.execute(text("SET LOCAL lock_timeout = '1s'"))
        case = open_case(looking, OKI, WORDING, OFFICER, ticket, TUESDAY, locked=False)
        assert case.report.ticket == ticket
        if not database.is_sqlite:
            with pytest.raises(OperationalError):
                open_case(looking, OKI, WORDING, OFFICER, ticket, TUESDAY)
