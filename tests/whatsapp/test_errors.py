from __future__ import annotations

from typing import Any

import pytest

from bot.whatsapp import errors
from bot.whatsapp.errors import GraphError, error_from

# Meta's code, the HTTP status it came with, and the class it must be of.
TABLE = [
    (0, 401, errors.AccessRefused),
    (3, 400, errors.AccessRefused),
    (10, 403, errors.AccessRefused),
    (190, 401, errors.AccessRefused),
    (190, 500, errors.AccessRefused),
    (200, 403, errors.AccessRefused),
    (299, 403, errors.AccessRefused),
    (131005, 403, errors.AccessRefused),
    (368, 403, errors.AccountBlocked),
    (131031, 403, errors.AccountBlocked),
    (131042, 400, errors.AccountBlocked),
    (131045, 400, errors.AccountBlocked),
    (133010, 400, errors.AccountBlocked),
    (4, 400, errors.Throttled),
    (613, 429, errors.Throttled),
    (80007, 400, errors.Throttled),
    (130429, 429, errors.Throttled),
    (131048, 400, errors.Throttled),
    (133016, 400, errors.Throttled),
    (131056, 400, errors.PairThrottled),
    (1, 400, errors.Temporary),
    (2, 503, errors.Temporary),
    (131000, 500, errors.Temporary),
    (131016, 500, errors.Temporary),
    (131053, 400, errors.Temporary),
    (131057, 500, errors.Temporary),
    (133004, 503, errors.Temporary),
    (131047, 400, errors.WindowClosed),
    (130472, 400, errors.Undeliverable),
    (130497, 403, errors.Undeliverable),
    (131026, 400, errors.Undeliverable),
    (131049, 400, errors.Undeliverable),
    (131050, 400, errors.OptedOut),
    (132000, 400, errors.TemplateRefused),
    (132001, 404, errors.TemplateRefused),
    (132069, 400, errors.TemplateRefused),
    (100, 400, errors.Refused),
    (131008, 400, errors.Refused),
    (131009, 400, errors.Refused),
    (131021, 400, errors.Refused),
    (131051, 400, errors.Refused),
    (131062, 400, errors.Refused),
    (999999, 400, errors.Refused),
    (999999, 401, errors.AccessRefused),
    (999999, 429, errors.Throttled),
    (999999, 500, errors.Temporary),
    (None, 404, errors.Refused),
    (None, 502, errors.Temporary),
]

ANSWERS = {
    errors.AccessRefused: (True, False, True),
    errors.AccountBlocked: (True, False, True),
    errors.Throttled: (True, True, False),
    errors.PairThrottled: (True, True, False),
    errors.Temporary: (True, False, False),
    errors.NoAnswer: (True, False, False),
    errors.WindowClosed: (False, False, False),
    errors.Undeliverable: (False, False, False),
    errors.TemplateRefused: (False, False, False),
    errors.Refused: (False, False, False),
}


@pytest.mark.parametrize(("code", "status", "kind"), TABLE)
def test_a_code_says_what_to_do(code: int | None, status: int, kind: type[GraphError]) -> None:
    error = error_from(status, {"error": {"code": code, "message": "why"}})
    assert type(error) is kind
    assert (error.code, error.title, error.status) == (code, "why", status)


@pytest.mark.parametrize(("kind", "answers"), ANSWERS.items())
def test_a_class_answers_what_to_do(kind: type[GraphError], answers: tuple[bool, bool, bool]) -> None:
    assert (kind.retryable, kind.throttled, kind.stops_everything) == answers


def test_only_a_call_without_an_answer_may_have_happened() -> None:
    assert [kind for kind in ANSWERS if kind.may_have_happened] == [errors.NoAnswer]


@pytest.mark.parametrize("body", [None, "x", [], {}, {"error": "x"}, {"error": {"code": "190"}}])
def test_an_answer_that_explains_nothing_is_judged_by_its_status(body: Any) -> None:
    assert type(error_from(500, body)) is errors.Temporary
    assert error_from(400, body).code is None
