"""A simulator and a fake program on free ports."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.routing import Mount, Router

from tests.simulator.bench import CONFIG, Bench, build
from tests.simulator.fake_program import FakeProgram
from tests.simulator.serving import Stage, serve


@pytest.fixture(scope="session")
def programs() -> Iterator[tuple[Router, str]]:
    """One server for the programs of all tests, each under a path of its own."""
    router = Router()
    with serve(router) as url:
        yield router, url


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    """One server for the simulators of all tests, one after the other."""
    stage = Stage()
    with serve(stage) as url:
        yield stage, url


@pytest.fixture
def program() -> FakeProgram:
    return FakeProgram(CONFIG.app_secret)


@pytest.fixture
def webhook_url(programs: tuple[Router, str], program: FakeProgram) -> str:
    router, url = programs
    path = f"/{uuid.uuid4().hex}"
    router.routes.append(Mount(path, program.app))
    return f"{url}{path}/whatsapp/webhook"


@pytest.fixture
def bench(tmp_path: Path, program: FakeProgram, webhook_url: str, stage: tuple[Stage, str]) -> Bench:
    config = replace(CONFIG, webhook_url=webhook_url, state_path=tmp_path)
    stage[0].app = build(config)
    return Bench(stage[1], program, config)
