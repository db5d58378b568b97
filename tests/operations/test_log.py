from __future__ import annotations

import subprocess
import sys

import pytest

from bot.log import places
from tests.operations.program import ROOT

SECRETS = ("6281273450001", "oknum camat", "Yuni")

# What happens in a role: our own events, Rasa's, a library that warns, and errors that quote the citizen.
SCRIPT = """
import logging, warnings
from bot.log import configure_logging
configure_logging()
import structlog
ours, rasas, library = structlog.get_logger(), structlog.get_logger(), logging.getLogger("uvicorn.error")
ours.info("worker ready", freed=0)
rasas.warning("event.deserialization.failed", rasa_event={"text": "oknum camat"})
logging.getLogger("rasa.core.processor").error("Yuni wrote oknum camat")
warnings.simplefilter("always")
warnings.warn("of old age", DeprecationWarning)
try:
    try:
        {}["oknum camat"]
    except KeyError as error:
        raise ValueError("from 6281273450001") from error
except ValueError:
    ours.error("turn failed", exc_info=True)
    library.exception("Exception in ASGI application")
"""


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_personal_is_printed(printed: str, secret: str) -> None:
    assert secret not in printed


def test_our_own_events_are_one_line_each(printed: str) -> None:
    (line,) = [line for line in printed.splitlines() if "worker ready" in line]
    assert "info" in line and "freed=0" in line


def test_an_error_tells_where_it_came_from_and_its_kinds(printed: str) -> None:
    assert printed.count("ValueError") == printed.count("KeyError") == 2
    assert "<string>:" in printed and "Exception in ASGI application" in printed


def test_libraries_may_warn_in_vain(printed: str) -> None:
    assert "of old age" not in printed and "event.deserialization" not in printed


def test_an_error_without_a_cause_is_named_once() -> None:
    try:
        raise ValueError("text") from None
    except ValueError as error:
        found = places(error)
    assert found[-1] == "ValueError"
    assert len(found) == 2 and found[0].endswith("in test_an_error_without_a_cause_is_named_once")
