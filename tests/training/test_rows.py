from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.storage.migrations import upgrade
from bot.storage.tables import now
from bot.training.examples import FROM_TRIAL, add_example, withdraw_example
from bot.training.exporting import append_sentences, export_examples
from bot.training.files import FOLDER, file_sentences, plain_sentences
from bot.training.rows import Rows, Sentence, training_rows
from bot.training.sentences import plain

ROOT = Path(__file__).parents[2]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = Database(f"sqlite:///{tmp_path / 'lapor.db'}")
    upgrade(database)
    with database.writing() as session:
        yield session
    database.dispose()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's training sentences."""
    for file in (ROOT / FOLDER).rglob("*.yml"):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path


def add(session: Session, intent: str, text: str) -> None:
    add_example(session, intent, text, FROM_TRIAL, staff_id=1, at=now())


def test_the_same_rows_have_the_same_fingerprint_whatever_their_order() -> None:
    one, two = Sentence(1, "listrik", "mati lampu"), Sentence(2, "sapa", "halo min")
    assert Rows((one, two)).fingerprint == Rows((two, one)).fingerprint != Rows((one,)).fingerprint
    assert Rows().fingerprint == ""


def test_rows_are_written_as_training_data_without_marks_of_entities(tmp_path: Path) -> None:
    rows = Rows((Sentence(1, "listrik", "lampu [mati](x)\n lagi: 'nian'"),))
    content = yaml.safe_load(rows.write(tmp_path).read_text(encoding="utf-8"))
    (block,) = content["nlu"]
    assert block == {"intent": "listrik", "examples": "- lampu (mati)(x) lagi: 'nian'\n"}


def test_withdrawn_rows_and_those_in_the_files_are_not_trained_on_twice(session: Session) -> None:
    add(session, "listrik", "meteran listrik berdengung terus")
    add(session, "listrik", "kabel nyentuh atap seng")
    withdraw_example(session, add_example(session, "sapa", "hai hai bupati oki", FROM_TRIAL, 1, now()), now())
    known = {plain("kabel nyentuh atap seng")}
    assert [row.text for row in training_rows(session, known).sentences] == [
        "meteran listrik berdengung terus"
    ]


def test_an_export_adds_sentences_to_the_file_of_their_intent(session: Session, project: Path) -> None:
    add(session, "listrik", "meteran listrik berdengung terus")
    written = export_examples(session, project)
    assert written.files == {FOLDER / "laporan/listrik.yml": 1}
    assert (
        (project / FOLDER / "laporan/listrik.yml")
        .read_text()
        .endswith("    - meteran listrik berdengung terus\n")
    )
    assert training_rows(session, plain_sentences(project)).sentences == ()


def test_an_export_that_is_undone_loses_no_example(session: Session, project: Path) -> None:
    add(session, "listrik", "meteran listrik berdengung terus")
    file = project / FOLDER / "laporan/listrik.yml"
    before = file.read_bytes()
    export_examples(session, project)
    file.write_bytes(before)
    assert len(training_rows(session, plain_sentences(project)).sentences) == 1
    assert export_examples(session, project).files == {FOLDER / "laporan/listrik.yml": 1}


def test_an_example_whose_intent_has_no_file_is_named_and_kept(session: Session, project: Path) -> None:
    add(session, "irigasi", "pintu air sawah macet")
    written = export_examples(session, project)
    assert (written.files, [row.intent for row in written.homeless]) == ({}, ["irigasi"])
    assert len(training_rows(session, plain_sentences(project)).sentences) == 1


def test_a_thousand_edits_leave_every_other_line_byte_for_byte(project: Path) -> None:
    files = sorted((project / FOLDER).rglob("*.yml"))
    before = {file: file.read_bytes() for file in files}
    added: dict[Path, list[str]] = {file: [] for file in files}
    for number in range(1000):
        sentence = f"kalimat ke-{number}: air 'keruh' \"nian\" # bau, dak pacak diminum — 100%"
        added[files[number % len(files)]].append(sentence)
    for file in files:
        # One by one, and many at a time.
        append_sentences(file, added[file][:1])
        append_sentences(file, added[file][1:])
    for file in files:
        grown = before[file] + "".join(f"    - {sentence}\n" for sentence in added[file]).encode()
        assert file.read_bytes() == grown
    assert len(file_sentences(project)) == len(file_sentences(ROOT)) + 1000
