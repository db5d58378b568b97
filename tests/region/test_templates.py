"""templates.yml of a pack: read in its order, and every slip named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.region.checks import check_region
from bot.region.pack import Region, load_region
from bot.region.templates import REQUIRED
from tests.region.test_checks import TODAY

GOOD = """\
lapor_status:
  body: Kabar laporan {{1}}, {{2}} menulis {{3}}. Terima kasih.
  examples: {tiket: CTH-4829-1372, dinas: Bina Marga, kabar: diproses}
lapor_jawaban:
  category: utility
  language: id
  body: Laporan {{1}} dijawab.
  examples: {tiket: CTH-4829-1372}
  buttons: [Buka jawaban]
lapor_selesai:
  header: image
  body: Laporan {{1}} selesai.
  examples: {tiket: CTH-4829-1372}
lapor_butuh_info:
  body: Mohon keterangan untuk {{1}}, Bapak/Ibu.
  examples: {tiket: CTH-4829-1372}
"""

# what is written, what it becomes, line, part of the message
BREAKS = [
    ("lapor_status:", "Lapor-Status:", 1, "nama templat 'Lapor-Status'"),
    ("lapor_status:", "lapor_lain:", 0, "templat lapor_status belum ada"),
    (
        "Kabar laporan {{1}}, {{2}} menulis {{3}}. Terima kasih.",
        "'{{1}}: {{2}}, {{3}}.'",
        2,
        "awal atau akhir",
    ),
    ("{{3}}. Terima kasih.", "{{3}}", 2, "awal atau akhir"),
    ("{{1}}, {{2}} menulis", "{{1}} {{2}} menulis", 2, "berdampingan"),
    ("{{2}} menulis", "dinas menulis", 2, "{{1}} sampai {{3}}"),
    ("{{2}} menulis", "{{4}} menulis", 2, "{{1}} sampai {{3}}"),
    ("Terima kasih.", "x" * 600, 2, "paling banyak 600"),
    ("  body: Kabar", "  isi: Kabar", 2, "body pada lapor_status belum diisi"),
    ("kabar: diproses", "nama: Ibu Siti", 3, "isian nama tidak dikenal"),
    ("category: utility", "category: marketing", 5, "harus utility"),
    ("[Buka jawaban]", f"[{'x' * 26}]", 9, "26 huruf, paling banyak 25"),
    ("[Buka jawaban]", "[Buka, Buka]", 9, "bernama sama"),
    ("[Buka jawaban]", f"[{', '.join('abcdefghijk')}]", 9, "11 tombol, paling banyak 10"),
    ("header: image", "header: video", 11, "header hanya boleh image"),
]


def with_templates(pack: Path, text: str) -> Path:
    (pack / "templates.yml").write_text(text)
    return pack


def test_a_pack_without_the_file_has_no_templates(contoh: Region) -> None:
    assert contoh.templates == {}


def test_good_templates_have_no_problem(pack: Path) -> None:
    assert check_region(with_templates(pack, GOOD), TODAY) == []


def test_a_template_says_what_fills_it_in_which_order(pack: Path) -> None:
    template = load_region(with_templates(pack, GOOD)).templates["lapor_status"]
    assert (template.language, template.category, template.has_image) == ("id", "utility", False)
    assert list(template.examples) == ["tiket", "dinas", "kabar"]
    values = {"kabar": "selesai", "dinas": "Bina Marga", "tiket": "CTH-4829-1372"}
    filled = "Kabar laporan CTH-4829-1372, Bina Marga menulis selesai. Terima kasih."
    assert template.fill(values) == filled


def test_braces_in_a_value_stay_what_they_are(pack: Path) -> None:
    template = load_region(with_templates(pack, GOOD)).templates["lapor_jawaban"]
    assert template.fill({"tiket": "{{2}}"}) == "Laporan {{2}} dijawab."


@pytest.mark.parametrize(("old", "new", "line", "message"), BREAKS)
def test_every_mistake_is_named_with_file_and_line(
    pack: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    with_templates(pack, GOOD.replace(old, new, 1))
    found = [
        (problem.file, problem.line) for problem in check_region(pack, TODAY) if message in problem.message
    ]
    assert (str(pack / "templates.yml"), line) in found


@pytest.mark.parametrize("text", ["", "lapor_status: teks", "- satu", "lapor_status: {examples: [a]}"])
def test_a_file_of_another_shape_is_a_problem_and_no_crash(pack: Path, text: str) -> None:
    assert check_region(with_templates(pack, text), TODAY)


def test_oki_tells_every_change_and_shows_the_finished_work(oki: Region) -> None:
    assert {*REQUIRED, "lapor_selesai_foto"} <= oki.templates.keys()
    assert oki.templates["lapor_jawaban"].buttons == ("Buka jawaban",)
    assert oki.templates["lapor_selesai_foto"].has_image
