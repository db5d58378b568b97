from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.training.train import train
from bot.wiring import Wiring
from tests.operations.citizens import Line, number_settings
from tests.operations.program import ROOT, Program, make_project
from tests.simulator.serving import serve
from tests.whatsapp.graph_api import GraphApi

MakeProgram = Callable[..., Program]


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder with the model of the present data; trained now when there is none."""
    wiring = Wiring(load_settings(ROOT, {"SECRET_KEY": "tests"}), ROOT)
    if not wiring.model.is_file():
        train(ROOT, wiring.settings.models)
    return wiring.settings.models


@pytest.fixture(scope="module")
def make_program(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[MakeProgram]:
    """Makes programs in folders of their own, each with an empty SQLite; they end with the module."""
    made: list[Program] = []

    def make(**settings: str) -> Program:
        root = make_project(tmp_path_factory.mktemp("project"))
        made.append(Program(root, {"MODELS": str(models), **settings}))
        return made[-1]

    yield make
    for program in made:
        program.end()


@pytest.fixture(scope="module")
def graph() -> Iterator[GraphApi]:
    """A Graph API of the tests, outside the program."""
    api = GraphApi()
    with serve(api.app()) as url:
        api.url = f"{url}/v25.0"
        yield api


@pytest.fixture(scope="module")
def number(make_program: MakeProgram, graph: GraphApi) -> Program:
    """The program as a real number."""
    return make_program(**number_settings(graph))


@pytest.fixture(scope="module")
def line(number: Program) -> Line:
    return Line(number.url)
