"""Which agency an officer names in his own words."""

from __future__ import annotations

import pytest

from bot.reports.named_agency import named_agency
from tests.reports.deeds import OKI


@pytest.mark.parametrize(
    ("words", "agency"),
    [
        ("ini rambu, Dishub yang pasang", "DISHUB"),
        ("ke DLH, sampah pasar", "DLH"),
        ("Dinas Lingkungan Hidup", "DLH"),
        ("bukan kami (PUPR), milik Perkim", "PERKIM"),
        ("ke PU provinsi", "PUBMTR"),
        ("ke Dinas PU Bina Marga Sumsel, jalan provinsi", "PUBMTR"),
        ("jalan tol", "TOL"),
        ("ini jalan desa", None),
        ("PUPR sendiri", None),
        ("DLH atau Perkim", None),
        ("klhk", None),
        ("", None),
    ],
)
def test_one_other_agency_is_found_by_any_of_its_names(words: str, agency: str | None) -> None:
    assert named_agency(OKI, words, but="PUPR") == agency
