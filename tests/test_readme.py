"""The README leads nowhere in vain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLACES = re.compile(r"`((?:bot|data|actions|tests|stand_ins|docs)/[\w./-]*)`|\]\((docs/[\w./-]+)\)")
PICTURE_BYTES = 200_000


@pytest.mark.parametrize("place", sorted({one or other for one, other in PLACES.findall(README)}))
def test_every_file_that_it_names_exists(place: str) -> None:
    assert (ROOT / place).exists()


def test_every_setting_that_it_names_is_explained() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+|REGION)`", README))
    assert settings and {name for name in settings if f"#{name}=" not in example} == set()


def test_every_make_target_that_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.M))
    assert {"run", "test"} <= targets
    assert {name for name in targets if not re.search(rf"^{name}:", makefile, re.M)} == set()


def test_every_command_that_it_names_exists() -> None:
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    known |= {str(group.name) for group in app.registered_groups}
    assert set(re.findall(r"`(?:\.venv/bin/)?lapor (\w+)", README)) <= known


def test_its_picture_loads_quickly() -> None:
    assert (ROOT / "docs/simulator.png").stat().st_size < PICTURE_BYTES
