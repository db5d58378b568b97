"""A new question with one fixed answer: an intent that is data only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.reading import QUESTION
from bot.conversations.bubbles import TEXT_BODY
from bot.region.problems import Problem
from bot.training.checks import FEWEST_TALK_EXAMPLES
from bot.training.new_category import CannotCreate, examples_file, insert_before, quoted, write_all

ID = re.compile(rf"{QUESTION}[a-z0-9_]{{2,30}}")
# The rules list the intents that `action_jawab` answers; new ones stand before this one.
NEIGHBOUR = "minta_petugas"
ROOM = 1000


@dataclass(frozen=True)
class NewQuestion:
    """What citizens ask (`examples`, at least 20) and what the bot answers, in one bubble."""

    id: str
    answer: str
    examples: Sequence[str]


def create_question(root: Path, new: NewQuestion, check: Callable[[Path], list[Problem]]) -> list[Path]:
    """Write all files and return them; raises CannotCreate, also when `check` then names an error."""
    _refuse_problems(root, new)
    rule = f"    - intent: {new.id}\n"
    texts = {}
    for name, line, block in (
        ("domain.yml", f"- {NEIGHBOUR}", f"- {new.id}\n"),
        ("data/rules/percakapan.yml", f"    - intent: {NEIGHBOUR}", rule),
    ):
        texts[root / name] = insert_before(name, (root / name).read_text(encoding="utf-8"), line, block)
    responses = root / "data/responses/percakapan.yml"
    answered = f"\n  utter_{new.id}:\n  - text: {quoted(new.answer)}\n"
    texts[responses] = responses.read_text(encoding="utf-8").rstrip("\n") + "\n" + answered
    asked = examples_file(new.id, f"Pertanyaan dengan jawaban tetap: {new.answer[:60]}", new.examples)
    texts[root / f"data/nlu/percakapan/{new.id}.yml"] = asked
    write_all(root, texts, check)
    return list(texts)


def _refuse_problems(root: Path, new: NewQuestion) -> None:
    problems = []
    if not ID.fullmatch(new.id):
        problems.append(f"Id pertanyaan diawali {QUESTION} lalu huruf kecil, mis. {QUESTION}pajak.")
    if list((root / "data/nlu").rglob(f"{new.id}.yml")):
        problems.append(f"{new.id} sudah ada.")
    if not 1 <= len(new.answer) <= TEXT_BODY - ROOM or "{" in new.answer:
        problems.append(f"Jawaban 1 sampai {TEXT_BODY - ROOM} huruf, tanpa kurung kurawal.")
    if len(new.examples) < FEWEST_TALK_EXAMPLES:
        problems.append(f"Baru {len(new.examples)} contoh kalimat; paling sedikit {FEWEST_TALK_EXAMPLES}.")
    if problems:
        raise CannotCreate("\n".join(problems))
