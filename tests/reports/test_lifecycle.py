from __future__ import annotations

import itertools

import pytest

from bot.region.pack import Region
from bot.reports.lifecycle import MOVES, may_move
from bot.reports.sight import ROLES, Viewer
from bot.reports.statuses import CLOSED, STATUSES


def desk_of(role: str) -> str | None:
    return {"officer": "PUPR", "inspektorat": "PUPR", "camat": "KEC-16.02.05"}.get(role)


def allowed(region: Region, role: str, agency: str, status: str) -> set[str]:
    viewer = Viewer(1, "Seseorang", role, desk_of(role))
    return {move for move in MOVES if may_move(viewer, region, move, agency, status)}


@pytest.mark.parametrize("role", ["admin", "leader", "trainer"])
def test_who_only_reads_moves_nothing(role: str, region: Region) -> None:
    for agency, status in itertools.product(("PUPR", "PLN", "KEC-16.02.05"), STATUSES):
        assert allowed(region, role, agency, status) == set()


def test_an_officer_works_on_the_parts_of_his_agency_alone(region: Region) -> None:
    assert {"start", "ask", "answer", "close", "reject"} <= allowed(region, "officer", "PUPR", "diterima")
    for status in STATUSES:
        assert allowed(region, "officer", "DLH", status) == set()


def test_a_camat_works_on_what_was_given_to_him_and_on_no_agencys_part(region: Region) -> None:
    assert "close" in allowed(region, "camat", "KEC-16.02.05", "diproses")
    assert allowed(region, "camat", "PUPR", "diproses") == set()


def test_the_operator_assigns_everything_and_answers_for_those_without_a_sign_in(region: Region) -> None:
    assert "hand_on" in allowed(region, "operator", "PUPR", "diterima")
    assert "answer" not in allowed(region, "operator", "PUPR", "diterima")
    assert {"answer", "close"} <= allowed(region, "operator", "PLN", "diterima")
    assert {"answer", "close"} <= allowed(region, "operator", region.operator_agency, "diproses")
    assert {"answer", "close"} <= allowed(region, "operator", "PUPR", "diteruskan")


def test_only_the_operator_decides_on_a_hand_over(region: Region) -> None:
    deciders = {role for role in ROLES if "decide_handover" in allowed(region, role, "PUPR", "diterima")}
    assert deciders == {"operator"}


def test_what_is_closed_can_only_be_begun_again_or_upheld_by_the_operator(region: Region) -> None:
    for role, status in itertools.product(ROLES, CLOSED):
        upheld = {"uphold"} if (role, status) == ("operator", "selesai") else set()
        assert allowed(region, role, "PUPR", status) <= {"reopen", *upheld}
    assert all(move.to is None or move.to in STATUSES for move in MOVES.values())
