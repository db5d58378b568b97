from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.statuses import ADVANCE, CLOSED, REJECTED, SET_ASIDE, STATUSES, derive_status, is_open

some_states = st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6)


@given(some_states)
def test_the_whole_is_always_in_a_state_of_one_of_its_parts(states: list[str]) -> None:
    assert derive_status(states) in states


@given(some_states)
def test_order_and_repetition_of_the_parts_do_not_matter(states: list[str]) -> None:
    assert derive_status(states) == derive_status(sorted(states) * 2)


@given(some_states)
def test_no_counted_part_is_less_advanced_than_the_whole(states: list[str]) -> None:
    whole = derive_status(states)
    if whole in ADVANCE:
        assert not set(states) & set(ADVANCE[: ADVANCE.index(whole)])


@given(some_states)
def test_a_report_is_rejected_only_when_every_part_is_set_aside(states: list[str]) -> None:
    if derive_status(states) == REJECTED:
        assert set(states) <= set(SET_ASIDE)


@given(some_states)
def test_a_report_is_open_exactly_while_a_part_is(states: list[str]) -> None:
    assert is_open(derive_status(states)) == any(is_open(state) for state in states)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["diterima"], "diterima"),
        (["diproses", "diterima"], "diterima"),
        (["butuh_info", "diterima"], "butuh_info"),
        (["diteruskan", "selesai"], "diteruskan"),
        (["diteruskan", "diproses"], "diproses"),
        (["selesai", "ditolak"], "selesai"),
        (["ditolak", "ditolak"], "ditolak"),
        (["dibatalkan", "dibatalkan"], "dibatalkan"),
    ],
)
def test_the_least_advanced_part_speaks_for_the_whole(parts: list[str], whole: str) -> None:
    assert derive_status(parts) == whole


@pytest.mark.parametrize("parts", [[], ["diterima", "beres"]])
def test_nothing_and_unknown_states_are_refused(parts: list[str]) -> None:
    with pytest.raises(ValueError, match="no report status"):
        derive_status(parts)


def test_every_state_is_either_advancing_or_set_aside() -> None:
    assert set(ADVANCE) | set(SET_ASIDE) == set(STATUSES)
    assert not set(ADVANCE) & set(SET_ASIDE)
    assert set(STATUSES) > CLOSED
