"""The invented month: whole, consistent with the rules of reports, and never mixed with real reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, selectinload

from bot.console.accounts import find_staff, is_password, viewer_of
from bot.console.demo.ahead import ahead
from bot.console.demo.fill import NotEmpty, fill
from bot.console.demo.mark import is_demo
from bot.console.records import AnswerTemplate, Staff
from bot.conversations.citizens import Citizen, Identity
from bot.conversations.identity import Sender, resolve
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry
from bot.region.pack import Region
from bot.reports import events
from bot.reports.checking import DENIED, WEAK_PROOF
from bot.reports.clock import STANDING, whose_time
from bot.reports.filing import file_report
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer, Verdict
from bot.reports.office_records import Contact
from bot.reports.promises import BROKEN, KEPT
from bot.reports.records import Assignment, Copy, Draft, Handover, Promise, Report, ReportEvent, ReportPhoto
from bot.reports.search_index import TABLE, ids_of, index_report
from bot.reports.sight import ROLES, may_see
from bot.reports.standing import next_promise
from bot.reports.statuses import STATUSES, derive_status, is_open
from bot.storage.vault import Vault
from bot.wiring import Wiring
from tests.console.conftest import make_wiring
from tests.postgres import new_database
from tests.reports.cases import pothole

REPORTS = 130
NOW = datetime(2026, 11, 26, 5, 0, tzinfo=timezone.utc)
PASSWORD = "sandi-demo-uji"
ALL = (selectinload(Report.assignments), selectinload(Report.events), selectinload(Report.copies))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, console_region: Region
) -> Iterator[Wiring]:
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        yield _filled(f"sqlite:///{folder / 'lapor.db'}", folder, console_region)
        return
    with new_database(request.getfixturevalue("postgres_url")) as url:
        wiring = _filled(url, folder, console_region)
        yield wiring
        wiring.database.dispose()


def _filled(url: str, folder: Path, region: Region) -> Wiring:
    wiring = make_wiring(url, folder)
    wiring.__dict__["region"] = region
    wiring.prepare_database()
    fill(wiring, REPORTS, PASSWORD, NOW)
    return wiring


@pytest.fixture
def session(demo: Wiring) -> Iterator[Session]:
    with demo.database.reading() as session:
        yield session


def _reports(session: Session) -> list[Report]:
    return list(session.scalars(select(Report).options(*ALL).order_by(Report.id)))


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def test_as_many_reports_are_made_as_were_asked_for(session: Session) -> None:
    assert _count(session, Report) == REPORTS
    assert is_demo(session)


def test_every_state_and_every_class_is_there(session: Session) -> None:
    assert set(session.scalars(select(Report.status).distinct())) == set(STATUSES)
    assert set(session.scalars(select(Report.report_class).distinct())) == {
        "pengaduan", "aspirasi", "permintaan_informasi",
    }  # fmt: skip


def test_the_state_of_a_report_follows_from_its_parts(session: Session) -> None:
    for report in _reports(session):
        if report.assignments:
            assert report.status == derive_status(part.status for part in report.assignments)


def test_what_is_owed_next_follows_from_the_parts(session: Session) -> None:
    for report in _reports(session):
        moments = [part.next_due_at for part in report.assignments]
        for part in report.assignments:
            if whose_time(part.status, part.agency) in STANDING:
                assert part.next_due_at and part.next_due_at > NOW
            else:
                assert part.next_due_at == next_promise(part)
        assert report.next_due_at == min(filter(None, moments), default=None)
        assert all((part.closed_at is None) == is_open(part.status) for part in report.assignments)


def test_the_ledger_of_every_part_ends_where_the_part_lies(session: Session) -> None:
    for report in _reports(session):
        ledger = read_ledger(session, report)
        for part in report.assignments:
            lines = ledger[part.id]
            assert lines[0].at == report.created_at
            assert [line.at for line in lines] == sorted(line.at for line in lines)
            assert lines[-1].whose == whose_time(part.status, part.agency)
            assert all(one.whose != next.whose for one, next in zip(lines, lines[1:], strict=False))


def test_timers_wait_for_what_is_ahead_and_for_nothing_past(session: Session) -> None:
    waiting = Timer.state == "waiting"
    assert _count(session, Timer, waiting) > 0
    assert _count(session, Timer, waiting, Timer.due_at <= NOW) == 0


def test_every_closing_has_its_question_and_answers_follow_the_rules(session: Session) -> None:
    closings = _count(session, ReportEvent, ReportEvent.kind == events.CLOSED)
    assert _count(session, Verdict) == _count(session, Verdict, Verdict.outbox_id.is_not(None)) == closings
    for question in session.scalars(select(Verdict).where(Verdict.answer == "sudah")):
        assert session.get_one(Assignment, question.assignment_id).to_check is None
    for part in session.scalars(select(Assignment).where(Assignment.to_check.is_not(None))):
        assert part.status == "selesai" and not part.report.secret


def test_nothing_lies_in_the_future_and_nothing_before_its_report(session: Session) -> None:
    for report in _reports(session):
        moments = [event.at for event in report.events]
        assert moments == sorted(moments)
        assert report.created_at == moments[0] and moments[-1] <= NOW
        assert report.updated_at >= moments[-1]


def test_every_event_is_declared(session: Session) -> None:
    for event in session.scalars(select(ReportEvent)):
        assert set(event.data) <= events.KINDS[event.kind]
        assert event.actor in ("citizen", "system") or event.actor.startswith("staff:")


def test_every_line_said_about_a_report_names_it(session: Session) -> None:
    linked = select(TranscriptEntry.report_id).distinct()
    assert set(session.scalars(linked.where(TranscriptEntry.report_id.is_not(None)))) == {
        report.id for report in _reports(session)
    }
    secret = select(TranscriptEntry.secret).join(Report, Report.id == TranscriptEntry.report_id)
    assert all(session.scalars(secret.where(Report.secret)))
    assert not any(session.scalars(secret.where(Report.secret.is_(False))))
    half = (TranscriptEntry.draft_id.is_(None), TranscriptEntry.report_id.is_not(None))
    assert _count(session, TranscriptEntry, *half) == 0


def test_lines_of_citizens_and_ours_have_their_rows(session: Session) -> None:
    citizens = TranscriptEntry.speaker == "citizen"
    assert _count(session, TranscriptEntry, citizens, TranscriptEntry.inbox_id.is_(None)) == 0
    assert _count(session, TranscriptEntry, ~citizens, TranscriptEntry.outbox_id.is_(None)) == 0
    assert _count(session, TranscriptEntry) == _count(session, InboxEvent) + _count(session, OutboxMessage)


def test_the_search_holds_what_filing_would_have_written(demo: Wiring, session: Session) -> None:
    key = "rowid" if demo.database.is_sqlite else "report_id"
    query = text(f"SELECT {key}, words, place FROM {TABLE} ORDER BY {key}")
    before = session.execute(query).all()
    for report in _reports(session):
        index_report(session, demo.region, report)
    assert session.execute(query).all() == before
    session.rollback()


def test_a_report_is_found_by_its_ticket(session: Session) -> None:
    report = _reports(session)[7]
    found = ids_of(session, report.ticket)
    assert found is not None
    assert list(session.scalars(found)) == [report.id]


def test_a_copy_stands_as_its_report(session: Session) -> None:
    joined = select(Copy.status, Copy.next_due_at, Report.status, Report.next_due_at).join_from(Copy, Report)
    standings = session.execute(joined).all()
    assert len({status for status, *_ in standings}) > 3
    assert all((status, due) == (of_report, promised) for status, due, of_report, promised in standings)


def test_the_founding_case_is_there(session: Session) -> None:
    query = select(Report).where(Report.location_text == "Jl. Letnan Mukhtar Saleh")
    case = session.scalars(query.options(*ALL)).one()
    assert [(part.agency, part.category) for part in case.assignments] == [
        ("PUPR", "jalan_jembatan"), ("PUPR", "drainase_banjir"),
    ]  # fmt: skip
    assert case.assignments[0].suggested_agency == "PUBMTR"
    assert case.district_code == "16.02.05"
    assert _count(session, ReportPhoto, ReportPhoto.report_id == case.id) in (0, 3)


def test_secret_reports_are_out_of_the_operators_sight(demo: Wiring, session: Session) -> None:
    operator, inspector = (_viewer(demo, session, name) for name in ("demo.operator", "demo.inspektorat"))
    assert _count(session, Report, Report.secret) >= 7
    assert _count(session, Report, may_see(operator), Report.secret) == 0
    assert _count(session, Report, may_see(inspector), Report.secret) >= 3
    assert _count(session, Copy.__table__.join(Report.__table__), Report.secret) == 0


def _viewer(demo: Wiring, session: Session, username: str) -> Any:
    staff = find_staff(session, username)
    assert staff is not None
    return viewer_of(staff, demo.region)


def test_every_role_signs_in_with_one_password(demo: Wiring, session: Session) -> None:
    staff = list(session.scalars(select(Staff)))
    assert {person.role for person in staff} == set(ROLES)
    assert is_password(staff[0], PASSWORD)
    assert len({person.password_hash for person in staff}) == 1
    assert not any(person.must_change_password for person in staff)
    assert {person.district for person in staff} >= set(demo.region.districts)


def test_citizens_are_plainly_invented(demo: Wiring, session: Session) -> None:
    for citizen in session.scalars(select(Citizen)):
        assert demo.vault.open(citizen.profile_name_sealed or "") == f"Warga Demo {citizen.id}"
    for identity in session.scalars(select(Identity).where(Identity.kind == "phone")):
        assert demo.vault.open(identity.value_sealed).startswith("62800")


def test_photos_can_be_opened_and_share_files(demo: Wiring, session: Session) -> None:
    stored = list(session.scalars(select(Media).where(Media.kind == "image", Media.state == "stored")))
    paths = {media.served_path for media in stored}
    assert len(stored) > len(paths) > 10
    assert all(demo.files.read(path or "")[:2] == b"\xff\xd8" for path in paths)
    assert _count(session, ReportPhoto, ReportPhoto.phase == "after") > 0


def test_every_queue_has_something_to_show(session: Session) -> None:
    waiting_voices = (Media.kind == "audio", Media.typed_at.is_(None), Media.handled_at.is_(None))
    for table, *conditions in (
        (Media, *waiting_voices),
        (Media, Media.state == "failed"),
        (OutboxMessage, OutboxMessage.state == "failed"),
        (InboxEvent, InboxEvent.state == "failed"),
        (Draft, Draft.state == "open"),
        (Citizen, Citizen.human_asked_at.is_not(None)),
        (Citizen, Citizen.taken_by.is_not(None)),
        (Citizen, Citizen.blocked_until > NOW),
        (Handover, Handover.letter.is_not(None)),
        (Promise, Promise.until < NOW),
        (Report, Report.unread_at.is_not(None)),
        (Report, Report.merged_into.is_not(None)),
        (Report, Report.next_due_at < NOW),
        (Report, Report.filed_by == "emergency"),
        (Assignment, Assignment.seen_at.is_(None)),
        (Assignment, Assignment.to_check == WEAK_PROOF),
        (Assignment, Assignment.to_check == DENIED),
        *((Verdict, Verdict.answer == answer) for answer in ("sudah", "belum_semua", "belum")),
        (Verdict, Verdict.answer.is_(None), Verdict.ended_at.is_(None)),
        (Promise, Promise.state == KEPT),
        (Promise, Promise.state == BROKEN),
        (Contact,),
        (AnswerTemplate,),
    ):
        assert _count(session, table, *conditions) > 0, (table.__name__, conditions)


def test_nothing_waits_that_a_worker_or_courier_would_take(session: Session) -> None:
    assert _count(session, InboxEvent, InboxEvent.state == "waiting") == 0
    assert _count(session, OutboxMessage, OutboxMessage.state.in_(("queued", "sending"))) == 0
    assert _count(session, Media, Media.state == "waiting") == 0
    assert _count(session, Draft, Draft.file_at.is_not(None)) == 0


def test_a_database_with_reports_is_refused(demo: Wiring) -> None:
    with pytest.raises(NotEmpty):
        fill(demo, 5, PASSWORD, NOW)


def test_real_reports_go_on_after_the_demo(demo: Wiring) -> None:
    with demo.database.writing() as session:
        citizen = resolve(session, demo.vault, Sender("real.1", None, None), NOW)
        report = file_report(session, demo.region, pothole(citizen.id))
        assert report.id == REPORTS + 1
        session.rollback()


def test_the_same_seed_gives_the_same_reports(
    tmp_path: Path, console_region: Region, demo: Wiring, session: Session
) -> None:
    other = _filled(f"sqlite:///{tmp_path / 'other.db'}", tmp_path, console_region)
    columns = select(Report.ticket, Report.description, Report.status, Report.updated_at).order_by(Report.id)
    with other.database.reading() as second:
        assert second.execute(columns).all() == session.execute(columns).all()
    other.database.dispose()


def test_vault_hashes_find_a_citizen(demo: Wiring, session: Session) -> None:
    vault: Vault = demo.vault
    known = select(Identity.citizen_id).where(Identity.value_hash == vault.lookup("user_id", "demo.1"))
    assert session.scalars(known).one() == 1


def test_a_large_demo_is_written_in_several_chunks(
    tmp_path: Path, console_region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.console.demo.fill.CHUNK", 20)
    wiring = make_wiring(f"sqlite:///{tmp_path / 'large.db'}", tmp_path)
    wiring.__dict__["region"] = console_region
    wiring.prepare_database()
    heard: list[int] = []
    filled = fill(wiring, 50, PASSWORD, NOW, progress=heard.append)
    assert heard == [20, 40, 50]
    with wiring.database.reading() as session:
        assert _count(session, Report) == filled.rows["reports"] == 50
        assert _count(session, TranscriptEntry) == filled.rows["transcript"]
    wiring.database.dispose()


def test_an_error_of_the_inventing_process_is_raised_in_the_writing_one() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    made = ahead(items())
    assert next(made) == 1
    with pytest.raises(ValueError, match="no more"):
        next(made)


def test_the_inventing_process_ends_when_nobody_writes_any_more() -> None:
    made = ahead("x" * 100_000 for _ in range(1000))
    assert next(made)
    made.close()
