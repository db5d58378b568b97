"""An address that begins with https is to be reached by https alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.region.pack import Region
from bot.web import create_app
from tests.console.conftest import make_wiring

PATHS = ("/", "/staff/login", "/staff/static/dasar.css", "/healthz")


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://lapor.example.go.id", "max-age=31536000"), ("http://127.0.0.1:8000", None)],
)
def test_browsers_are_told_so_by_every_answer(
    migrated_file: Path, console_region: Region, address: str, expected: str | None
) -> None:
    wiring = make_wiring(f"sqlite:///{migrated_file}", migrated_file.parent, PUBLIC_URL=address)
    wiring.__dict__["region"] = console_region
    visitor = TestClient(create_app(wiring, 8000))
    for path in PATHS:
        assert visitor.get(path).headers.get("strict-transport-security") == expected, path
    wiring.database.dispose()
