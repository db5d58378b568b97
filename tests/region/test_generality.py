from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.region.pack import Region

CODE = Path(__file__).parents[2] / "bot" / "region"


def _strings(tree: ast.Module) -> Iterator[str]:
    """String constants that are no docstring."""
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, scopes)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
            yield node.value.lower()


@pytest.mark.parametrize("file", sorted(CODE.glob("*.py")), ids=lambda file: file.name)
def test_nothing_of_the_regency_is_in_the_code(oki: Region, file: Path) -> None:
    areas = [*oki.districts.values(), *(village for village in oki.villages.values() if not village.needs)]
    names = {area.name.lower() for area in areas} | {"oki", "pupr", "inspektorat", "ogan komering ilir"}
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    found = [words.search(text) for text in _strings(ast.parse(file.read_text(encoding="utf-8")))]
    assert [match.group() for match in found if match] == []
