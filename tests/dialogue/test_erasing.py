"""A citizen is erased at his wish: nothing of him is left in any table or file, and his reports stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from bot.console.records import AuditEntry
from bot.conversations.citizens import Citizen, Identity
from bot.conversations.messages import InboxEvent, Media, TranscriptEntry
from bot.reports.answering import ask
from bot.reports.cases import Unclear, open_case
from bot.reports.closing import close
from bot.reports.finding import Filters, find_reports
from bot.reports.records import Draft, Report, ReportPhoto
from bot.reports.sight import Viewer
from bot.reports.telling import News, Teller
from bot.storage.tables import now
from bot.training.records import Doubt, Example
from bot.wiring import Wiring
from tests.dialogue.erasing import (
    TRACES,
    deliver,
    erase,
    farewells,
    store_files,
    sweep,
    the_report,
    traces,
)
from tests.dialogue.phone import Phone, Town

OFFICER = Viewer(1, "Petugas", "officer", "PUPR")
OPERATOR = Viewer(2, "Operator", "operator", None)
ROAD = "nama saya Zulkarnain Wijaya, hp 0812-7654-3210, jalan rusak parah di celikah kayu agung banyak lubang"
BRIBE = "pak kades minta uang 500 ribu untuk surat tanah, saya dipungli di desa celikah kayu agung"
# Whatever could tell who he was or what he chatted: his name, his number, words of his that are in no report.
SMALL_TALK = "halo pak admin, apa kabar kucing belacan"


@pytest.fixture
def phone(town: Town) -> Phone:
    return Phone(town, name="6281276543210", profile="Zulkifli Wijaya")


@pytest.fixture
def reporter(phone: Phone, wiring: Wiring) -> Phone:
    """Somebody with a report, a photo in it, a voice note, an open draft and small talk."""
    phone.say(SMALL_TALK)
    phone.say(ROAD)
    phone.photo()
    phone.press("Kirim")
    phone.send({"type": "audio", "audio": {"id": "voice-1", "mime_type": "audio/ogg", "voice": True}})
    phone.say("lampu jalan mati dekat gerobak bakso")
    store_files(phone.town, wiring)
    return phone


# What an erasure goes through. Tables of reports, which stay, are reached from these.
KNOWN = set(
    "citizens identities drafts inbox outbox tracker_events media reports transcript instructions".split()
)


def test_nothing_of_him_is_left_in_any_table_or_file(reporter: Phone, wiring: Wiring) -> None:
    assert {trace for _, trace in traces(reporter.town, wiring)} == set(TRACES)
    erase(reporter)
    deliver(reporter.town)
    sweep(wiring)
    assert traces(reporter.town, wiring) == []


def test_he_hears_one_last_bubble_and_then_has_no_address(reporter: Phone, wiring: Wiring) -> None:
    before = erase(reporter)
    with reporter.town.database.reading() as session:
        assert len(farewells(session, before)) == 1 and "sudah dihapus" in farewells(session, before)[0]
        assert any(row.value_sealed for row in session.scalars(select(Identity)))
    sweep(wiring)
    with reporter.town.database.reading() as session:
        assert any(row.value_sealed for row in session.scalars(select(Identity)))
    deliver(reporter.town)
    sweep(wiring)
    with reporter.town.database.reading() as session:
        assert not any(row.value_sealed for row in session.scalars(select(Identity)))
        citizen = session.get_one(Citizen, before)
        assert citizen.erasure_done_at is not None and citizen.profile_name_sealed is None


def test_the_report_stays_without_his_identity(reporter: Phone, wiring: Wiring) -> None:
    erase(reporter)
    with reporter.town.database.reading() as session:
        report = the_report(session)
        assert "banyak lubang" in report.description and report.status == "diterima"
        assert [event.kind for event in report.events] == ["filed", "identity_erased"]
        for words, expected in (("lubang", 1), ("zulkarnain", 0), ("wijaya", 0)):
            found = find_reports(session, OPERATOR, Filters(words=words), now())
            assert len(found.reports) == expected


def test_its_photo_stays_without_metadata_and_all_other_files_go(reporter: Phone, wiring: Wiring) -> None:
    erase(reporter)
    sweep(wiring)
    with reporter.town.database.reading() as session:
        [shown] = session.scalars(select(ReportPhoto.media_id)).all()
        for media in session.scalars(select(Media)):
            kept = media.id == shown
            assert (media.state, media.exif, media.original_path) == (
                "stored" if kept else "erased",
                None,
                None,
            )
            assert (media.served_path is not None) == kept
    folder = Path(wiring.settings.media_url.removeprefix("file://"))
    assert [file.name for file in folder.rglob("*") if file.is_file()] == ["served.jpg"]


def test_no_row_is_deleted(reporter: Phone) -> None:
    tables = (InboxEvent, TranscriptEntry, Media, Draft, Report, Identity)
    with reporter.town.database.reading() as session:
        before = {table: set(session.scalars(select(table.id))) for table in tables}
    erase(reporter)
    with reporter.town.database.reading() as session:
        for table in tables:
            assert before[table] <= set(session.scalars(select(table.id)))


def test_who_writes_again_is_somebody_new(reporter: Phone, wiring: Wiring) -> None:
    before = erase(reporter)
    answer = reporter.say("cek laporan saya")
    with reporter.town.database.reading() as session:
        assert reporter.citizen_id(session) not in (None, before)
        assert the_report(session).citizen_id == before
    assert "OKI-" not in answer
    reporter.say("LANJUT")
    assert "gerobak" not in reporter.bubbles[-1].text


def test_a_webhook_that_is_repeated_brings_him_not_back(phone: Phone) -> None:
    message = {"type": "text", "id": "wamid.same", "text": {"body": "halo"}}
    phone.send(message)
    erase(phone)
    with phone.town.database.reading() as session:
        rows = len(session.scalars(select(InboxEvent.id)).all())
    phone.send(message)
    with phone.town.database.reading() as session:
        assert len(session.scalars(select(InboxEvent.id)).all()) == rows
        assert phone.citizen_id(session) is None


def test_what_he_wrote_before_the_turn_ended_is_answered_to_somebody_new(
    phone: Phone, wiring: Wiring
) -> None:
    phone.say("hapus data saya")
    with phone.town.database.reading() as session:
        before = phone.citizen_id(session)
    with phone.town.database.writing() as session:
        # A message that failed before waits alone, while others are answered.
        session.add(
            InboxEvent(
                event_key="message:late", kind="text", citizen_id=before, wamid="late", sent_at=now(),
                payload={"text": "tolong kebakaran rumah di celikah"}, ready_at=now() + timedelta(hours=1),
                attempts=1,
            )
        )  # fmt: skip
    phone.press("Hapus data saya")
    with phone.town.database.writing() as session:
        late = session.scalars(select(InboxEvent).where(InboxEvent.event_key == "message:late")).one()
        assert late.citizen_id == phone.citizen_id(session) != before
        late.ready_at = now()
    assert "112" in phone.listen()


def test_a_no_leaves_everything_as_it_was(reporter: Phone, wiring: Wiring) -> None:
    reporter.say("tolong hapus nomor saya dari sistem")
    reporter.say("dak jadi")
    with reporter.town.database.reading() as session:
        assert session.get_one(Citizen, reporter.citizen_id(session)).erased_at is None
    assert "OKI-" in reporter.say("cek laporan saya")


def test_only_the_news_may_be_stopped_instead(reporter: Phone) -> None:
    reporter.say("hapus data saya")
    reporter.press("Hentikan kabar saja")
    with reporter.town.database.reading() as session:
        citizen = session.get_one(Citizen, reporter.citizen_id(session))
        assert citizen.erased_at is None and citizen.updates_stopped_at is not None


def test_nobody_is_told_and_asked_any_more(reporter: Phone, wiring: Wiring) -> None:
    before = erase(reporter)
    with reporter.town.database.writing() as session:
        report = the_report(session)
        assert Teller(session, wiring.region, wiring.wording, now()).tell(News(report, "status", "x")) is None
        case = open_case(session, wiring.region, wiring.wording, OFFICER, report.ticket, now())
        with pytest.raises(Unclear, match="dihapus"):
            ask(case, report.assignments[0].id, "Di mana?")
        close(case, report.assignments[0].id, "Sudah.", no_photo_because="Malam.")
        assert len(farewells(session, before)) == 1


def test_a_part_that_waited_for_him_is_the_offices_again(reporter: Phone, wiring: Wiring) -> None:
    with reporter.town.database.writing() as session:
        case = open_case(session, wiring.region, wiring.wording, OFFICER, the_report(session).ticket, now())
        ask(case, case.report.assignments[0].id, "Di mana, Pak Zulkifli?")
    erase(reporter)
    with reporter.town.database.reading() as session:
        report = the_report(session)
        assert report.status == report.assignments[0].status == "diproses"
        assert all("Zulkifli" not in (event.public_text or "") for event in report.events)


@pytest.fixture
def accuser(phone: Phone, wiring: Wiring) -> Phone:
    """Somebody who has reported a bribe, which is open, and has chatted before."""
    phone.say(SMALL_TALK)
    phone.say(BRIBE)
    phone.press("Kirim")
    with phone.town.database.reading() as session:
        assert the_report(session).secret
    return phone


def test_an_open_secret_case_keeps_its_words_and_his_name(accuser: Phone, wiring: Wiring) -> None:
    before = erase(accuser)
    deliver(accuser.town)
    sweep(wiring)
    with accuser.town.database.reading() as session:
        citizen = session.get_one(Citizen, before)
        assert citizen.erased_at is not None and citizen.erasure_done_at is None
        assert wiring.vault.open(citizen.profile_name_sealed or "") == "Zulkifli Wijaya"
        lines = [line.text for line in session.scalars(select(TranscriptEntry)) if line.secret]
        assert BRIBE in lines
        assert SMALL_TALK not in [line.text for line in session.scalars(select(TranscriptEntry))]
        assert accuser.citizen_id(session) is None


def test_once_the_secret_case_is_closed_the_rest_goes_by_itself(accuser: Phone, wiring: Wiring) -> None:
    erase(accuser)
    deliver(accuser.town)
    with accuser.town.database.writing() as session:
        report = the_report(session)
        inspector = Viewer(3, "Inspektur", "inspektorat", report.assignments[0].agency)
        case = open_case(session, wiring.region, wiring.wording, inspector, report.ticket, now())
        for part in case.report.assignments:
            close(case, part.id, "Sudah diperiksa.", no_photo_because="Tidak ada.")
    sweep(wiring)
    with accuser.town.database.reading() as session:
        assert "identity_erased" in [event.kind for event in the_report(session).events]
        assert session.scalars(select(Citizen.erasure_done_at)).first() is not None
        assert BRIBE not in [line.text for line in session.scalars(select(TranscriptEntry))]
    assert traces(accuser.town, wiring) == []


def test_trainers_lose_his_sentences(reporter: Phone) -> None:
    with reporter.town.database.writing() as session:
        line = session.scalars(select(TranscriptEntry).where(TranscriptEntry.text == SMALL_TALK)).one()
        doubt = Doubt(line_id=line.id, sentence=SMALL_TALK, reason="ragu")
        session.add(doubt)
        session.flush()
        session.add(Example(intent="sapa", text=SMALL_TALK, plain="x", source="antrean", doubt_id=doubt.id,
                            staff_id=1))  # fmt: skip
    erase(reporter)
    with reporter.town.database.reading() as session:
        assert "belacan" not in session.scalars(select(Doubt.sentence)).one()
        example = session.scalars(select(Example)).one()
        assert (example.state, "belacan" in example.text) == ("withdrawn", False)


def test_the_audit_notes_it_without_identity(reporter: Phone) -> None:
    before = erase(reporter)
    with reporter.town.database.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
        facts: Any = (entry.deed, entry.staff_id, entry.citizen_id, entry.reason)
        assert facts == ("identitas_dihapus", None, before, None)


def test_every_table_that_points_at_a_citizen_is_known_to_the_erasure(town: Town) -> None:
    """Who adds one says in `bot/conversations/forgetting.py` or `bot/reports/erasing.py` what becomes of it.

    `instructions` hold nothing but ids.
    """
    with town.database.reading() as session:
        schema = inspect(session.connection())
        pointing = {
            table
            for table in schema.get_table_names()
            if any(key["referred_table"] == "citizens" for key in schema.get_foreign_keys(table))
        }
    assert pointing == KNOWN
