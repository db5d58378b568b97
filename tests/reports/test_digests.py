from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.messages import TranscriptEntry
from bot.reports import closing, digest_contents
from bot.reports.answering import verify
from bot.reports.digests import DigestMaker
from bot.reports.filing import NewProblem
from bot.reports.office_records import Card, Digest
from bot.reports.records import Report, ReportEvent
from bot.reports.ringing import Bell
from bot.reports.saving import OFF, ON, set_saving_switch
from bot.reports.sight import Viewer
from bot.storage.database import Database
from tests.reports.cases import TUESDAY, accusation, add_citizen, filed, pothole
from tests.reports.deeds import OFFICER, OKI, WORDING, by, first, promise, wib
from tests.reports.officers import CAMAT, VAULT, add_contact, cards, sent, writes

HEAD_PHONE = "+6281300000010"
SEKDA_PHONE = "+6281300000011"
BUPATI_PHONE = "+6281300000012"


def file_one(database: Database, make: Callable[..., Any] = pothole, **changes: Any) -> str:
    with database.writing() as session:
        return filed(session, make(add_citizen(session), **changes)).ticket


def change(database: Database, ticket: str, deed: Callable[[Session, Report], Any]) -> None:
    with database.writing() as session:
        deed(session, session.scalars(select(Report).where(Report.ticket == ticket)).one())


def ring(database: Database, *moments: str) -> list[str]:
    """Let the courier ring at these moments until nothing is due; returns the digests sent so far."""
    bell = Bell(database, VAULT, OKI, WORDING)
    for written in moments:
        while bell.ring(wib(written)):
            pass
    return [text for text in sent(database) if text.startswith(("*Ringkasan", "Bapak/Ibu, ringkasan"))]


def content(database: Database, desk: str, day: date, audience: str = "meja") -> dict[str, int]:
    """How many reports stand under each heading."""
    with database.reading() as session:
        query = select(Digest).where(Digest.desk == desk, Digest.day == day, Digest.audience == audience)
        digest = session.scalars(query).one_or_none()
        return {name: len(ids) for name, ids in digest.content.items()} if digest else {}


def states(database: Database, desk: str, audience: str = "meja") -> list[str]:
    with database.reading() as session:
        query = select(Digest.state).where(Digest.desk == desk, Digest.audience == audience)
        return list(session.scalars(query.order_by(Digest.day)))


def climbs(database: Database, ticket: str) -> list[str]:
    with database.reading() as session:
        query = (
            select(ReportEvent).join(Report).where(Report.ticket == ticket, ReportEvent.kind == "escalated")
        )
        return [event.data["level"] for event in session.scalars(query.order_by(ReportEvent.id))]


def test_at_the_opening_of_the_office_a_desk_gets_one_digest_of_what_is_new(database: Database) -> None:
    file_one(database)
    add_contact(database)
    assert ring(database, "2026-11-25 07:59") == []
    (text,) = ring(database, "2026-11-25 08:00", "2026-11-25 08:01", "2026-11-25 15:00")
    assert "25 November 2026" in text and "Dinas PUPR" in text and "Tugas baru: 1" in text
    assert content(database, "PUPR", date(2026, 11, 25)) == {"baru": 1}
    assert ring(database, "2026-11-26 08:00") == [text]  # nothing new, nothing due


def test_what_a_card_told_is_no_news_for_a_digest(database: Database) -> None:
    add_contact(database), add_contact(database, CAMAT, HEAD_PHONE)
    file_one(database)
    assert ring(database, "2026-11-25 08:00") == []
    assert content(database, "PUPR", date(2026, 11, 25)) == {"baru": 1}
    assert states(database, "PUPR") == states(database, CAMAT) == ["known"]


def test_a_task_whose_card_was_dropped_stands_in_a_digest(database: Database) -> None:
    add_contact(database)
    file_one(database)
    with database.writing() as session:
        session.scalars(select(Card)).one().dropped_because = "gagal"
    (text,) = ring(database, "2026-11-25 08:00")
    assert "Tugas baru: 1" in text


def test_what_stays_overdue_is_told_once_a_week(database: Database) -> None:
    add_contact(database)
    file_one(database)  # an answer is owed until Tuesday, 1 December
    mornings = ("2026-11-30", *(f"2026-12-0{day}" for day in (1, 2, 3, 4, 7, 8)))
    told = [len(ring(database, f"{day} 00:00", f"{day} 08:00")) for day in mornings]
    assert told == [1, 1, 2, 2, 2, 3, 3]
    assert states(database, "PUPR")[-4:] == ["known", "known", "sent", "known"]
    assert content(database, "PUPR", date(2026, 12, 4)) == {"lewat": 1}


def test_what_was_not_sent_in_saving_mode_is_news_afterwards(database: Database) -> None:
    add_contact(database)
    file_one(database)
    with database.writing() as session:
        set_saving_switch(session, ON)
    ring(database, "2026-12-02 00:00", "2026-12-02 08:00")
    with database.writing() as session:
        set_saving_switch(session, OFF)
    (text,) = ring(database, "2026-12-03 08:00")
    assert "Lewat tenggat: 1" in text and states(database, "PUPR") == ["saved", "sent"]


def test_an_empty_digest_is_not_sent(database: Database) -> None:
    add_contact(database)
    ticket = file_one(database)
    change(database, ticket, lambda session, report: promise(session, report, TUESDAY, date(2026, 12, 10)))
    assert ring(database, "2026-11-25 08:00", "2026-11-26 08:00") == []
    assert states(database, "PUPR") == ["empty"]  # on the second morning there was nothing to look for


def test_a_weekend_and_a_holiday_wait_for_the_next_working_day(database: Database) -> None:
    ring(database, "2026-11-27 08:00")
    file_one(database, at=wib("2026-11-27 17:00"))
    add_contact(database)
    assert ring(database, "2026-11-28 08:00", "2026-11-29 08:00", "2026-11-29 23:00") == []
    assert len(ring(database, "2026-11-30 08:00")) == 1
    assert content(database, "PUPR", date(2026, 11, 30)) == {"baru": 1}


def test_over_lebaran_nobody_gets_a_digest(database: Database) -> None:
    file_one(database, at=wib("2027-03-09 10:00"))  # cuti bersama
    add_contact(database, confirmed_at=wib("2027-02-01 09:00"))
    days = [f"2027-03-{day:02d} 08:00" for day in range(9, 16)]
    assert ring(database, *days) == []
    assert len(ring(database, "2027-03-16 08:00")) == 1


def test_due_overdue_replied_and_lacking_proof_stand_under_their_headings(database: Database) -> None:
    add_contact(database)
    file_one(database)  # an answer is owed until Tuesday
    late, replied, done = (file_one(database) for _ in range(3))
    file_one(database, at=wib("2026-11-27 10:00"))
    morning = wib("2026-11-30 07:00")
    change(database, late, lambda session, report: promise(session, report, TUESDAY, date(2026, 11, 26)))
    later = date(2026, 12, 10)
    for ticket in (replied, done):
        change(database, ticket, lambda session, report: promise(session, report, TUESDAY, later))
    change(database, replied, lambda session, report: setattr(report, "unread_at", morning))

    def close(session: Session, report: Report) -> None:
        closing.close(by(OFFICER, session, report, morning), first(report), "sudah", (), "tidak terfoto")

    change(database, done, close)
    (text,) = ring(database, "2026-11-27 00:00", "2026-11-30 08:00")
    day = date(2026, 11, 30)
    assert content(database, "PUPR", day) == {
        "lewat": 1, "jatuh_tempo": 1, "balasan": 1, "baru": 1, "bukti": 1,
    }  # fmt: skip
    assert "Lewat tenggat: 1" in text


def test_an_officer_reads_the_reports_of_a_digest_in_his_window(database: Database) -> None:
    tickets = [file_one(database) for _ in range(7)]
    add_contact(database)
    with database.writing() as session:
        writes(session, wib("2026-11-25 07:00"))
    (text,) = ring(database, "2026-11-25 08:00")
    assert sum(ticket in text for ticket in tickets) == 5 and "dan 2 lagi" in text


def test_the_camat_is_reminded_of_places_he_has_not_looked_at(database: Database) -> None:
    ticket, other = file_one(database), file_one(database)
    add_contact(database, CAMAT)
    assert len(ring(database, "2026-11-25 08:00")) == 1
    assert content(database, CAMAT, date(2026, 11, 25)) == {"tembusan": 2}
    camat = Viewer(3, "Camat", "camat", CAMAT)
    change(
        database, other, lambda session, report: verify(by(camat, session, report, TUESDAY), "sudah dilihat")
    )
    ring(database, "2026-11-26 08:00")
    assert content(database, CAMAT, date(2026, 11, 26)) == {"cek": 1}
    change(
        database, ticket, lambda session, report: verify(by(camat, session, report, TUESDAY), "sudah dilihat")
    )
    ring(database, "2026-11-27 08:00")
    assert content(database, CAMAT, date(2026, 11, 27)) == {}


def test_what_is_overdue_climbs_once_for_each_level(database: Database) -> None:
    add_contact(database, phone=HEAD_PHONE, is_head=True)
    add_contact(database, "SEKDA", SEKDA_PHONE, is_head=True)
    add_contact(database, "BUPATI", BUPATI_PHONE, is_head=True)
    ticket = file_one(database)  # an answer is owed until Tuesday, 1 December
    ring(database, "2026-12-01 08:00", "2026-12-02 00:00")
    assert climbs(database, ticket) == []
    (text,) = ring(database, "2026-12-02 08:00", "2026-12-02 09:00")
    assert "Lewat tenggat dan belum selesai: 1" in text and climbs(database, ticket) == ["kepala"]
    ring(database, "2026-12-03 08:00", "2026-12-04 08:00")
    assert climbs(database, ticket) == ["kepala"]
    ring(database, "2026-12-07 08:00")
    assert climbs(database, ticket) == ["kepala", "sekda"]
    ring(database, "2026-12-08 08:00", "2026-12-11 08:00")
    assert climbs(database, ticket) == ["kepala", "sekda"]
    ring(database, "2026-12-14 08:00", "2026-12-15 08:00")
    assert climbs(database, ticket) == ["kepala", "sekda", "bupati"]
    assert content(database, "BUPATI", date(2026, 12, 14), "atasan") == {"naik": 1}


def test_a_late_answer_takes_a_part_off_the_desks_above(database: Database) -> None:
    ticket = file_one(database)
    ring(database, "2026-12-02 00:00", "2026-12-02 08:00", "2026-12-07 08:00")
    assert climbs(database, ticket) == ["kepala", "sekda"]
    answered = wib("2026-12-07 10:00")
    change(database, ticket, lambda session, report: promise(session, report, answered, date(2026, 12, 10)))
    ring(database, "2026-12-08 08:00")
    assert content(database, "SEKDA", date(2026, 12, 8), "atasan") == {}
    ring(database, "2026-12-11 00:00", "2026-12-11 08:00")
    assert climbs(database, ticket) == ["kepala", "sekda", "kepala"]


def test_a_secret_report_never_climbs_beyond_its_own_office(database: Database) -> None:
    add_contact(database, "INSPEKTORAT", HEAD_PHONE, is_head=True)
    add_contact(database, "SEKDA", SEKDA_PHONE, is_head=True)
    ticket = file_one(database, accusation)
    texts = ring(database, "2026-12-02 00:00", "2026-12-02 08:00", "2026-12-14 08:00")
    assert len(texts) == 2 and all("Inspektorat" in text for text in texts)
    assert climbs(database, ticket) == ["kepala"]
    assert content(database, "SEKDA", date(2026, 12, 14), "atasan") == {}
    with database.reading() as session:
        lines = session.scalars(select(TranscriptEntry).where(TranscriptEntry.report_id.is_(None))).all()
        assert lines and all(line.secret for line in lines)


def test_the_operator_hears_of_what_lies_with_offices_that_do_not_sign_in(database: Database) -> None:
    words = "listrik padam sejak tadi malam"
    file_one(database, problems=(NewProblem("listrik", words),), description=words)
    ring(database, "2026-11-25 08:00")
    assert content(database, OKI.operator_agency, date(2026, 11, 25)) == {"baru": 1}
    assert states(database, OKI.operator_agency) == ["unaddressed"]


def test_in_saving_mode_a_digest_is_kept_and_not_sent(database: Database) -> None:
    add_contact(database)
    file_one(database)
    with database.writing() as session:
        set_saving_switch(session, ON)
    assert ring(database, "2026-11-25 08:00") == []
    assert states(database, "PUPR") == ["saved"]
    assert content(database, "PUPR", date(2026, 11, 25)) == {"baru": 1}
    assert cards(database) == [("tugas", "hemat")]


def test_several_processes_send_each_digest_once(database: Database) -> None:
    file_one(database)
    add_contact(database), add_contact(database, CAMAT, HEAD_PHONE)
    file_one(database)
    url = database.engine.url.render_as_string(hide_password=False)
    together = threading.Barrier(3)

    def run(_: int) -> None:
        mine = Database(url)
        bell = Bell(mine, VAULT, OKI, WORDING)
        together.wait()
        while bell.ring(wib("2026-11-25 08:00")):
            pass
        mine.dispose()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    with database.reading() as session:
        kinds = [card.kind for card in session.scalars(select(Card)) if card.outbox_id]
    assert sorted(kinds) == ["ringkasan", "ringkasan", "tembusan", "tugas"]


def test_after_a_crash_the_digest_is_made_again_and_nothing_is_half_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_one(database)
    add_contact(database)

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(digest_contents, "owings", crash)
        with pytest.raises(KeyboardInterrupt):
            ring(database, "2026-11-25 08:00")
    assert set(states(database, "PUPR")) == {"waiting"}
    assert len(ring(database, "2026-11-25 08:05")) == 1


def test_a_digest_that_cannot_be_made_keeps_no_other_waiting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "sampah menumpuk"
    file_one(database, problems=(NewProblem("sampah_kebersihan", words),), description=words)
    add_contact(database, "DLH")
    file_one(database)
    real = digest_contents.desk_content

    def fail_for_one(session: Session, region: Any, desk: str, since: datetime, at: datetime) -> Any:
        if desk == "PUPR":
            raise LookupError("gone")
        return real(session, region, desk, since, at)

    monkeypatch.setattr("bot.reports.digests.desk_content", fail_for_one)
    assert len(ring(database, "2026-11-25 08:00")) == 1
    assert states(database, "PUPR") == ["failed"]


def test_yesterdays_digest_is_not_sent_today(database: Database) -> None:
    file_one(database, at=wib("2026-11-25 10:00"))
    add_contact(database)
    maker = DigestMaker(database, OKI)
    maker._plan(date(2026, 11, 25), wib("2026-11-25 16:00"))
    while maker.make_due(wib("2026-11-26 08:00") + timedelta(minutes=1)):
        pass
    assert states(database, "PUPR") == ["failed", "sent"]
