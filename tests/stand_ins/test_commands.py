from __future__ import annotations

from pathlib import Path

from tests.stand_ins.tiny_bot import run_rasa


def test_a_trained_bot_answers_in_the_shell(trained_bot: Path) -> None:
    shell = run_rasa(trained_bot, "shell", typed="halo\nmakasih banyak\n/stop\n")
    assert "Selamat datang, Bapak/Ibu." in shell.stdout
    assert "Terima kasih, Bapak/Ibu." in shell.stdout


def test_intents_and_stories_can_be_tested(trained_bot: Path) -> None:
    (trained_bot / "test_story.yml").write_text(
        "stories:\n- story: s\n  steps:\n  - {user: halo, intent: salam}\n  - action: utter_salam\n"
    )
    arguments = ["--stories", "test_story.yml", "--nlu", "data", "--no-plot", "--fail-on-prediction-errors"]
    evaluation = run_rasa(trained_bot, "test", *arguments)
    assert evaluation.returncode == 0, evaluation.stdout
    assert (trained_bot / "results" / "intent_report.json").exists()
    assert (trained_bot / "results" / "story_report.json").exists()
