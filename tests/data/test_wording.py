"""Nothing dead, doubled, too long or unanswered in the dialogue's data, and no wording in Python."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.checks import check_everything
from bot.conversations.bubbles import BUTTON_TITLE, BUTTONS_BODY, TEXT_BODY
from bot.conversations.media import REFUSALS
from bot.data_checks import check_responses
from bot.region.pack import load_region
from bot.reports.closing import REASONS
from bot.reports.promises import DONE_BY, PLANNED
from bot.reports.statuses import STATUSES
from bot.training.file_checks import check_examples

ROOT = Path(__file__).parents[2]
ACTIONS = sorted((ROOT / "actions").glob("*.py"))
PROMISED = (DONE_BY, PLANNED)
NOT_ACTIONS = {"action_listen"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((ROOT / "data/responses").glob("*.yml")):
        found |= read(file)["responses"]
    return found


def domain() -> dict[str, Any]:
    return read(ROOT / "domain.yml")


def rule_steps() -> list[dict[str, Any]]:
    rules = [rule for file in (ROOT / "data/rules").glob("*.yml") for rule in read(file)["rules"]]
    return [step for rule in rules for step in rule["steps"]]


def ruled_intents() -> set[str]:
    steps = rule_steps()
    return {step["intent"] for step in steps if "intent" in step} | {
        option["intent"] for step in steps for option in step.get("or", ())
    }


def strings_in(path: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_the_project_as_it_is_passes_its_own_check() -> None:
    assert [str(problem) for problem in check_everything(ROOT) if problem.severity == "error"] == []


def test_every_response_is_said_somewhere() -> None:
    code = {
        text
        for folder in ("actions", "bot")
        for path in (ROOT / folder).rglob("*.py")
        for text in strings_in(path)
    }
    answered = {f"utter_{intent}" for intent in domain()["intents"]}
    spoken = code | answered | {f"utter_status_{status}" for status in STATUSES}
    spoken |= {f"utter_foto_alasan_{reason}" for reason in REFUSALS}
    spoken |= {f"utter_alasan_{reason}" for reason in REASONS} | {f"utter_janji_{kind}" for kind in PROMISED}
    spoken |= {
        f"utter_petunjuk_{danger.id}" for danger in load_region(ROOT / "data/region/oki").signals.dangers
    }
    assert sorted(set(responses()) - spoken) == []


def test_every_response_an_action_says_exists() -> None:
    named = {text for path in ACTIONS for text in strings_in(path) if re.fullmatch(r"utter_\w+[^_]", text)}
    assert sorted(named - set(responses())) == []


def test_every_intent_is_answered_by_a_rule_or_only_read_inside_the_form() -> None:
    assert sorted(set(domain()["intents"]) - ruled_intents()) == ["diam"]


def test_every_intent_answered_by_its_name_has_a_response() -> None:
    rules = [
        rule
        for rule in read(ROOT / "data/rules/percakapan.yml")["rules"]
        if {"action": "action_jawab"} in rule["steps"]
    ]
    intents = {option["intent"] for rule in rules for step in rule["steps"] for option in step.get("or", ())}
    assert sorted({f"utter_{intent}" for intent in intents} - set(responses())) == []


def test_an_action_its_file_and_its_domain_entry_have_one_name() -> None:
    files = {path.stem for path in ACTIONS if path.stem.startswith(("action_", "validate_"))}
    assert files == set(domain()["actions"])
    used = {step["action"] for step in rule_steps() if "action" in step}
    built_in = {"laporan_form", "action_deactivate_loop"}
    asked = {action for action in files if action.startswith(("action_ask_", "validate_"))} | {
        "action_session_start"
    }
    assert used - built_in | asked == files | NOT_ACTIONS & used


def test_every_category_is_an_intent_with_a_rule_and_examples() -> None:
    categories = set(load_region(ROOT / "data/region/oki").categories)
    config = next(part for part in read(ROOT / "config.yml")["pipeline"] if "categories" in part)
    assert set(config["categories"]) == categories
    assert categories <= set(domain()["intents"]) & ruled_intents()
    assert {path.stem for path in (ROOT / "data/nlu/laporan").glob("*.yml")} == categories


def test_responses_fit_whatsapp() -> None:
    for name, variants in responses().items():
        for variant in variants:
            assert len(variant["text"]) <= (BUTTONS_BODY if variant.get("buttons") else TEXT_BODY), name
            assert all(len(button["title"]) <= BUTTON_TITLE for button in variant.get("buttons", ())), name


def test_citizens_are_addressed_politely() -> None:
    for name, variants in responses().items():
        for variant in variants:
            assert not re.search(r"\b(kak|kamu|anda|gan|sis|bro)\b", variant["text"], re.IGNORECASE), name


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.stem)
def test_no_wording_stands_in_an_action(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "utter_message":
            assert not [keyword for keyword in node.keywords if keyword.arg == "text"], path.name
            assert not node.args, path.name


def nlu(root: Path, name: str, *examples: str, intent: str | None = None) -> None:
    folder = root / "data/nlu"
    folder.mkdir(parents=True, exist_ok=True)
    lines = "\n".join(f"    - {example}" for example in examples)
    (folder / f"{name}.yml").write_text(
        f'version: "3.1"\nnlu:\n- intent: {intent or name}\n  examples: |\n{lines}\n'
    )


def messages(root: Path) -> list[str]:
    (root / "domain.yml").write_text("intents: [sapa, listrik]\n")
    return [str(problem) for problem in check_examples(root, {"listrik"})]


def test_one_sentence_under_two_intents_is_named_with_file_and_line(tmp_path: Path) -> None:
    nlu(tmp_path, "sapa", "halo", "Mati lampu!")
    nlu(tmp_path, "listrik", "mati lampu")
    assert any("data/nlu/sapa.yml:6" in line and "listrik" in line for line in messages(tmp_path))


def test_a_thin_intent_and_one_in_the_wrong_file_are_named(tmp_path: Path) -> None:
    nlu(tmp_path, "sapa", "halo", intent="listrik")
    found = messages(tmp_path)
    assert any("harus berada di berkas listrik.yml" in line for line in found)
    assert any("paling sedikit" in line for line in found)


def test_broken_yaml_is_named_with_its_line_and_a_remedy(tmp_path: Path) -> None:
    nlu(tmp_path, "sapa", "halo")
    (tmp_path / "data/nlu/listrik.yml").write_text(
        'nlu:\n- intent: "listrik\n  examples: |\n    - mati lampu\n'
    )
    assert any("listrik.yml:" in line and "YAML rusak" in line for line in messages(tmp_path))


def test_a_response_doubled_or_too_long_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "data/responses"
    folder.mkdir(parents=True)
    (folder / "a.yml").write_text("responses:\n  utter_x:\n  - text: halo\n")
    (folder / "b.yml").write_text(f"responses:\n  utter_x:\n  - text: {'a' * 5000}\n")
    found = [str(problem) for problem in check_responses(tmp_path)]
    assert any("b.yml:2" in line and "sudah ada" in line for line in found)
    assert any("terlalu panjang" in line for line in found)
