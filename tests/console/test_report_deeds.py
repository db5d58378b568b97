"""What staff do with a report, through the pages they use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.messages import Media
from bot.reports.cases import last_change
from bot.reports.life_records import Redaction
from bot.reports.records import Handover, Promise
from bot.storage.tables import now
from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import (
    file_accusation,
    file_founding_case,
    file_pothole,
    look_up,
    told,
)
from tests.conversations.pictures import picture

SOON = (now() + timedelta(days=5)).date().isoformat()


@pytest.fixture
def pupr(signed_in: SignedIn) -> StaffClient:
    return signed_in("officer", agency="PUPR", name="Petugas Jalan")


@pytest.fixture
def operator(signed_in: SignedIn) -> StaffClient:
    return signed_in("operator", name="Operator Pagi")


def do(client: StaffClient, wiring: Wiring, ticket: str, deed: str, part: int = 0, **form: Any) -> Any:
    """Send a form of the report's page as it is now; `part` counts from 0."""
    report = look_up(wiring, ticket)
    files = form.pop("files", None)
    newest = last_change(report)
    known = {"seen": newest.id if newest else 0}
    if report.assignments:
        known["bagian"] = report.assignments[part].id
    return client.post(f"/staff/laporan/{ticket}/{deed}", data={**known, **form}, files=files)


def kinds(wiring: Wiring, ticket: str) -> list[str]:
    return [event.kind for event in look_up(wiring, ticket).events]


def test_a_promise_is_kept_and_told_once(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    answer = {"jenis": "dikerjakan", "sampai": SOON, "kata": "Lubang kami tambal."}
    assert do(pupr, wiring, ticket, "jawab", **answer).status_code == 303
    report = look_up(wiring, ticket)
    assert (report.status, report.assignments[0].status) == ("diproses", "diproses")
    assert report.next_due_at == report.assignments[0].due_at
    assert [row.purpose for row in told(wiring, ticket)] == ["update"]
    text = told(wiring, ticket)[0].body["text"]
    assert "Lubang kami tambal." in text and "Dikerjakan paling lambat" in text and ticket in text
    with wiring.database.reading() as session:
        assert session.scalars(select(Promise.kind)).all() == ["dikerjakan"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sampai": ""}, "Isi tanggal janjinya"),
        ({"sampai": "2020-01-01"}, "sudah lewat"),
        ({"sampai": "2099-01-01"}, "terlalu jauh"),
        ({"sampai": "besok"}, "tidak terbaca"),
        ({"kata": " "}, "Isi isi jawaban dahulu"),
        ({"kata": "a" * 1501}, "Terlalu panjang"),
        ({"jenis": "dijadwalkan", "sumber": ""}, "sumber anggaran"),
        ({"jenis": "pasti"}, "Pilih jenis jawaban"),
        ({"kata": "Kami datang {hari}."}, "{hari}"),
    ],
)
def test_an_answer_that_promises_nothing_is_refused_and_changes_nothing(
    changes: dict[str, str], said: str, wiring: Wiring, pupr: StaffClient
) -> None:
    ticket = file_pothole(wiring)
    answer = {"jenis": "dikerjakan", "sampai": SOON, "kata": "Lubang di depan SDN 1 kami tambal.", **changes}
    refused = do(pupr, wiring, ticket, "jawab", **answer)
    assert refused.status_code == 409 and said in refused.text
    assert kinds(wiring, ticket) == ["filed"] and told(wiring, ticket) == []


def test_words_that_were_refused_are_shown_again(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    refused = do(pupr, wiring, ticket, "jawab", jenis="dikerjakan", kata="Kami tambal setelah Lebaran.")
    assert "Kami tambal setelah Lebaran." in refused.text


def test_after_a_day_of_silence_the_answer_goes_as_a_template(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_founding_case(wiring, silent_for=timedelta(days=2))
    shown = do(
        pupr, wiring, ticket, "pratinjau", 1, pratinjau="jawaban", jenis="dikerjakan", sampai=SOON,
        kata="Got kami bersihkan.",
    )  # fmt: skip
    assert "lapor_jawaban" in shown.text and "utilitas" in shown.text and told(wiring, ticket) == []
    do(pupr, wiring, ticket, "jawab", 1, jenis="dikerjakan", sampai=SOON, kata="Got kami bersihkan.")
    assert told(wiring, ticket)[0].body["template"]["name"] == "lapor_jawaban"


def test_two_officers_at_once_overwrite_nothing(
    wiring: Wiring, pupr: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring)
    colleague = signed_in("officer", agency="PUPR")
    form = {"seen": 0, "bagian": look_up(wiring, ticket).assignments[0].id}
    assert pupr.post(f"/staff/laporan/{ticket}/mulai", data=form).status_code == 303
    late = colleague.post(f"/staff/laporan/{ticket}/tanya", data={**form, "kata": "Di sebelah mana?"})
    assert late.status_code == 409
    assert "Sudah diubah oleh Petugas Jalan" in late.text and "Di sebelah mana?" in late.text
    assert kinds(wiring, ticket) == ["filed", "started"]


def test_a_form_that_is_sent_twice_is_done_once(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    form = {"seen": 0, "bagian": look_up(wiring, ticket).assignments[0].id, "kata": "Di sebelah mana?"}
    assert pupr.post(f"/staff/laporan/{ticket}/tanya", data=form).status_code == 303
    assert pupr.post(f"/staff/laporan/{ticket}/tanya", data=form).status_code == 409
    assert len(told(wiring, ticket)) == 1


def test_a_part_whose_hand_over_waits_is_not_handed_on(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_founding_case(wiring)
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="Tercantum di SK jalan provinsi.")
    moved = do(pupr, wiring, ticket, "alihkan", dinas="DLH", kata="Bukan kami.")
    assert moved.status_code == 409 and "menunggu keputusan operator" in moved.text


def test_a_question_waits_for_the_citizen(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    do(pupr, wiring, ticket, "tanya", kata="Di sebelah mana jembatannya?")
    assert look_up(wiring, ticket).status == "butuh_info"
    assert "Di sebelah mana jembatannya?" in told(wiring, ticket)[0].body["text"]


def test_a_note_is_never_told(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert do(pupr, wiring, ticket, "catat", kata="Cek stok aspal.").status_code == 303
    assert kinds(wiring, ticket) == ["filed", "noted"] and told(wiring, ticket) == []
    assert "Cek stok aspal." in pupr.get(f"/staff/laporan/{ticket}").text


def test_a_part_goes_to_two_agencies_with_clocks_of_their_own(
    wiring: Wiring, pupr: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring)
    moved = do(pupr, wiring, ticket, "alihkan", dinas=["DLH", "PERKIM"], kata="Ini taman, bukan jalan.")
    assert moved.headers["location"].startswith(f"/staff/laporan/{ticket}")
    report = look_up(wiring, ticket)
    assert [(part.agency, part.status) for part in report.assignments] == [
        ("DLH", "diterima"),
        ("PERKIM", "diterima"),
    ]
    assert "PUPR" in {copy.recipient for copy in report.copies}
    assert signed_in("officer", agency="DLH").get(f"/staff/laporan/{ticket}").status_code == 200
    assert do(pupr, wiring, ticket, "mulai").status_code == 409


@pytest.mark.parametrize("receivers", [[], ["PUPR"], ["PUBMTR"], ["KEC"], ["KEC-99"], ["TIDAK_ADA"]])
def test_a_part_goes_only_to_another_office_of_the_regency(
    receivers: list[str], wiring: Wiring, pupr: StaffClient
) -> None:
    ticket = file_pothole(wiring)
    assert do(pupr, wiring, ticket, "alihkan", dinas=receivers, kata="Bukan kami.").status_code == 409
    assert kinds(wiring, ticket) == ["filed"]


def test_a_road_of_the_province_is_handed_over_when_the_operator_agrees(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient
) -> None:
    ticket = file_founding_case(wiring)
    assert 'value="PUBMTR" selected' in pupr.get(f"/staff/laporan/{ticket}").text
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="Tercantum di SK jalan provinsi.")
    assert told(wiring, ticket) == []
    assert do(pupr, wiring, ticket, "usul-setuju", surat="600/12/2026").status_code == 409
    assert do(operator, wiring, ticket, "usul-setuju", surat="").status_code == 409
    assert do(operator, wiring, ticket, "usul-setuju", surat="600/12/2026").status_code == 303
    report = look_up(wiring, ticket)
    assert [part.status for part in report.assignments] == ["diteruskan", "diterima"]
    assert report.assignments[0].agency == "PUPR"
    text = told(wiring, ticket)[0].body["text"]
    assert "600/12/2026" in text and "Dinas PUPR tetap mengawal" in text
    passed_on = {"jenis": "jawaban_instansi", "kata": "Provinsi menambal 13 Januari."}
    assert do(operator, wiring, ticket, "jawab", **passed_on).status_code == 303
    assert look_up(wiring, ticket).assignments[0].status == "diteruskan"


def test_a_refused_hand_over_stays_where_it_was(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient
) -> None:
    ticket = file_founding_case(wiring)
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="Tercantum di SK jalan provinsi.")
    assert do(pupr, wiring, ticket, "usul", instansi="BBPJN", kata="Atau nasional.").status_code == 409
    do(operator, wiring, ticket, "usul-tolak", kata="SK itu sudah dicabut.")
    with wiring.database.reading() as session:
        assert session.scalars(select(Handover.state)).all() == ["refused"]
    assert look_up(wiring, ticket).assignments[0].status == "diterima" and told(wiring, ticket) == []


def test_a_wish_of_a_part_that_was_closed_waits_no_more(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient
) -> None:
    ticket = file_founding_case(wiring)
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="Tercantum di SK jalan provinsi.")
    wish = f"ke {wiring.region.agency_label('PUBMTR')}"
    assert wish in operator.get("/staff/belum-tersampaikan").text
    do(pupr, wiring, ticket, "selesai", kata="Ternyata bisa kami tambal.", tanpa_foto="gelap")
    assert wish not in operator.get("/staff/belum-tersampaikan").text
    assert "menunggu operator" not in pupr.get(f"/staff/laporan/{ticket}").text


@pytest.mark.parametrize("who", ["pupr", "operator"])
def test_what_another_government_refuses_is_taken_back_and_told_once(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient, who: str
) -> None:
    ticket = file_founding_case(wiring)
    client = {"pupr": pupr, "operator": operator}[who]
    assert do(client, wiring, ticket, "kembali", kata="Bukan milik kami.").status_code == 409
    do(pupr, wiring, ticket, "usul", instansi="PUBMTR", kata="Tercantum di SK jalan provinsi.")
    do(operator, wiring, ticket, "usul-setuju", surat="600/12/2026")
    shown = do(client, wiring, ticket, "pratinjau", pratinjau="kembali", kata="Bukan milik kami.").text
    assert "Alasannya: Bukan milik kami." in shown
    assert do(client, wiring, ticket, "kembali", kata=" ").status_code == 409
    back = {"kata": "Bukan milik kami.", "surat": "09/PUBMTR/2027"}
    assert do(client, wiring, ticket, "kembali", **back).status_code == 303
    assert do(client, wiring, ticket, "kembali", **back).status_code == 409
    part = look_up(wiring, ticket).assignments[0]
    assert (part.status, part.agency, part.suggested_agency) == ("diproses", "PUPR", None)
    assert [row.body["text"].count("mengembalikannya kepada Dinas PUPR") for row in told(wiring, ticket)] == [
        0,
        1,
    ]
    page = pupr.get(f"/staff/laporan/{ticket}").text
    assert "Dikembalikan oleh" in page and "09/PUBMTR/2027" in page
    with wiring.database.reading() as session:
        assert session.scalars(select(Handover.state)).all() == ["returned"]


def test_a_preview_of_what_nobody_refused_is_none(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_founding_case(wiring)
    assert do(pupr, wiring, ticket, "pratinjau", pratinjau="kembali", kata="Bukan kami.").status_code == 404


def test_a_part_is_closed_with_a_photo_that_the_citizen_gets(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    photo = ("sesudah.jpg", picture(), "image/jpeg")
    closed = do(pupr, wiring, ticket, "selesai", kata="Lubang sudah ditambal.", files={"foto": photo})
    assert closed.status_code == 303, closed.text
    report = look_up(wiring, ticket)
    assert (report.status, report.next_due_at) == ("selesai", None)
    assert [photo.phase for photo in report.photos] == ["after"]
    row = told(wiring, ticket)[0]
    assert row.body["image"] == report.photos[0].media_id
    assert report.events[-1].data["proof"] == "lengkap"


def test_a_part_cannot_be_closed_without_proof_or_with_a_bad_photo(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert do(pupr, wiring, ticket, "selesai", kata="Sudah.").status_code == 409
    bad = {"foto": ("foto.jpg", b"bukan foto", "image/jpeg")}
    refused = do(pupr, wiring, ticket, "selesai", kata="Sudah.", files=bad)
    assert refused.status_code == 409 and "bukan foto" in refused.text
    assert kinds(wiring, ticket) == ["filed"]
    with wiring.database.reading() as session:
        assert session.scalars(select(Media.id)).all() == []


def test_a_reason_may_stand_for_the_photo(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    do(pupr, wiring, ticket, "selesai", kata="Sudah dijelaskan.", tanpa_foto="Urusan surat.")
    assert look_up(wiring, ticket).events[-1].data["proof"] == "kurang"
    assert "Urusan surat" not in told(wiring, ticket)[0].body["text"]


def test_a_report_that_cannot_be_worked_on_says_why(wiring: Wiring, pupr: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert do(pupr, wiring, ticket, "tolak", alasan="malas", kata="Tidak.").status_code == 409
    do(pupr, wiring, ticket, "tolak", alasan="di_luar_wilayah", kata="Silakan hubungi Ogan Ilir.")
    assert look_up(wiring, ticket).status == "ditolak"
    assert "di luar wilayah kabupaten" in told(wiring, ticket)[0].body["text"]
    assert do(pupr, wiring, ticket, "buka", kata="Ternyata di dalam.").status_code == 303
    assert look_up(wiring, ticket).status == "diproses"


def test_a_double_is_merged_and_hears_of_the_end(
    wiring: Wiring, pupr: StaffClient, operator: StaffClient
) -> None:
    first, double = file_pothole(wiring), file_pothole(wiring)
    assert do(operator, wiring, double, "gabung", tiket=double).status_code == 409
    assert do(operator, wiring, double, "gabung", tiket="OKI-0000-0000").status_code == 409
    assert do(pupr, wiring, double, "gabung", tiket=first).status_code == 409
    assert do(operator, wiring, double, "gabung", tiket=first.replace("-", " ").lower()).status_code == 303
    assert look_up(wiring, double).status == "digabung"
    do(pupr, wiring, first, "selesai", kata="Sudah ditambal.", tanpa_foto="Malam hari.")
    assert ["digabung" in told(wiring, double)[0].body["text"], len(told(wiring, double))] == [True, 2]
    assert "Sudah ditambal." in told(wiring, double)[1].body["text"]


def test_a_right_category_brings_its_deadlines(wiring: Wiring, operator: StaffClient) -> None:
    ticket = file_pothole(wiring)
    assert do(operator, wiring, ticket, "kategori", kategori="tidak_ada").status_code == 409
    do(operator, wiring, ticket, "kategori", kategori="penerangan_jalan")
    report = look_up(wiring, ticket)
    assert (report.category, report.assignments[0].category) == ("penerangan_jalan", "penerangan_jalan")


def test_a_right_place_lets_the_right_camat_read_along(
    wiring: Wiring, operator: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring)
    old = signed_in("camat", district="16.02.05")
    new = signed_in("camat", district="16.02.03")
    assert old.get(f"/staff/laporan/{ticket}").status_code == 200
    assert do(operator, wiring, ticket, "tempat", desa="99.99", kecamatan="").status_code == 409
    do(operator, wiring, ticket, "tempat", desa="", kecamatan="16.02.03", lokasi="dekat pasar")
    assert old.get(f"/staff/laporan/{ticket}").status_code == 404
    assert new.get(f"/staff/laporan/{ticket}").status_code == 200


def test_a_camat_tells_what_he_saw(wiring: Wiring, signed_in: SignedIn) -> None:
    ticket = file_pothole(wiring)
    camat = signed_in("camat", district="16.02.05")
    assert do(camat, wiring, ticket, "verifikasi", kata="").status_code == 409
    assert do(camat, wiring, ticket, "verifikasi", kata="Benar, dua lubang besar.").status_code == 303
    assert kinds(wiring, ticket) == ["filed", "field_checked"]
    assert do(camat, wiring, ticket, "selesai", kata="Sudah.", tanpa_foto="x").status_code == 409


def test_a_redacted_passage_stands_nowhere_any_more(
    wiring: Wiring, operator: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring, description="jalan rusak di depan rumah Pak Budi, banyak lubang")
    assert do(operator, wiring, ticket, "samarkan", bagian_kata="Pak Ali", kata="nama").status_code == 409
    done = do(operator, wiring, ticket, "samarkan", bagian_kata="Pak Budi", kata="nama orang lain")
    assert done.status_code == 303
    assert look_up(wiring, ticket).description == "jalan rusak di depan rumah [disamarkan], banyak lubang"
    assert "Pak Budi" not in operator.get(f"/staff/laporan/{ticket}").text
    assert not operator.get("/staff/laporan?q=budi").text.count(ticket)
    inspector = signed_in("inspektorat", agency="INSPEKTORAT")
    with wiring.database.reading() as session:
        redaction = session.scalars(select(Redaction.id)).one()
    shown = inspector.post(f"/staff/disamarkan/{redaction}", data={"alasan": "pemeriksaan rutin"})
    assert "Pak Budi" in shown.text
    assert operator.post(f"/staff/disamarkan/{redaction}", data={"alasan": "ingin tahu"}).status_code == 404


def test_who_the_reporter_is_needs_a_reason_and_is_written_down(
    wiring: Wiring, operator: StaffClient, pupr: StaffClient, signed_in: SignedIn
) -> None:
    ticket = file_pothole(wiring)
    address = f"/staff/laporan/{ticket}/identitas"
    for client in (operator, pupr):
        assert "Bu Uji" not in client.get(f"/staff/laporan/{ticket}").text
    assert operator.post(address, data={"alasan": ""}).status_code == 409
    assert "Bu Uji" in operator.post(address, data={"alasan": "alamat belum jelas"}).text
    assert pupr.post(address, data={"alasan": "alamat belum jelas"}).status_code == 404
    secret = file_accusation(wiring)
    asked = {"alasan": "alamat belum jelas"}
    assert operator.post(f"/staff/laporan/{secret}/identitas", data=asked).status_code == 404
    audit = signed_in("admin").get("/staff/audit").text
    assert "alamat belum jelas" in audit and ticket in audit


def test_a_secret_report_is_told_without_a_word_of_it(wiring: Wiring, signed_in: SignedIn) -> None:
    ticket = file_accusation(wiring)
    inspector = signed_in("inspektorat", agency="INSPEKTORAT")
    answer = {"jenis": "dikerjakan", "sampai": SOON, "kata": "Kami periksa."}
    assert do(inspector, wiring, ticket, "jawab", **answer).status_code == 303
    text = told(wiring, ticket)[0].body["text"]
    assert "Inspektorat" not in text and "pungli" not in text.lower()


def test_the_operator_answers_only_for_those_without_a_sign_in(wiring: Wiring, operator: StaffClient) -> None:
    ticket = file_pothole(wiring)
    answer = {"jenis": "dikerjakan", "sampai": SOON, "kata": "Kami tambal."}
    assert do(operator, wiring, ticket, "jawab", **answer).status_code == 409
    power = file_pothole(wiring, problems=pothole_of_pln())
    assert look_up(wiring, power).assignments[0].agency == "PLN"
    assert do(operator, wiring, power, "jawab", **answer).status_code == 303


def pothole_of_pln() -> Any:
    from bot.reports.filing import NewProblem

    return (NewProblem("listrik", "listrik padam"),)


def test_a_report_that_is_not_there_is_not_found(wiring: Wiring, pupr: StaffClient) -> None:
    for deed in ("mulai", "jawab", "pratinjau"):
        assert pupr.post(f"/staff/laporan/OKI-0000-0000/{deed}", data={"kata": "x"}).status_code == 404
