from __future__ import annotations

import pytest

from bot.console.answer_templates import Draft, fill, list_templates, open_fields, problems_of, write_template
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.storage.tables import now
from tests.console.conftest import SignedIn
from tests.console.people import deeds

ADMIN = Viewer(1, "Admin", "admin")
OF_ROADS = Viewer(2, "Budi", "officer", "PUPR")
OF_WASTE = Viewer(3, "Siti", "officer", "DLH")


def test_fields_are_filled_and_the_rest_is_left_for_a_person() -> None:
    text = "Laporan {tiket} kami kerjakan sampai {tanggal}."
    filled = fill(text, {"tiket": "OKI-4829-1372", "dinas": "Dinas PUPR"})
    assert filled == "Laporan OKI-4829-1372 kami kerjakan sampai {tanggal}."
    assert open_fields(filled) == ["tanggal"]


def test_a_value_that_looks_like_a_field_is_not_filled_again() -> None:
    assert fill("{lokasi}", {"lokasi": "{tiket}", "tiket": "x"}) == "{tiket}"


def test_the_templates_of_the_category_stand_before_the_general_ones(console_database: Database) -> None:
    with console_database.writing() as session:
        for title, category in (
            ("A umum", None),
            ("B jalan", "jalan_jembatan"),
            ("C sampah", "sampah_kebersihan"),
        ):
            write_template(session, ADMIN, Draft(title, "Baik.", category, None), now())
    with console_database.reading() as session:
        found = [template.title for template in list_templates(session, OF_ROADS, "jalan_jembatan")]
    assert found == ["B jalan", "A umum"]


def test_a_template_of_a_desk_is_for_that_desk(console_database: Database) -> None:
    with console_database.writing() as session:
        # An officer's choice of a desk is not asked for.
        write_template(session, OF_ROADS, Draft("Jalan", "Baik.", None, "DLH"), now())
    with console_database.reading() as session:
        assert [template.desk for template in list_templates(session, OF_ROADS, None)] == ["PUPR"]
        assert list_templates(session, OF_WASTE, None) == []
        assert len(list_templates(session, ADMIN, None)) == 1


@pytest.mark.parametrize("text", ["Sampai {tanggal", "Sampai tanggal}", "Sampai {}", "Sampai {hari dan jam}"])
def test_a_field_that_could_never_be_filled_is_a_slip(text: str) -> None:
    assert "isi" in problems_of(Draft("Judul", text, None, None))


def test_an_officer_writes_for_his_own_desk(signed_in: SignedIn, console_database: Database) -> None:
    officer = signed_in("officer", agency="PUPR")
    fields = {"judul": "Dijadwalkan", "isi": "Laporan {tiket} dijadwalkan {tanggal}.", "meja": "DLH"}
    assert officer.post("/staff/templat/baru", data=fields).headers["location"] == (
        "/staff/templat?kabar=tersimpan"
    )
    with console_database.reading() as session:
        (kept,) = list_templates(session, officer.viewer, None)
        assert (kept.title, kept.desk) == ("Dijadwalkan", "PUPR")
    assert deeds(console_database) == ["templat_ditulis"]


def test_others_desks_and_general_templates_are_not_his_to_change(
    signed_in: SignedIn, console_database: Database
) -> None:
    with console_database.writing() as session:
        general = write_template(session, ADMIN, Draft("Umum", "Baik.", None, None), now())
        others = write_template(session, OF_WASTE, Draft("Sampah", "Baik.", None, None), now())
        ids = general.id, others.id
    officer = signed_in("officer", agency="PUPR")
    shown = officer.get("/staff/templat").text
    assert "Umum" in shown and "Sampah" not in shown and "Ubah" not in shown
    for one in ids:
        assert officer.get(f"/staff/templat/{one}").status_code == 404
        assert officer.post(f"/staff/templat/{one}/hapus").status_code == 404
        assert officer.post(f"/staff/templat/{one}", data={"judul": "x", "isi": "y"}).status_code == 404


def test_a_template_is_changed_and_removed(signed_in: SignedIn, console_database: Database) -> None:
    operator = signed_in("operator")
    operator.post("/staff/templat/baru", data={"judul": "Umum", "isi": "Baik."})
    operator.post("/staff/templat/1", data={"judul": "Umum", "isi": "Sudah.", "kategori": "jalan_jembatan"})
    with console_database.reading() as session:
        assert [kept.text for kept in list_templates(session, OF_ROADS, "jalan_jembatan")] == ["Sudah."]
        assert list_templates(session, OF_ROADS, "listrik") == []
    operator.post("/staff/templat/1/hapus")
    assert "Belum ada templat" in operator.get("/staff/templat").text
    assert deeds(console_database) == ["templat_ditulis", "templat_diubah", "templat_dihapus"]


def test_the_preview_shows_examples_and_never_markup(signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    shown = operator.post("/staff/templat/contoh", data={"isi": "{tiket} <script>"}).text
    assert shown.strip() == "<blockquote>OKI-4829-1372 &lt;script&gt;</blockquote>"


def test_what_was_typed_is_not_lost_with_a_slip(signed_in: SignedIn) -> None:
    answer = signed_in("operator").post("/staff/templat/baru", data={"judul": "", "isi": "Baik {tanggal"})
    assert answer.status_code == 422
    assert "Judul perlu diisi" in answer.text and "Baik {tanggal</textarea>" in answer.text
    assert "Kurung kurawal harus berpasangan" in answer.text


@pytest.mark.parametrize("role", ["camat", "inspektorat", "leader", "trainer"])
def test_who_answers_no_reports_writes_no_templates(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get("/staff/templat").status_code == 404
