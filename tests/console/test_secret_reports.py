"""What is secret stays with the offices that may read it, whatever is done on a page."""

from __future__ import annotations

from typing import Any

import pytest

from bot.wiring import Wiring
from tests.console.conftest import SignedIn, StaffClient
from tests.console.reports import file_accusation, look_up


@pytest.fixture
def inspector(signed_in: SignedIn) -> StaffClient:
    return signed_in("inspektorat", agency="INSPEKTORAT")


def do(client: StaffClient, wiring: Wiring, ticket: str, deed: str, **form: Any) -> Any:
    part = look_up(wiring, ticket).assignments[0].id
    return client.post(f"/staff/laporan/{ticket}/{deed}", data={"bagian": part, "kata": "alasan", **form})


@pytest.mark.parametrize("office", ["PUPR", "KOMINFO", "KEC-16.02.05"])
def test_a_secret_report_goes_to_no_office_that_is_not_for_such(
    wiring: Wiring, inspector: StaffClient, office: str
) -> None:
    ticket = file_accusation(wiring)
    assert do(inspector, wiring, ticket, "alihkan", dinas=office).status_code == 409
    assert [part.agency for part in look_up(wiring, ticket).assignments] == ["INSPEKTORAT"]
    assert f'value="{office}"' not in inspector.get(f"/staff/laporan/{ticket}").text


def test_a_secret_report_goes_to_another_office_for_such(wiring: Wiring, inspector: StaffClient) -> None:
    ticket = file_accusation(wiring)
    assert do(inspector, wiring, ticket, "alihkan", dinas="DINSOS").status_code == 303
    assert inspector.get(f"/staff/laporan/{ticket}").status_code == 404


def test_a_secret_report_does_not_wait_for_the_operator(wiring: Wiring, inspector: StaffClient) -> None:
    ticket = file_accusation(wiring)
    assert do(inspector, wiring, ticket, "usul", instansi="PUBMTR").status_code == 409
