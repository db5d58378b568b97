"""`lapor check`: every problem of configuration and data, with file and line, in the trainers' language."""

from __future__ import annotations

from pathlib import Path

from bot.data_checks import check_responses
from bot.region.checks import check_region
from bot.region.pack import load_region
from bot.region.problems import Problem, RegionError
from bot.settings import load_settings
from bot.training.file_checks import check_examples


def check_everything(root: Path) -> list[Problem]:
    """All problems found, errors first; paths are relative to the project."""
    settings = load_settings(root)
    found = [
        *check_region(settings.region),
        *check_examples(root, _categories(settings.region)),
        *check_responses(root),
    ]
    return sorted(found, key=lambda problem: problem.severity)


def _categories(path: Path) -> set[str]:
    try:
        return set(load_region(path).categories)
    except RegionError:
        # Reported above, with file and line.
        return set()
