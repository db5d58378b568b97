from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.region.checks import check_region
from tests.region.conftest import CONTOH, OKI

TODAY = datetime.date(2026, 11, 24)

# file, what is written, what it becomes, line, part of the message
BREAKS = [
    ("region.yml", "ticket_prefix: CTH", "ticket_prefix: c7", 6, "ticket_prefix 'c7'"),
    ("region.yml", "timezone: Asia/Makassar", "timezone: Asia/Nowhere", 7, "zona waktu"),
    ("region.yml", "operator_agency: SETDA", "operator_agency: X", 9, "instansi X tidak ada"),
    ("region.yml", "saturday: '08:00-12:00'", "sabtu: '08:00-12:00'", 26, "hari 'sabtu' tidak dikenal"),
    ("region.yml", "saturday: '08:00-12:00'", "saturday: pagi", 26, "jam kantor"),
    ("region.yml", "checked: 2026-11-24", "checked: kemarin", 31, "harus berupa tanggal"),
    ("region.yml", "id: bupati", "id: kepala", 37, "id jenjang 'kepala'"),
    ("region.yml", "after_days: 1", "after_days: 6", 37, "lebih kecil daripada jenjang sebelumnya"),
    ("categories.yml", "list_title: Darurat", f"list_title: {'x' * 25}", 7, "25 huruf, paling banyak 24"),
    ("categories.yml", "description: Bencana", f"description: {'x' * 73}", 7, "73 huruf, paling banyak 72"),
    ("categories.yml", "answer_days: 1", "answer_days: 99", 7, "lebih lama daripada settle_days"),
    ("categories.yml", "answer_days: 1", "answer_days: -1", 12, "angka di atas nol"),
    ("categories.yml", "place_needed: no", "place_needed: mungkin", 19, "harus yes atau no"),
    ("categories.yml", "list_title: Lainnya", "list_title: Jalan", 14, "list_title sama dengan jalan"),
    ("categories.yml", "darurat:\n  name", "jalan:\n  name", 7, "kunci ganda: jalan"),
    ("categories.yml", "agency: SIAGA", "agency: [", 13, "YAML salah tulis"),
    ("agencies.csv", "AWAS,", "SETDA,", 5, "kode SETDA ditulis dua kali"),
    ("agencies.csv", "kabupaten,yes,,triase", "kota,yes,,triase", 2, "kolom level berisi 'kota'"),
    ("agencies.csv", "short_name", "pendek", 1, "kolom tidak ada: short_name"),
    ("agencies.csv", "kabupaten,yes,,jalan", "kabupaten,yes,,jalan,lagi", 3, "terlalu banyak kolom"),
    (
        "villages.csv",
        "99.01.01.2001,Batu Ijo,desa,99.01.01",
        "99.01.01.2001,Batu Ijo,desa,99.01.07",
        3,
        "99.01.07",
    ),
    ("villages.csv", "99.01.01.2001,", "99.01.02.2009,", 3, "tidak diawali kode kecamatan"),
    ("villages.csv", "-5.075", "selatan", 3, "latitude harus berupa angka"),
    ("villages.csv", "Batu Ijo,desa", "Batu Ijo,dusun", 3, "kolom kind berisi 'dusun'"),
    ("roads.csv", "nasional,BALAI", "raja,BALAI", 2, "kolom owner berisi 'raja'"),
    ("roads.csv", "BINAMARGA,,99.01.01", "BINAMARGA,,99.01.09", 3, "kecamatan 99.01.09 tidak ada"),
    ("roads.csv", "melur,Jalan", "poros,Jalan", 3, "id poros ditulis dua kali"),
    (
        "routing.yml",
        "  darurat: {default: SIAGA}",
        "  bencana: {default: SIAGA}",
        6,
        "kategori bencana tidak ada",
    ),
    ("routing.yml", "  darurat: {default: SIAGA}", "", 0, "kategori darurat tidak punya aturan"),
    ("routing.yml", "{default: SIAGA}", "{default: SETDA}", 6, "di categories.yml SIAGA"),
    ("routing.yml", "road_owner: nasional", "road_owner: raja", 5, "road_owner 'raja' tidak dikenal"),
    ("routing.yml", "when: [trotoar]", "when: ['(trotoar']", 10, "salah tulis"),
    ("routing.yml", ", when: [trotoar]", "", 10, "akan selalu berlaku"),
    ("routing.yml", "default: AWAS", "default: X", 12, "instansi X tidak ada"),
    ("routing.yml", "BINAMARGA: [bina marga]", "X: [bina marga]", 16, "instansi X tidak ada"),
    ("signals.yml", "numbers: [umum]", "numbers: [lain]", 3, "nomor lain tidak ada"),
    ("signals.yml", "category: darurat", "category: lain", 3, "kategori lain tidak ada"),
    ("signals.yml", "when: [ada api]", "when: []", 7, "tidak pernah dikenali"),
    ("holidays.yml", "2026: contoh", "dulu: contoh", 1, "'dulu' bukan tahun"),
    ("holidays.yml", "2026-11-27:", "besok:", 3, "'besok' bukan tanggal"),
    ("boundaries_villages.geojson", "99.01.02.2002", "99.01.02.2003", 0, "batas 99.01.02.2003 tidak ada"),
    ("boundaries_districts.geojson", '"code": "99.01.02"', '"kode": "99.01.02"', 0, "tanpa kode"),
]


def test_the_pack_of_oki_has_no_problem() -> None:
    assert check_region(OKI, TODAY) == []


def test_the_small_pack_has_no_problem() -> None:
    assert check_region(CONTOH, TODAY) == []


@pytest.mark.parametrize(("file", "old", "new", "line", "message"), BREAKS)
def test_every_mistake_is_named_with_file_and_line(
    pack: Path, file: str, old: str, new: str, line: int, message: str
) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))
    named = [
        (problem.file, problem.line) for problem in check_region(pack, TODAY) if message in problem.message
    ]
    assert (str(pack / file), line) in named


@pytest.mark.parametrize("file", sorted(path.name for path in CONTOH.iterdir()))
def test_a_missing_file_is_named(pack: Path, file: str) -> None:
    (pack / file).unlink()
    assert any(problem.file == str(pack / file) for problem in check_region(pack, TODAY))


@pytest.mark.parametrize("file", sorted(path.name for path in CONTOH.iterdir()))
def test_a_file_of_rubbish_is_a_problem_and_no_crash(pack: Path, file: str) -> None:
    (pack / file).write_bytes(b"\xff\xfe\x00rubbish: [")
    assert any(problem.severity == "error" for problem in check_region(pack, TODAY))


def test_a_village_without_polygon_is_named_at_its_line(pack: Path) -> None:
    file = pack / "boundaries_villages.geojson"
    file.write_text(file.read_text().replace("99.01.02.2002", "99.01.02.2009"))
    messages = [str(problem) for problem in check_region(pack, TODAY)]
    assert any("villages.csv:6: 99.01.02.2002 Ombak tidak punya batas" in message for message in messages)


def test_an_alias_that_hides_another_village_is_a_warning(pack: Path) -> None:
    file = pack / "villages.csv"
    file.write_text(file.read_text().replace("Batu Hijau", "Ombak"))
    [problem] = check_region(pack, TODAY)
    assert (problem.severity, problem.line) == ("warning", 3)


def test_a_year_without_decree_is_a_warning(pack: Path) -> None:
    [problem] = check_region(pack, datetime.date(2027, 1, 2))
    assert problem.severity == "warning"
    assert "hari libur 2028 belum ditetapkan" in problem.message


def test_a_number_not_checked_for_a_year_is_a_warning(pack: Path) -> None:
    file = pack / "region.yml"
    file.write_text(file.read_text().replace("checked: 2026-11-24", "checked: 2025-01-01"))
    [problem] = check_region(pack, TODAY)
    assert (problem.severity, problem.line) == ("warning", 31)
