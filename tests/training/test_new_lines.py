from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.training.file_checks import check_examples

ROOT = Path(__file__).parents[2]
REPORTS = Path("data/nlu/laporan")
CATEGORIES = {"penerangan_jalan", "sampah_kebersihan"}
MISPLACED = "    - lampu jalan depan rumah mati gelap galo pak\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two categories below the top of a repository, everything committed."""
    root = tmp_path / "lapor"
    for name in (*(REPORTS / f"{category}.yml" for category in CATEGORIES), Path("data/kamus/baku.csv")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    (root / "domain.yml").write_text(f"intents: [{', '.join(CATEGORIES)}]\n")
    for command in ("init --quiet", "add .", "commit --quiet --message All"):
        identity = ("-c", "user.name=Tests", "-c", "user.email=tests@example.org")
        subprocess.run(["git", *identity, *command.split()], cwd=tmp_path, check=True)
    return root


def warned(root: Path) -> list[str]:
    return [str(problem) for problem in check_examples(root, CATEGORIES)]


def add(root: Path, category: str, lines: str) -> int:
    """Write below the last example of a category; returns the number of the first new line."""
    file = root / REPORTS / f"{category}.yml"
    text = file.read_text().rstrip("\n") + "\n"
    file.write_text(text + lines)
    return text.count("\n") + 1


def test_a_new_line_that_is_like_those_of_another_intent_is_named_with_its_place(project: Path) -> None:
    line = add(project, "sampah_kebersihan", MISPLACED)
    (said,) = warned(project)
    assert said.startswith(f"data/nlu/laporan/sampah_kebersihan.yml:{line}: 'lampu jalan depan rumah")
    assert "lebih mirip contoh penerangan_jalan" in said


def test_a_new_line_that_is_almost_there_already_is_named(project: Path) -> None:
    add(project, "penerangan_jalan", "    - peteng nian kalu malem lampu jalan mati galoo\n")
    assert any("Hampir sama dengan contoh" in said for said in warned(project))


def test_what_was_committed_and_a_good_new_line_are_passed_over(project: Path) -> None:
    assert warned(project) == []
    add(
        project,
        "sampah_kebersihan",
        "    - gerobak pengangkut mogok, kantong kresek menumpuk di belakang kios\n",
    )
    assert warned(project) == []


def test_without_git_nothing_is_known_to_be_new(project: Path) -> None:
    shutil.rmtree(project.parent / ".git")
    add(project, "sampah_kebersihan", MISPLACED)
    assert warned(project) == []
