"""Labels what a demo leaves in the trainers' queue, trains, and prints how the bot reads before and after.

`.venv/bin/python -m tests.training.labelled_day` takes some minutes. What every sentence means stood in
`data/demo/belum_dipahami.yml` and `next_day.csv` before any of it was measured.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.console.accounts import open_session, viewer_of
from bot.console.demo.fill import fill
from bot.console.demo.texts import load_texts
from bot.console.label_deeds import QUEUE
from bot.console.models_page import MODELS
from bot.console.records import Staff
from bot.dialogue.engine import Engine
from bot.settings import load_settings
from bot.storage.tables import now
from bot.training.anonymising import anonymiser
from bot.training.collecting import Collector
from bot.training.labelling import TAUGHT_AS
from bot.training.queue import company_of, next_waiting
from bot.training.records import BankedModel, Doubt, TrainingRun
from bot.training.running import carry_out
from bot.training.runs import take_run
from bot.training.starting import ready_model
from bot.training.teaching import normaliser
from bot.training.train import train
from bot.web import create_app
from bot.wiring import Wiring
from tests.console.conftest import StaffClient
from tests.picture_files import PASSWORD

ROOT = Path(__file__).parents[2]
NEXT_DAY = Path(__file__).parent / "next_day.csv"
REPORTS = 400
# A Thursday, 9.30 in Kayu Agung: the same moment gives the same demo.
MORNING = datetime(2026, 11, 26, 2, 30, tzinfo=timezone.utc)


def main() -> None:
    with collected_demo(dict(os.environ)) as wiring:
        before = ready_model(wiring, lambda rows: train(ROOT, wiring.settings.models, rows))
        trainer = Trainer(wiring)
        trainer.empty_the_queue()
        trainer.ask_for_training()
        model = trained(wiring)
        print_figures(model)
        after = wiring.settings.models / model.name
        print_next_day(read_next_day(before), read_next_day(after))


@contextmanager
def collected_demo(environment: dict[str, str]) -> Iterator[Wiring]:
    """The invented month with its doubts collected, and a bank of models of its own."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"DATABASE_URL": f"sqlite:///{folder}/lapor.db", "MEDIA_URL": f"file://{folder}/media"}
        values = {**environment, **places, "MODELS": f"{folder}/models", "SECRET_KEY": "a labelled day"}
        wiring = Wiring(load_settings(ROOT, values), ROOT)
        present = load_settings(ROOT, environment).models / wiring.model.name
        wiring.settings.models.mkdir()
        if present.is_file():
            shutil.copy(present, wiring.model)
        wiring.prepare_database()
        fill(wiring, REPORTS, PASSWORD, MORNING)
        masks = anonymiser(ROOT / "data", wiring.region)
        Collector(wiring.database, wiring.vault, lambda: masks, normaliser(ROOT)).collect(MORNING)
        yield wiring
        wiring.database.dispose()


class Trainer:
    """The demo's trainer at the console, who knows what each sentence means."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        with wiring.database.writing() as session:
            staff = session.scalars(select(Staff).where(Staff.username == "demo.pelatih")).one()
            token = open_session(session, wiring.vault, staff, "A labelled day", now())
            viewer = viewer_of(staff, wiring.region)
        csrf = wiring.vault.lookup("csrf", token)
        self._browser = StaffClient(create_app(wiring, 8000), token, csrf, viewer)
        self._meanings = _meanings(wiring)

    def empty_the_queue(self) -> None:
        """Decide cluster by cluster, as the queue offers them; what the checks refuse is set aside."""
        counts: Counter[str] = Counter()
        while (found := self._next()) is not None:
            doubt, company = found
            meant = self._meaning_of(doubt)
            alike = [one.id for one in company if self._meaning_of(one) == meant]
            form = {"maksud": meant, "kalimat": doubt.sentence, "anggota": alike}
            counts["kelompok"] += 1
            counts["kalimat"] += 1 + len(alike)
            if self._say(doubt, form) == 422:
                # He reads the warning and is sure; only an error goes on refusing.
                counts["diperingatkan"] += 1
                if self._say(doubt, {**form, "tetap": "1"}) == 422:
                    counts["ditolak"] += 1
                    self._say(doubt, {"maksud": "tidak_jelas", "kalimat": doubt.sentence})
        print("Antrean:", ", ".join(f"{count} {what}" for what, count in counts.items()))

    def ask_for_training(self) -> None:
        answer = self._browser.post(f"{MODELS}/latih", data={"untuk": "Antrean hari ini"})
        assert answer.status_code == 303, answer.text

    def _say(self, doubt: Doubt, form: dict[str, Any]) -> int:
        status = int(self._browser.post(f"{QUEUE}/{doubt.id}", data=form).status_code)
        assert status in (303, 422), status
        return status

    def _next(self) -> tuple[Doubt, list[Doubt]] | None:
        with self._wiring.database.reading() as session:
            doubt = next_waiting(session)
            if doubt is None:
                return None
            company = list(company_of(session, doubt, 50))
            session.expunge_all()
            return doubt, company

    def _meaning_of(self, doubt: Doubt) -> str:
        """Of the other sentences of the demo the invented reading is the right one."""
        return self._meanings.get(doubt.sentence) or str(doubt.meant or doubt.intent)


def _meanings(wiring: Wiring) -> dict[str, str]:
    """What each misread sentence means, by its words as a trainer sees them."""
    masked = anonymiser(ROOT / "data", wiring.region)
    return {
        masked(one.sentence.text): one.meant for one in load_texts(ROOT / "data/demo", wiring.region).misread
    }


def trained(wiring: Wiring) -> BankedModel:
    """Carry out the run that was asked for; the model that came of it."""
    with wiring.database.writing() as session:
        run = take_run(session, "a labelled day", now())
        assert run is not None
        run_id = run.id
    made = carry_out(wiring, run_id)
    with wiring.database.reading() as session:
        assert made is not None, session.get_one(TrainingRun, run_id).problem
        model = session.get_one(BankedModel, made.model_id)
        session.expunge(model)
    return model


def print_figures(model: BankedModel) -> None:
    """The comparison as the console shows it; the figures are those of `lapor evaluate`."""
    comparison = model.comparison
    print(comparison["note"])
    changed = comparison["sentences"]["mended"] + comparison["sentences"]["broken"]
    by_source = Counter(item["source"] for item in comparison["sentences"]["mended"])
    print("Memperbaiki:", dict(by_source))
    print("Merusak:", dict(Counter(item["source"] for item in changed) - by_source))
    print("Tersegel, tidak diperlihatkan:", comparison["sealed"])
    for name, after in model.figures.items():
        before = comparison["before"].get(name, 0.0)
        print(f"{name:45} {before:.4f} {after:.4f} {after - before:+.4f}")


def read_next_day(model: Path) -> list[tuple[str, str, str]]:
    """What each sentence of the next day means, what the model reads first, and its likeliest category."""
    engine, answers = Engine.load(model), []
    with NEXT_DAY.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            reading = engine.parse(row["text"])
            answers.append((TAUGHT_AS.get(row["intent"], row["intent"]), *_guesses(reading)))
    return answers


def _guesses(reading: dict[str, Any]) -> tuple[str, str]:
    ranking = [item["name"] for item in reading["intent_ranking"]]
    return str(reading["intent"]["name"]), str(ranking[0] if ranking else "")


def print_next_day(before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]) -> None:
    """Sentences of the day after, that nobody labelled."""
    for what, place in (("dipahami tanpa bertanya", 1), ("tebakan pertama tepat", 2)):
        old, new = (sum(item[place] == item[0] for item in day) for day in (before, after))
        print(f"Hari berikutnya, {what}: {old} dari {len(before)} sebelum, {new} sesudah")


if __name__ == "__main__":
    main()
