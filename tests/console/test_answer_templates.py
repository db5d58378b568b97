from __future__ import annotations

import pytest

from bot.console.answer_templates import Draft, fill, list_templates, open_fields, problems_of, write_template
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.storage.tables import now

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
