"""What staff see of a citizen who was erased or wants no news, and how they erase one who asks by letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.console.records import AuditEntry
from bot.conversations.citizens import Citizen
from bot.conversations.news import stop_news
from bot.reports.records import Report
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn
from tests.console.reports import add_citizen, file_accusation, file_pothole, look_up, told

BY_LETTER = {"alasan": "Surat Bu Uji, 12/2026", "yakin": "ya"}


@pytest.fixture
def ticket(wiring: Wiring) -> str:
    return file_pothole(wiring)


@pytest.fixture
def citizen(wiring: Wiring, ticket: str) -> int:
    citizen_id = look_up(wiring, ticket).citizen_id
    with wiring.database.writing() as session:
        rows = Rows(session)
        rows.says(citizen_id, "halo, saya Bu Uji")
        rows.media(wiring.files, citizen_id)
    return citizen_id


def erased_at(wiring: Wiring, citizen_id: int) -> object:
    with wiring.database.reading() as session:
        return session.get_one(Citizen, citizen_id).erased_at


def stop(wiring: Wiring, citizen_id: int, silent_for: timedelta = timedelta()) -> None:
    with wiring.database.writing() as session:
        stop_news(session, citizen_id, now())
        session.get_one(Citizen, citizen_id).last_inbound_at = now() - silent_for


@pytest.mark.parametrize("role", ["admin", "operator"])
def test_a_citizen_who_asks_by_letter_is_erased(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int, role: str
) -> None:
    browser = signed_in(role)
    assert "Hapus identitas" in browser.get(f"/staff/percakapan/{citizen}").text
    answer = browser.post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    assert answer.status_code == 303 and erased_at(wiring, citizen) is not None
    page = browser.get(answer.headers["location"]).text
    assert "Identitas dihapus" in page and "Bu Uji" not in page and "Hapus untuk selamanya" not in page
    assert [message.body["text"][:20] for message in told(wiring, ticket)] == ["Nama, nomor, dan isi"]
    with wiring.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.deed == "identitas_dihapus")).one()
        assert (entry.staff_id, entry.citizen_id) == (browser.viewer.id, citizen)
        assert entry.reason is not None and "12/2026" in entry.reason and "Uji" not in entry.reason


def test_outside_the_24_hours_he_is_erased_without_a_farewell(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    with wiring.database.writing() as session:
        session.get_one(Citizen, citizen).last_inbound_at = now() - timedelta(days=2)
    signed_in("operator").post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    assert erased_at(wiring, citizen) is not None and told(wiring, ticket) == []


@pytest.mark.parametrize("lacking", ["alasan", "yakin"])
def test_nobody_is_erased_without_a_reason_and_a_second_look(
    wiring: Wiring, signed_in: SignedIn, citizen: int, lacking: str
) -> None:
    given = {**BY_LETTER, lacking: ""}
    signed_in("operator").post(f"/staff/percakapan/{citizen}/hapus-identitas", data=given)
    assert erased_at(wiring, citizen) is None


def test_others_of_the_staff_erase_nobody(wiring: Wiring, signed_in: SignedIn, citizen: int) -> None:
    for role, agency in (("trainer", None), ("officer", "PUPR"), ("leader", None)):
        signed_in(role, agency).post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    assert erased_at(wiring, citizen) is None


def test_every_page_bears_a_citizen_without_a_name(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    operator, admin = signed_in("operator"), signed_in("admin")
    operator.post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    pages = (
        "/staff/laporan", "/staff/laporan?kata=lubang", "/staff/percakapan", "/staff/percakapan?kata=uji",
        f"/staff/percakapan/{citizen}", f"/staff/percakapan/{citizen}/baris", "/staff/belum-tersampaikan",
        "/staff/suara", "/staff/blokir", f"/staff/laporan/{ticket}",
    )  # fmt: skip
    for path in pages:
        answer = operator.get(path)
        assert answer.status_code == 200 and "Bu Uji" not in answer.text, path
    audit = admin.get("/staff/audit")
    assert audit.status_code == 200 and "Menghapus identitas warga" in audit.text


def test_the_report_says_that_its_owner_was_erased(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    operator = signed_in("operator")
    operator.post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    for browser in (operator, signed_in("officer", "PUPR")):
        page = browser.get(f"/staff/laporan/{ticket}").text
        assert "Identitas dihapus" in page and "Identitas pelapor dihapus" in page
        assert "Lihat identitas pelapor" not in page


def test_nobody_looks_behind_an_erasure(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    operator = signed_in("operator")
    operator.post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    for path in (f"/staff/percakapan/{citizen}/identitas", f"/staff/laporan/{ticket}/identitas"):
        assert operator.post(path, data={"alasan": "ingin tahu"}).status_code == 404


def test_nothing_is_written_to_who_was_erased(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    operator = signed_in("operator")
    operator.post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    before = len(told(wiring, ticket))
    answer = operator.post(f"/staff/percakapan/{citizen}/kirim", data={"isi": "Halo?"})
    assert "dihapus" in answer.text and len(told(wiring, ticket)) == before


def test_the_inspector_still_knows_who_reported_an_open_case(wiring: Wiring, signed_in: SignedIn) -> None:
    ticket = file_accusation(wiring)
    citizen = look_up(wiring, ticket).citizen_id
    signed_in("operator").post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    inspector = signed_in("inspektorat", "INSPEKTORAT")
    shown = inspector.post(f"/staff/laporan/{ticket}/identitas", data={"alasan": "klarifikasi"})
    assert shown.status_code == 200 and "Bu Uji" in shown.text
    with wiring.database.writing() as session:
        report = session.scalars(select(Report).where(Report.ticket == ticket)).one()
        report.status = "selesai"
        wiring.eraser.finish(session, citizen, now())
    closed = inspector.post(f"/staff/laporan/{ticket}/identitas", data={"alasan": "klarifikasi"})
    assert closed.status_code == 404


def test_staff_read_beforehand_that_he_wants_no_news(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    stop(wiring, citizen)
    officer = signed_in("officer", "PUPR")
    part = look_up(wiring, ticket).assignments[0].id
    assert "berhenti menerima kabar" in officer.get(f"/staff/laporan/{ticket}").text
    question = {"pratinjau": "butuh_info", "kata": "Di mana?", "bagian": part}
    preview = officer.post(f"/staff/laporan/{ticket}/pratinjau", data=question)
    assert "berhenti menerima kabar" in preview.text and "Di mana?" in preview.text
    assert "berhenti menerima kabar" in signed_in("operator").get(f"/staff/percakapan/{citizen}").text


def test_a_template_in_his_chat_is_refused_to_who_wants_no_news(
    wiring: Wiring, signed_in: SignedIn, ticket: str, citizen: int
) -> None:
    stop(wiring, citizen, silent_for=timedelta(days=2))
    answer = signed_in("operator").post(
        f"/staff/percakapan/{citizen}/kirim", data={"isi": "Halo?", "tiket": ticket}
    )
    assert "berhenti menerima kabar" in answer.text and told(wiring, ticket) == []


def test_somebody_elses_name_in_the_audit_stays(wiring: Wiring, signed_in: SignedIn, citizen: int) -> None:
    with wiring.database.writing() as session:
        other = add_citizen(session, wiring, "Pak Lain")
        for about in (citizen, other):
            session.add(AuditEntry(deed="lihat_identitas", citizen_id=about, reason="atas kabar Bu Uji"))
    signed_in("operator").post(f"/staff/percakapan/{citizen}/hapus-identitas", data=BY_LETTER)
    with wiring.database.reading() as session:
        query = select(AuditEntry.citizen_id, AuditEntry.reason)
        reasons = dict(session.execute(query.where(AuditEntry.deed == "lihat_identitas")).tuples().all())
    assert reasons == {citizen: "atas kabar Bu [dihapus]", other: "atas kabar Bu Uji"}
