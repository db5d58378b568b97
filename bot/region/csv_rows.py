"""CSV rows that know their file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from bot.region.problems import Problems


class Row:
    """One line of a table; look-ups report what is missing or malformed."""

    def __init__(self, problems: Problems, file: Path, line: int, cells: dict[str, str]) -> None:
        self.problems = problems
        self.file = file
        self.line = line
        self.cells = cells

    def error(self, message: str) -> None:
        self.problems.error(self.file, self.line, message)

    def text(self, column: str) -> str:
        value = self.optional(column)
        if not value:
            self.error(f"kolom {column} kosong")
        return value

    def optional(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def parts(self, column: str) -> tuple[str, ...]:
        """The cell's values, which are separated by semicolons."""
        return tuple(part.strip() for part in self.optional(column).split(";") if part.strip())

    def decimal(self, column: str) -> float:
        try:
            return float(self.text(column))
        except ValueError:
            self.error(f"kolom {column} harus berupa angka")
            return 0.0

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        value = self.optional(column)
        if value not in allowed:
            self.error(f"kolom {column} berisi {value!r}; yang boleh: {', '.join(filter(None, allowed))}")
            return allowed[0]
        return value


def read_rows(problems: Problems, file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a table that must have `columns`; a table that cannot be read is reported."""
    try:
        with file.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source, restval="")
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                problems.error(file, 1, f"kolom tidak ada: {', '.join(missing)}")
                return
            for cells in reader:
                row = Row(problems, file, reader.line_num, cells)
                if None in cells:
                    row.error("terlalu banyak kolom: periksa koma dan tanda kutip")
                yield row
    except OSError:
        problems.error(file, 0, "berkas tidak ada")
    except UnicodeDecodeError:
        problems.error(file, 0, "berkas bukan teks UTF-8")
