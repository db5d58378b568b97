from __future__ import annotations

from tests.console.conftest import SignedIn


def test_a_signed_in_person_sees_his_pages(signed_in: SignedIn) -> None:
    officer = signed_in("officer", agency="PUPR", name="Budi")
    answer = officer.get("/staff/laporan")
    assert answer.status_code == 200
    assert "Budi" in answer.text


def test_a_signed_in_person_signs_out(signed_in: SignedIn) -> None:
    officer = signed_in("officer", agency="PUPR")
    assert officer.post("/staff/keluar").headers["location"] == "/staff/login"
    assert officer.get("/staff/laporan").status_code == 303
