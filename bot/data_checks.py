"""Checks of the training data, the domain and the responses that no Rasa command makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.conversations.bubbles import BUTTONS_BODY, TEXT_BODY
from bot.region.problems import Problem

FEWEST_REPORT_EXAMPLES = 25
FEWEST_TALK_EXAMPLES = 20
EXAMPLE = re.compile(r"^\s*- (?P<text>\S.*)$")
# A text of a response is a template: its values need room too.
ROOM_FOR_VALUES = 200


def check_examples(root: Path, categories: set[str]) -> list[Problem]:
    """Broken files, sentences that stand twice, intents that are thin, unknown, or in the wrong file."""
    problems: list[Problem] = []
    seen: dict[str, tuple[str, str]] = {}
    domain = _read(root, root / "domain.yml", problems) or {}
    intents = set(domain.get("intents") or ())
    counts: dict[str, int] = {}
    for file in sorted((root / "data/nlu").rglob("*.yml")):
        name = str(file.relative_to(root))
        content = _read(root, file, problems)
        if content is None:
            continue
        for block in content.get("nlu") or ():
            intent = str(block.get("intent"))
            if intent not in intents:
                problems.append(Problem(name, 0, f"niat {intent!r} tidak ada di domain.yml"))
            if intent != file.stem:
                problems.append(Problem(name, 0, f"niat {intent!r} harus berada di berkas {intent}.yml"))
            counts[intent] = counts.get(intent, 0)
        for line, text in _examples(file):
            counts[file.stem] = counts.get(file.stem, 0) + 1
            problems += _doubled(name, line, text, file.stem, seen)
    return problems + list(_thin(intents, categories, counts))


def check_responses(root: Path) -> list[Problem]:
    """Responses that are doubled between files, or too long for one bubble."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for file in sorted((root / "data/responses").glob("*.yml")):
        name = str(file.relative_to(root))
        content = _read(root, file, problems) or {}
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


def _read(root: Path, file: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        hint = "Periksa jarak spasi dan tanda kutip pada baris ini atau baris sebelumnya"
        message = f"YAML rusak: {error.problem}. {hint}"
        problems.append(Problem(str(file.relative_to(root)), line, message))
        return None


def _examples(file: Path) -> Iterator[tuple[int, str]]:
    inside = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip().startswith("examples:"):
            inside = True
        elif inside and (match := EXAMPLE.match(line)) and not line.startswith("- intent"):
            yield number, match["text"].strip()


def _doubled(name: str, line: int, text: str, intent: str, seen: dict[str, tuple[str, str]]) -> list[Problem]:
    plain = " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split()) or text
    if plain not in seen:
        seen[plain] = (f"{name}:{line}", intent)
        return []
    where, other = seen[plain]
    if other != intent:
        return [
            Problem(
                name, line, f"kalimat {text!r} juga dipakai untuk {other} ({where}); satu kalimat satu arti"
            )
        ]
    return [Problem(name, line, f"kalimat {text!r} sudah ada ({where})", "warning")]


def _thin(intents: set[str], categories: set[str], counts: dict[str, int]) -> Iterator[Problem]:
    for intent, count in counts.items():
        fewest = FEWEST_REPORT_EXAMPLES if intent in categories else FEWEST_TALK_EXAMPLES
        if count < fewest:
            yield Problem(f"{intent}.yml", 0, f"baru {count} contoh; paling sedikit {fewest}")
    for category in sorted(categories - intents):
        yield Problem("domain.yml", 0, f"kategori {category} belum menjadi niat")
    for category in sorted((categories & intents) - set(counts)):
        yield Problem("data/nlu", 0, f"kategori {category} belum mempunyai contoh kalimat")


def _line_of(file: Path, text: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.strip() == text), 0)
