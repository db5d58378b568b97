"""Everything that must not be lost is on one page, and each can be dealt with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media, OutboxMessage, TranscriptEntry
from bot.conversations.untold import undelivered
from bot.region.pack import Region
from bot.reports.records import Draft, Handover
from bot.reports.untold import a_working_day_before
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn

PAGE = "/staff/belum-tersampaikan"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_when_nothing_is_left_behind_the_page_says_so(signed_in: SignedIn) -> None:
    assert "Tidak ada yang tertinggal" in signed_in("admin").get(PAGE).text


@pytest.mark.parametrize("role", ["officer", "camat", "leader", "trainer", "inspektorat"])
def test_only_admin_and_operator_see_it(signed_in: SignedIn, role: str) -> None:
    person = signed_in(role, agency="PUPR")
    assert person.get(PAGE).status_code == 404
    assert person.post(f"{PAGE}/pesan/1/ulang").status_code == 404


def test_failed_and_stuck_messages_are_there_and_delivered_ones_are_not(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.bubble(citizen, "gagal kirim", "failed", error_code=131026)
        rows.bubble(citizen, "lama tertahan", "sent", at=now() - 2 * HOUR)
        rows.bubble(citizen, "baru saja", "sent")
        rows.bubble(citizen, "sudah sampai", "read", at=now() - 2 * HOUR)
        rows.bubble(citizen, "sudah diurus", "failed", handled_at=now())
    text = signed_in("operator").get(PAGE).text
    assert "gagal kirim" in text and "bukan nomor WhatsApp" in text and "lama tertahan" in text
    assert not any(words in text for words in ("baru saja<", "sudah sampai", "sudah diurus"))


def test_the_words_of_a_secret_message_are_not_shown(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.bubble(citizen, "pungli di kantor", "failed", secret=True)
        event = rows.inbox(citizen, "disuap camat")
        rows.says(citizen, "disuap camat", inbox_id=event, secret=True)
        rows.draft(citizen, "petugas kantor camat melakukan pungli, minta uang")
        ticket = rows.report(citizen, None, secret=True, description="suap").ticket
    text = signed_in("operator").get(PAGE).text
    assert not any(words in text for words in ("pungli", "suap"))
    assert text.count("bagian rahasia") == 4
    assert ticket in text and f"/staff/laporan/{ticket}" not in text


def test_a_failed_message_is_sent_again_as_what_it_was(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        report = rows.report(citizen)
        failed = rows.bubble(citizen, "Sudah ditambal.", "failed", report_id=report.id)
    operator = signed_in("operator")
    assert operator.post(f"{PAGE}/pesan/{failed}/ulang").status_code == 303
    with wiring.database.reading() as session:
        old, new = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert old.handled_at is not None and new.state == "queued" and new.body == old.body
        line = session.scalars(select(TranscriptEntry).where(TranscriptEntry.outbox_id == new.id)).one()
        assert (line.report_id, line.speaker) == (report.id, "bot")
        assert undelivered(session, now()).total == 0
    assert operator.post(f"{PAGE}/pesan/{failed}/ulang").status_code == 409


def test_outside_the_window_it_goes_as_the_template_of_its_report(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen(ago=2 * DAY)
        failed = rows.bubble(citizen, "Sudah ditambal.", "failed", report_id=rows.report(citizen).id)
        alone = rows.bubble(citizen, "Selamat pagi.", "failed")
    operator = signed_in("operator")
    assert operator.post(f"{PAGE}/pesan/{alone}/ulang").status_code == 409
    operator.post(f"{PAGE}/pesan/{failed}/ulang")
    with wiring.database.reading() as session:
        newest = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert newest is not None and newest.body["template"]["name"].startswith("lapor_")


def test_a_message_that_reached_its_citizen_meanwhile_is_not_sent_again(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        message = rows.bubble(rows.citizen(), "Baik.", "delivered")
    assert signed_in("operator").post(f"{PAGE}/pesan/{message}/ulang").status_code == 409


@pytest.mark.parametrize("group", ["pesan", "masuk", "berkas"])
def test_what_was_dealt_with_is_gone(wiring: Wiring, signed_in: SignedIn, group: str) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        made = {
            "pesan": rows.bubble(citizen, "Baik.", "failed"),
            "masuk": rows.inbox(citizen, "halo"),
            "berkas": rows.media(wiring.files, citizen, state="failed"),
        }
    operator = signed_in("operator")
    assert f'id="{group}"' in operator.get(PAGE).text
    assert operator.post(f"{PAGE}/{group}/{made[group]}/selesai").status_code == 303
    assert f'id="{group}"' not in operator.get(PAGE).text
    assert operator.post(f"{PAGE}/{group}/{made[group]}/selesai").status_code == 409
    assert operator.post(f"{PAGE}/{group}/999999/selesai").status_code == 404


def test_a_message_set_aside_is_tried_again(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        event = rows.inbox(rows.citizen(), "halo", attempts=4, turn_id="t")
    signed_in("operator").post(f"{PAGE}/masuk/{event}/ulang")
    with wiring.database.reading() as session:
        row = session.get_one(InboxEvent, event)
        assert (row.state, row.attempts) == ("waiting", 0)


def test_lost_files_are_there_and_those_taken_back_are_not(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        rows.media(wiring.files, citizen, state="failed", refused_because="revoked")
        rows.media(wiring.files, citizen, state="waiting")
    operator = signed_in("operator")
    assert 'id="berkas"' not in operator.get(PAGE).text
    with wiring.database.writing() as session:
        rows = Rows(session)
        rows.media(wiring.files, citizen, state="refused", refused_because="bukan_foto")
        rows.media(wiring.files, citizen, state="waiting", received_at=now() - HOUR)
    text = operator.get(PAGE).text
    assert "berkasnya bukan foto" in text and "Masih dicoba" in text


def test_a_lost_file_is_fetched_again_or_asked_for(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        first = rows.media(wiring.files, citizen, state="failed", attempts=9)
        second = rows.media(wiring.files, citizen, state="refused")
        far = rows.media(wiring.files, rows.citizen(ago=2 * DAY), state="failed")
    operator = signed_in("operator")
    operator.post(f"{PAGE}/berkas/{first}/ulang")
    operator.post(f"{PAGE}/berkas/{second}/minta")
    assert operator.post(f"{PAGE}/berkas/{far}/minta").status_code == 409
    with wiring.database.reading() as session:
        assert session.get_one(Media, first).state == "waiting"
        assert session.get_one(Media, second).handled_at is not None
        asked = session.scalars(select(OutboxMessage)).one()
        assert (asked.citizen_id, asked.purpose) == (citizen, "staff") and "sekali lagi" in asked.body["text"]


def test_unsent_drafts_are_there_and_fresh_or_sure_ones_are_not(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        rows.draft(rows.citizen(), "lampu mati")
        rows.draft(rows.citizen(), "got mampet", state="expired")
        rows.draft(rows.citizen(), "baru ditulis", ago=HOUR)
        rows.draft(rows.citizen(), "sudah lengkap", file_at=now())
        rows.draft(rows.citizen(), "sudah lama sekali", state="expired", ago=9 * DAY)
    text = signed_in("operator").get(PAGE).text
    assert "lampu mati" in text and "got mampet" in text
    assert not any(words in text for words in ("baru ditulis", "sudah lengkap", "sudah lama sekali"))


def test_a_draft_that_is_no_report_is_closed_with_its_talk(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        draft = rows.draft(citizen, "halo halo")
    operator = signed_in("operator")
    operator.post(f"{PAGE}/draf/{draft}/tutup")
    with wiring.database.reading() as session:
        assert session.get_one(Draft, draft).state == "cancelled"
        assert session.get_one(Citizen, citizen).session == 1
    assert operator.post(f"{PAGE}/draf/{draft}/tutup").status_code == 409


@pytest.mark.parametrize("role", ["admin", "operator"])
def test_an_accusation_is_ended_by_nobody_who_may_not_read_it(
    wiring: Wiring, signed_in: SignedIn, role: str
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        draft = rows.draft(rows.citizen(), "oknum camat minta uang 200 ribu")
    browser = signed_in(role)
    assert "200 ribu" not in browser.get(PAGE).text
    assert browser.post(f"{PAGE}/draf/{draft}/tutup").status_code == 404
    with wiring.database.reading() as session:
        assert session.get_one(Draft, draft).state == "open"


def test_reports_without_owner_unopened_parts_and_wishes_are_there(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    long_ago = now() - 10 * DAY
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        nobodys = rows.report(citizen, None).ticket
        operators = rows.report(citizen, wiring.region.operator_agency).ticket
        unopened = rows.report(citizen, "PUPR", at=long_ago)
        fresh = rows.report(citizen, "PUPR").ticket
        closed = rows.report(citizen, None, status="ditolak").ticket
        outside = next(one.code for one in wiring.region.agencies.values() if not one.has_sign_in)
        part = unopened.assignments[0].id
        wish = Handover(
            assignment_id=part, from_agency="PUPR", to_agency=outside, proof="jalan provinsi", asked_by=1
        )
        session.add(wish)
        ticket = unopened.ticket
    text = signed_in("operator").get(PAGE).text
    assert nobodys in text and operators in text
    assert text.count(f"/staff/laporan/{ticket}") == 2
    assert fresh not in text and closed not in text


def test_who_waits_for_a_human_is_there(wiring: Wiring, signed_in: SignedIn) -> None:
    with wiring.database.writing() as session:
        citizen = Rows(session).citizen(human_asked_at=now() - 20 * HOUR)
    text = signed_in("operator").get(PAGE).text
    assert f"/staff/percakapan/{citizen}" in text and "20 jam" in text


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # Tuesday: Monday is the last whole working day; Monday: Friday; Sunday: Friday.
        (datetime(2026, 12, 1, 5, 0), datetime(2026, 11, 29, 17, 0)),
        (datetime(2026, 11, 30, 5, 0), datetime(2026, 11, 26, 17, 0)),
        (datetime(2026, 11, 29, 5, 0), datetime(2026, 11, 26, 17, 0)),
    ],
)
def test_a_working_day_is_one_of_the_regions(
    console_region: Region, at: datetime, expected: datetime
) -> None:
    moment = a_working_day_before(console_region, at.replace(tzinfo=timezone.utc))
    assert moment == expected.replace(tzinfo=timezone.utc)
