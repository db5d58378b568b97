from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.operations.citizens import Line, number_settings
from tests.operations.program import Program, is_ours, make_project
from tests.simulator.serving import serve
from tests.whatsapp.graph_api import GraphApi

MakeProgram = Callable[..., Program]


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    error: str

    def is_refusal(self, *words: str) -> bool:
        """Code 2, and one line on standard error with these words in it."""
        one_line = self.error.startswith("lapor: ") and self.error.count("\n") == 1
        return self.code == 2 and self.out == "" and one_line and all(word in self.error for word in words)


Lapor = Callable[..., Outcome]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own as working directory, with nothing of ours in the environment."""
    for name in filter(is_ours, list(os.environ)):
        monkeypatch.delenv(name)
    # `lapor up` sets it for its roles.
    monkeypatch.setenv("PUBLIC_URL", "")
    monkeypatch.chdir(make_project(tmp_path))
    return tmp_path


@pytest.fixture
def lapor(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Lapor]:
    """Runs a command in this process; settings are given by their names, `typed` is its standard input."""
    # It would bind the log of all later tests to the output of this one.
    monkeypatch.setattr("bot.cli.configure_logging", lambda: None)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def run(*arguments: str, typed: str = "", **settings: str) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(typed))
            for name, value in settings.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["lapor", *arguments])
            with pytest.raises(SystemExit) as end:
                main()
        printed = capsys.readouterr()
        return Outcome(int(end.value.code or 0), printed.out, printed.err)

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def make_program(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Iterator[MakeProgram]:
    """Makes programs in folders of their own, each with an empty SQLite; they end with the module."""
    made: list[Program] = []

    def make(**settings: str) -> Program:
        root = make_project(tmp_path_factory.mktemp("project"))
        made.append(Program(root, {"MODELS": str(trained_model.parent), **settings}))
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
