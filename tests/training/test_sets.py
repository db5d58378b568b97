"""Files to measure with: read whole, or refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.region.pack import Region
from bot.settings import ConfigurationError
from bot.training.evaluation.run import find_sets
from bot.training.evaluation.sets import Complaint, OwnSentence, Talk, read_complaints, read_own, read_talk

CELIKAH, KAYU_AGUNG = "16.02.05.2015", "16.02.05"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "set.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_complaint_keeps_its_commas_and_its_set(tmp_path: Path, region: Region) -> None:
    path = written(tmp_path, 'text,category,set\n"got mampet, bau",drainase_banjir,kota\n')
    assert read_complaints(path, region) == [Complaint("got mampet, bau", "drainase_banjir", "kota")]


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "text,intent\r\nhalo pak,greet\r\n", "utf-8-sig")
    assert read_talk(path) == [Talk("halo pak", "greet")]


def test_two_problems_and_empty_places_are_read(tmp_path: Path, region: Region) -> None:
    head = "text,categories,village,district,speech\n"
    rows = f"jalan rusak,jalan_jembatan;listrik,{CELIKAH},{KAYU_AGUNG},baku\nsakit,kesehatan,,,daerah\n"
    first, second = read_own(written(tmp_path, head + rows), region)
    assert first.categories == ("jalan_jembatan", "listrik") and first.village == CELIKAH
    assert second == OwnSentence("sakit", ("kesehatan",), None, None, "daerah")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,category,set\nok,listrik,a\nx,makanan,a\n", r"set\.csv:3: category 'makanan'"),
        ("text,category\nx,listrik\n", r"set\.csv:1: column set is missing"),
        ("text,category,set\n ,listrik,a\n", r"set\.csv:2: a row without text"),
        ("text,category,set\nx,listrik\n", r"set\.csv:2: a row without text or with too few columns"),
        ("", r"set\.csv:1: column text is missing"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, region: Region, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        read_complaints(written(tmp_path, text), region)


def test_a_village_that_does_not_exist_is_named(tmp_path: Path, region: Region) -> None:
    rows = "text,categories,village,district,speech\nx,listrik,16.02.05.9999,,baku\n"
    with pytest.raises(ConfigurationError, match="village '16.02.05.9999' is not of this region"):
        read_own(written(tmp_path, rows), region)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, region: Region) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(b"\xff\xfe\x00\x9f")
    with pytest.raises(ConfigurationError, match=r"set\.csv: cannot be read"):
        read_complaints(path, region)


def test_absent_sets_are_named_and_given_ones_must_exist(tmp_path: Path, region: Region) -> None:
    sets = find_sets(tmp_path, tmp_path / "eval", None, None, region)
    assert [path.name for path in sets.absent] == [
        "complaints.csv",
        "smalltalk.csv",
        "open.csv",
        "sealed.csv",
    ]
    with pytest.raises(ConfigurationError, match=r"mine\.csv: cannot be read"):
        find_sets(tmp_path, tmp_path / "eval", tmp_path / "mine.csv", None, region)
