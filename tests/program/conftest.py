"""The running program behind the simulator, and windows on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, expect

from tests.operations.program import Program, make_project
from tests.program.handset import Handset, call
from tests.simulator.test_page import Screen

# What this room's tests check with asserts of their own.
pytest.register_assert_rewrite("tests.program.day.audit")

PHONE = (360, 740)
# Faults of the simulator that hold until they are turned off.
CALM = {"duplicate": False, "out_of_order": False, "delay_seconds": 0, "window_closed": False}
QUICK = {"SETTLE_FRAGMENT_SECONDS": "1", "SETTLE_MEDIA_SECONDS": "1", "WHATSAPP_PAIR_SECONDS": "0"}


class OpenPhones(Protocol):
    def __call__(self, *handsets: Handset, size: tuple[int, int] = PHONE) -> Screen: ...


@pytest.fixture(scope="package")
def program(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Iterator[Program]:
    """Web, worker and courier with an empty database, and a model of the present data."""
    root = make_project(tmp_path_factory.mktemp("project"))
    running = Program(root, {"MODELS": str(trained_model.parent), **QUICK})
    try:
        running.up()
        yield running
    finally:
        running.end()


@pytest.fixture
def handset(program: Program) -> Handset:
    return Handset.of_a_newcomer(program)


@pytest.fixture
def open_phones(browser: Browser, program: Program) -> Iterator[OpenPhones]:
    """Opens a window that shows these phones; its console may complain of nothing."""
    opened: list[Screen] = []

    def open_window(*handsets: Handset, size: tuple[int, int] = PHONE) -> Screen:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        kept = json.dumps([handset.citizen for handset in handsets])
        context.add_init_script(f"sessionStorage.setItem('simulator-phones', '{kept}')")
        screen = Screen(context.new_page())
        opened.append(screen)
        screen.page.goto(f"{program.url}/simulator")
        expect(screen.page.get_by_role("region", name=f"Ponsel {handsets[0].name}")).to_be_visible()
        return screen

    yield open_window
    for screen in opened:
        screen.page.context.close()
        assert screen.complaints == []


@pytest.fixture
def calm(program: Program) -> Iterator[None]:
    """Ends the faults that a test has turned on."""
    yield
    call(program, "faults", **CALM)
