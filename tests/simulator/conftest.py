"""A simulator and a fake program on free ports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.bench import CONFIG, Bench, run_bench
from tests.simulator.fake_program import FakeProgram
from tests.simulator.serving import serve


@pytest.fixture
def program() -> FakeProgram:
    return FakeProgram(CONFIG.app_secret)


@pytest.fixture
def webhook_url(program: FakeProgram) -> Iterator[str]:
    with serve(program.app) as url:
        yield f"{url}/whatsapp/webhook"


@pytest.fixture
def bench(tmp_path: Path, program: FakeProgram, webhook_url: str) -> Iterator[Bench]:
    with run_bench(tmp_path, program, webhook_url) as running:
        yield running
