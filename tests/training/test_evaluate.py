"""`lapor evaluate` as an operator runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.engine import Engine
from bot.dialogue.first_message import FirstReading, Outcome
from bot.region.locations import Location
from bot.training.evaluation.measure import Everything, Measured
from bot.training.evaluation.run import OPEN, SEALED, write_report
from bot.training.evaluation.sets import Complaint, OwnSentence, Talk
from bot.training.evaluation.summary import summarise
from tests.training.conftest import ROOT

COMPLAINTS = """text,category,set
jalan berlubang parah depan pasar,jalan_jembatan,kota
got mampet dan bau sudah seminggu,drainase_banjir,kota
lampu jalan mati semua,penerangan_jalan,desa
"""
TALK = "text,intent\nterima kasih banyak pak,thanks\nhahaha lucu sekali,chitchat\n"


def evaluate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "evaluate", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


@pytest.fixture
def files(tmp_path: Path, engine: Engine) -> list[str | Path]:
    """Arguments that name two small files; the model is trained."""
    (tmp_path / "complaints.csv").write_text(COMPLAINTS, encoding="utf-8")
    (tmp_path / "talk.csv").write_text(TALK, encoding="utf-8")
    return ["--complaints", tmp_path / "complaints.csv", "--smalltalk", tmp_path / "talk.csv"]


def test_json_prints_the_figures_of_every_set(files: list[str | Path]) -> None:
    done = evaluate(*files, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["sets"]["kota"] == {"n": 2, "accuracy": 1.0, "macro_f1": 1.0, "top3": 1.0}
    assert found["complaints"] == {"n": 3, "filed": 3, "asked": 0, "ignored": 0}
    assert found["smalltalk"] == {"n": 2, "filed": 0, "asked": 0, "ignored": 2}
    assert set(found["own"]) == {OPEN, SEALED}


def test_a_broken_file_is_one_line_and_exit_code_two(files: list[str | Path]) -> None:
    Path(files[1]).write_text("text,category,set\nx,makanan,kota\n", encoding="utf-8")
    done = evaluate(*files, "--json")
    assert done.returncode == 2 and done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    assert "complaints.csv:2: category 'makanan'" in line


def test_the_page_quotes_no_sealed_sentence(tmp_path: Path) -> None:
    wrong = FirstReading(Outcome.FILED, (("listrik", 0.9), ("jalan_jembatan", 0.1)), ("listrik",), Location())
    names = ("aduan", "obrolan", "kalimat terbuka", "kalimat tersegel")
    read = {name: Measured([f"<b>{name}</b>"], [wrong], [1.0]) for name in names}
    everything = Everything(
        complaints=[Complaint(read["aduan"].texts[0], "jalan_jembatan", "kota")],
        complaints_read=read["aduan"],
        talk=[Talk(read["obrolan"].texts[0], "chitchat")],
        talk_read=read["obrolan"],
        own={
            half: [OwnSentence(read[name].texts[0], ("jalan_jembatan",), None, None, "baku")]
            for half, name in ((OPEN, "kalimat terbuka"), (SEALED, "kalimat tersegel"))
        },
        own_read={OPEN: read["kalimat terbuka"], SEALED: read["kalimat tersegel"]},
    )
    page = tmp_path / "var" / "evaluation.html"
    write_report(page, summarise(everything, {}, None), everything)
    text = page.read_text(encoding="utf-8")
    assert "kalimat terbuka" in text and "aduan" in text and "obrolan" in text
    assert "kalimat tersegel" not in text and "<b>" not in text
