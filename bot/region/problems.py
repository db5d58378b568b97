"""What is wrong with a region pack, said with file and line in the language of its editors."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One inconsistency. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class RegionError(Exception):
    """A region pack that cannot be used. `problem` names file and line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class Problems:
    """Collects problems while a pack is read, so that its editor sees all of them at once."""

    found: list[Problem] = field(default_factory=list)

    def error(self, file: Path, line: int, message: str) -> None:
        self.found.append(Problem(str(file), line, message))

    def warn(self, file: Path, line: int, message: str) -> None:
        self.found.append(Problem(str(file), line, message, "warning"))

    def raise_first_error(self) -> None:
        for problem in self.found:
            if problem.severity == "error":
                raise RegionError(problem)
