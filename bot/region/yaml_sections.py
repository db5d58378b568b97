"""YAML with line numbers, read through typed look-ups that report what is missing or of the wrong kind."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.region.problems import Problems
from bot.region.words import WordPattern, compile_words

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]


class _Mapping(dict[Any, Any]):
    """A mapping that knows the line of itself and of each key."""

    line: int
    lines: dict[Any, int]


class _LineLoader(_BaseLoader):
    """Refuses a key written twice: YAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = True) -> _Mapping:
        mapping = _Mapping()
        mapping.line = node.start_mark.line + 1
        mapping.lines = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"kunci ganda: {key}", key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = key_node.start_mark.line + 1
        return mapping


def _construct(loader: _LineLoader, node: yaml.MappingNode) -> _Mapping:
    return loader.construct_mapping(node)


_LineLoader.add_constructor("tag:yaml.org,2002:map", _construct)


class Section:
    """A mapping of a YAML file. Look-ups always answer a usable value and report what they had to invent."""

    def __init__(self, problems: Problems, file: Path, values: _Mapping, name: str = "") -> None:
        self.problems = problems
        self.file = file
        self.values = values
        self.name = name

    @property
    def line(self) -> int:
        return self.values.line

    def line_of(self, key: Any) -> int:
        return self.values.lines.get(key, self.line)

    def error(self, key: Any, message: str) -> None:
        self.problems.error(self.file, self.line_of(key), message)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if value is None:
            self.error(key, f"{self._called(key)} belum diisi")
            return ""
        if isinstance(value, (dict, list)):
            self.error(key, f"{self._called(key)} harus berupa teks")
            return ""
        return str(value).strip()

    def number(self, key: str, default: float | None = None) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            self.error(key, f"{self._called(key)} harus berupa angka di atas nol")
            return 1
        return value

    def flag(self, key: str) -> bool:
        value = self.values.get(key)
        if not isinstance(value, bool):
            self.error(key, f"{self._called(key)} harus yes atau no")
            return False
        return value

    def date(self, key: str) -> datetime.date:
        value = self.values.get(key)
        if not isinstance(value, datetime.date):
            self.error(key, f"{self._called(key)} harus berupa tanggal, misalnya 2026-11-24")
            return datetime.date.min
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
            self.error(key, f"{self._called(key)} harus berupa daftar kata")
            return ()
        return tuple(str(item) for item in value)

    def words(self, key: str) -> WordPattern | None:
        """The compiled patterns under `key`; None when there are none."""
        sources = self.texts(key)
        if not sources:
            return None
        try:
            return compile_words(sources)
        except re.error as error:
            self.error(key, f"pola kata {error.pattern!r} salah tulis: {error.msg}")
            return None

    def section(self, key: str) -> Section:
        value = self.values.get(key)
        if not isinstance(value, _Mapping):
            self.error(key, f"{self._called(key)} belum diisi atau bukan bagian")
            value = _empty_mapping(self.line_of(key))
        return Section(self.problems, self.file, value, key)

    def sections(self, key: str) -> list[Section]:
        """The mappings of the list under `key`, which may be absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, _Mapping) for item in value):
            self.error(key, f"{self._called(key)} harus berupa daftar bagian")
            return []
        return [Section(self.problems, self.file, item, f"{self.name} {key}".strip()) for item in value]

    def named_sections(self) -> Iterator[tuple[str, Section]]:
        for key in self.values:
            yield str(key), self.section(key)

    def _called(self, key: Any) -> str:
        return f"{key} pada {self.name}" if self.name else str(key)


def _empty_mapping(line: int = 0) -> _Mapping:
    mapping = _Mapping()
    mapping.line, mapping.lines = line, {}
    return mapping


def read_yaml(problems: Problems, file: Path) -> Section:
    """Read a YAML file as a `Section`; what cannot be read is reported and read as empty."""
    try:
        values = yaml.load(file.read_text(encoding="utf-8"), _LineLoader)
    except OSError:
        problems.error(file, 0, "berkas tidak ada")
        return Section(problems, file, _empty_mapping())
    except UnicodeDecodeError:
        problems.error(file, 0, "berkas bukan teks UTF-8")
        return Section(problems, file, _empty_mapping())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problems.error(file, mark.line + 1 if mark else 0, f"YAML salah tulis: {error.problem}")
        return Section(problems, file, _empty_mapping())
    if not isinstance(values, _Mapping):
        problems.error(file, 1, "berkas harus berisi pasangan nama dan isi")
        values = _empty_mapping()
    return Section(problems, file, values)
