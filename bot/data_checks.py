"""Checks of the responses that no Rasa command makes."""

from __future__ import annotations

from pathlib import Path

from bot.conversations.bubbles import BUTTONS_BODY, TEXT_BODY
from bot.region.problems import Problem
from bot.training.file_checks import read_yaml

# A text of a response is a template: its values need room too.
ROOM_FOR_VALUES = 200


def check_responses(root: Path) -> list[Problem]:
    """Responses that are doubled between files, or too long for one bubble."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in sorted((root / "data/responses").glob("*.yml")):
        name = str(file.relative_to(root))
        content = read_yaml(root, file, problems) or {}
        for response, variants in (content.get("responses") or {}).items():
            line = _line_of(file, f"{response}:")
            if response in seen:
                problems.append(Problem(name, line, f"{response} sudah ada di {seen[response]}"))
            seen[response] = name
            for variant in variants:
                limit = (BUTTONS_BODY if variant.get("buttons") else TEXT_BODY) - ROOM_FOR_VALUES
                if len(variant.get("text", "")) > limit:
                    problems.append(
                        Problem(
                            name, line, f"{response} lebih dari {limit} huruf, terlalu panjang untuk WhatsApp"
                        )
                    )
    return problems


def _line_of(file: Path, text: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.strip() == text), 0)
