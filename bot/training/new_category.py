"""A new category is data only: every file that must name it gets its lines, or none does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.region.pack import Region
from bot.region.problems import Problem
from bot.region.references import LIST_DESCRIPTION_LENGTH, LIST_TITLE_LENGTH
from bot.training.checks import FEWEST_REPORT_EXAMPLES
from bot.training.rows import one_line

ID = re.compile(r"[a-z][a-z0-9_]{2,39}")
# New ones stand before the category for all the rest.
LAST = "lainnya"


class CannotCreate(Exception):
    """What is wrong with the wish, in the trainers' language; nothing was written."""


@dataclass(frozen=True)
class NewCategory:
    """What a category needs; `examples` are sentences as citizens write them, at least 25."""

    id: str
    name: str
    list_title: str
    description: str
    agency: str
    place_needed: bool
    examples: Sequence[str]


def create_category(
    root: Path, region: Region, new: NewCategory, check: Callable[[Path], list[Problem]]
) -> list[Path]:
    """Write all files and return them; raises CannotCreate, also when `check` then names an error.

    The program reads the new category after `lapor train` and a restart.
    """
    _refuse_problems(root, region, new)
    texts = {path: insert(path.read_text(encoding="utf-8")) for path, insert in _changes(root, region, new)}
    comment = f"{new.name}: {new.description}"
    texts[root / f"data/nlu/laporan/{new.id}.yml"] = examples_file(new.id, comment, new.examples)
    write_all(root, texts, check)
    return list(texts)


def write_all(root: Path, texts: dict[Path, str], check: Callable[[Path], list[Problem]]) -> None:
    """Write all files or none; raises CannotCreate with the errors that `check` then names."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        if errors := [str(problem) for problem in check(root) if problem.severity == "error"]:
            raise CannotCreate("\n".join(errors))
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        raise


def _refuse_problems(root: Path, region: Region, new: NewCategory) -> None:
    problems = []
    if not ID.fullmatch(new.id):
        problems.append("Id kategori memakai 3 sampai 40 huruf kecil, angka, dan garis bawah.")
    if new.id in region.categories or list((root / "data/nlu").rglob(f"{new.id}.yml")):
        problems.append(f"{new.id} sudah ada.")
    if new.agency not in region.agencies:
        problems.append(f"Dinas {new.agency} tidak ada di agencies.csv.")
    for text, longest, called in (
        (new.list_title, LIST_TITLE_LENGTH, "Judul daftar"),
        (new.description, LIST_DESCRIPTION_LENGTH, "Penjelasan"),
    ):
        if not 1 <= len(text) <= longest:
            problems.append(f"{called} 1 sampai {longest} huruf.")
    if len(new.examples) < FEWEST_REPORT_EXAMPLES:
        problems.append(f"Baru {len(new.examples)} contoh kalimat; paling sedikit {FEWEST_REPORT_EXAMPLES}.")
    if problems:
        raise CannotCreate("\n".join(problems))


def _changes(root: Path, region: Region, new: NewCategory) -> list[tuple[Path, Callable[[str], str]]]:
    def before(name: Path, line: str, block: str) -> tuple[Path, Callable[[str], str]]:
        return name, lambda text: insert_before(name.name, text, line, block)

    entry = (
        f"{new.id}:\n  name: {quoted(new.name)}\n  list_title: {quoted(new.list_title)}\n"
        f"  description: {quoted(new.description)}\n  agency: {new.agency}\n"
        f"  place_needed: {'yes' if new.place_needed else 'no'}\n\n"
    )
    return [
        before(root / "domain.yml", f"- {LAST}", f"- {new.id}\n"),
        before(root / "config.yml", f"  - {LAST}", f"  - {new.id}\n"),
        before(root / "data/rules/laporan.yml", f"    - intent: {LAST}", f"    - intent: {new.id}\n"),
        before(region.path / "categories.yml", f"{LAST}:", entry),
        before(region.path / "routing.yml", f"  {LAST}:", f"  {new.id}: {{default: {new.agency}}}\n\n"),
    ]


def insert_before(name: str, text: str, line: str, block: str) -> str:
    """Put lines before every line that reads like this one; raises CannotCreate when there is none."""
    lines = text.splitlines(keepends=True)
    if line not in (known.rstrip("\n") for known in lines):
        raise CannotCreate(
            f"{name}: baris {line.strip()!r} tidak ditemukan, jadi tempat menyisipkan tidak jelas"
        )
    return "".join(block + known if known.rstrip("\n") == line else known for known in lines)


def examples_file(intent: str, comment: str, examples: Sequence[str]) -> str:
    """A file of training sentences with its first comment."""
    listed = "".join(f"    - {one_line(text)}\n" for text in examples)
    return f'# {comment}\nversion: "3.1"\nnlu:\n- intent: {intent}\n  examples: |\n{listed}'


def quoted(text: str) -> str:
    """A text as YAML takes it, whatever stands in it."""
    return "'" + text.replace("'", "''") + "'"
