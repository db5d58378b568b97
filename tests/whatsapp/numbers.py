"""Settings of a number that the tests own."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings, load_settings


def number_settings(root: Path, **values: str) -> Settings:
    known = {
        "WHATSAPP_ACCESS_TOKEN": "the token",
        "WHATSAPP_APP_SECRET": "the app secret",
        "WHATSAPP_VERIFY_TOKEN": "the verify token",
        "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
        "WHATSAPP_GRAPH_URL": "http://127.0.0.1:9/v25.0",
        "WHATSAPP_PAIR_SECONDS": "0",
        "WHATSAPP_MESSAGES_PER_SECOND": "0",
    }
    return load_settings(root, {**known, **values})
