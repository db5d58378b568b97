"""Sizes, sign-in and files of the pictures in docs/."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PASSWORD = "kata-sandi-contoh"
DESK, TALL, PHONE, LONG_PHONE = (1280, 900), (1280, 1500), (360, 740), (420, 1500)
COLOURS = 128


def sign_in(
    browser: Browser, address: str, username: str, size: tuple[int, int], home: str = "/staff/laporan"
) -> Page:
    """The page of somebody of the demo, who comes to `home` first."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
    page = context.new_page()
    page.goto(f"{address}/staff/login")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"**{home}")
    return page


def keep(picture: bytes, path: Path) -> None:
    """Few colours do for a page, and make a small file."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")
