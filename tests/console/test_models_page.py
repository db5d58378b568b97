"""The page Model: what is to be learnt, who may train and put in force, what is refused."""

from __future__ import annotations

import pytest

from bot.storage.tables import now
from bot.training.bank import START, bank_model
from bot.training.examples import ACTIVE, WITHDRAWN
from bot.training.fingerprint import fingerprint
from bot.training.records import Activation, Example, TrainingRun
from bot.wiring import Wiring
from tests.console.conftest import ROOT, SignedIn

MODELS = "/staff/model"


def add_example(wiring: Wiring, text: str, state: str = ACTIVE) -> int:
    with wiring.database.writing() as session:
        example = Example(intent="sapa", text=text, plain=text, source="coba", staff_id=1, state=state)
        session.add(example)
        session.flush()
        return example.id


def add_model(wiring: Wiring, name: str, rows: list[int] | None = None, **figures: float) -> int:
    with wiring.database.writing() as session:
        comparison = {"rows": rows or [], "note": "Model uji."}
        base = fingerprint(ROOT)
        model = bank_model(
            session, name, sha256=name, base=base, examples="", figures=figures, comparison=comparison
        )
        return model.id


def put_first(wiring: Wiring, model_id: int) -> None:
    with wiring.database.writing() as session:
        session.add(Activation(model_id=model_id, kind=START, at=now()))


def in_force(wiring: Wiring) -> list[tuple[int, str, str | None]]:
    with wiring.database.reading() as session:
        return [(one.model_id, one.kind, one.override) for one in session.query(Activation)]


def test_what_the_model_in_force_has_not_learnt_is_counted(wiring: Wiring, signed_in: SignedIn) -> None:
    learnt = add_example(wiring, "halo semuanya")
    put_first(wiring, add_model(wiring, "first", [learnt]))
    trainer = signed_in("trainer")
    assert "sudah mempelajari semua contoh" in trainer.get(MODELS).text
    add_example(wiring, "permisi semuanya")
    page = trainer.get(MODELS).text
    assert "<strong>1 contoh</strong> belum dipelajari" in page
    assert "masih dipelajarinya" not in page


def test_an_example_that_was_withdrawn_after_the_training_is_counted_too(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    withdrawn = add_example(wiring, "halo semuanya", WITHDRAWN)
    add_example(wiring, "tidak pernah dipelajari", WITHDRAWN)
    put_first(wiring, add_model(wiring, "first", [withdrawn]))
    page = signed_in("trainer").get(MODELS).text
    assert "<strong>1 contoh</strong> yang sudah ditarik masih dipelajarinya" in page
    assert "sudah mempelajari semua contoh" not in page


def test_one_training_runs_at_a_time_and_can_be_cancelled_once(wiring: Wiring, signed_in: SignedIn) -> None:
    trainer = signed_in("trainer")
    assert trainer.post(f"{MODELS}/latih", data={"untuk": "minggu banjir"}).status_code == 303
    trainer.post(f"{MODELS}/latih", data={"untuk": "sekali lagi"})
    with wiring.database.reading() as session:
        assert [run.why for run in session.query(TrainingRun)] == ["minggu banjir"]
    assert "Menunggu giliran" in trainer.get(f"{MODELS}/jalan/1").text
    assert trainer.post(f"{MODELS}/jalan/1/batal").status_code == 303
    assert trainer.post(f"{MODELS}/jalan/1/batal").status_code == 409
    assert "Dibatalkan" in trainer.get(f"{MODELS}/jalan/1").text


def test_a_model_whose_figure_falls_asks_for_a_reason_and_keeps_it(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    first, worse = add_model(wiring, "first", kategori=0.9), add_model(wiring, "worse", kategori=0.8)
    put_first(wiring, first)
    trainer = signed_in("trainer")
    refused = trainer.post(f"{MODELS}/{worse}/pakai")
    assert refused.status_code == 409
    assert "90,0% menjadi <b>80,0%</b>" in refused.text
    assert len(in_force(wiring)) == 1
    assert trainer.post(f"{MODELS}/{worse}/pakai", data={"alasan": "kata banjir"}).status_code == 303
    assert in_force(wiring)[-1] == (worse, "activate", "kata banjir")


def test_going_back_needs_somewhere_to_go(wiring: Wiring, signed_in: SignedIn) -> None:
    first = add_model(wiring, "first", kategori=0.8)
    put_first(wiring, first)
    trainer = signed_in("trainer")
    assert trainer.post(f"{MODELS}/kembali").status_code == 409
    trainer.post(f"{MODELS}/{add_model(wiring, 'second', kategori=0.9)}/pakai")
    assert trainer.post(f"{MODELS}/kembali").status_code == 303
    assert in_force(wiring)[-1] == (first, "roll_back", None)


def test_the_programs_own_first_model_that_nobody_measured_has_a_page(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        first = bank_model(session, "first", sha256="0", base="files", examples="", comparison={"rows": []})
        session.add(Activation(model_id=first.id, kind=START, at=now()))
        session.flush()
        address = f"{MODELS}/{first.id}"
    trainer = signed_in("trainer")
    assert "Belum diukur" in trainer.get(MODELS).text
    assert "belum diukur" in trainer.get(address).text


@pytest.mark.parametrize("path", ["/99", "/jalan/99", "/0", "/99999999999999999999"])
def test_a_model_or_run_that_is_not_there_is_not_found(signed_in: SignedIn, path: str) -> None:
    assert signed_in("trainer").get(MODELS + path).status_code == 404


@pytest.mark.parametrize("role", ["operator", "officer", "camat", "leader"])
def test_only_trainers_train_and_put_in_force(wiring: Wiring, signed_in: SignedIn, role: str) -> None:
    model = add_model(wiring, "first", kategori=0.8)
    agency, district = ("PUPR", None) if role == "officer" else (None, None)
    district = "16.02.05" if role == "camat" else district
    browser = signed_in(role, agency=agency, district=district)
    assert browser.get(MODELS).status_code in (403, 404)
    for path in ("latih", "kembali", f"{model}/pakai"):
        assert browser.post(f"{MODELS}/{path}").status_code in (403, 404)
    assert in_force(wiring) == []
