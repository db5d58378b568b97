"""The bank of models: train, see what changes, put one in force, roll back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.audit import note
from bot.console.confusion import confusion_grid
from bot.console.intent_names import intent_namer
from bot.console.navigation import TEACHES
from bot.console.people import names_of
from bot.console.visits import Console, NotFound, Page, Refused, Visit, go_to, page
from bot.training.bank import (
    FigureFalls,
    Refusal,
    activate,
    active_model,
    falling_figures,
    model_before,
    roll_back,
)
from bot.training.examples import ACTIVE, WITHDRAWN
from bot.training.fingerprint import fingerprint
from bot.training.records import Activation, BankedModel, Example, TrainingRun
from bot.training.runs import ask_for_run, cancel_run, last_runs, open_run

MODELS = "/staff/model"
RUNS, MODELS_SHOWN = 5, 50
LONGEST_WHY = 300


def show_models(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        models = session.scalars(
            select(BankedModel).order_by(BankedModel.id.desc()).limit(MODELS_SHOWN)
        ).all()
        present, runs = active_model(session), last_runs(session, RUNS)
        unlearnt, still_known = _unlike(session, present)
        activations = _activations(session)
        values: dict[str, Any] = {
            "models": models,
            "present": present,
            "before": model_before(session, _base(console)),
            "run": open_run(session),
            "runs": [run for run in runs if run.ended_at],
            "unlearnt": unlearnt,
            "still_known": still_known,
            "activations": activations,
            "names": _names(session, *models, *activations),
            "base": _base(console),
        }
        return page(console, visit, "model.html", longest=LONGEST_WHY, **values)


def show_run(console: Console, visit: Visit) -> Response:
    """How far a training is: a part of the page while it runs, then the way to what it brought."""
    with console.database.reading() as session:
        run = session.get(TrainingRun, visit.path_id("id"))
        if run is None:
            raise NotFound
        return page(console, visit, "model_jalan.html", run=run)


def show_model(console: Console, visit: Visit) -> Response:
    with console.database.reading() as session:
        return _model_page(console, visit, session, _model(session, visit))


def ask_for_training(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        run = ask_for_run(session, visit.staff.id, visit.word("untuk")[:LONGEST_WHY], visit.at)
        note(session, visit.staff.id, "pelatihan_diminta", visit.at, run=run.id)
    return go_to(MODELS)


def cancel(console: Console, visit: Visit) -> Response:
    with console.database.writing() as session:
        if not cancel_run(session, visit.path_id("id"), visit.at):
            raise Refused("Pelatihan ini sudah selesai.")
        note(session, visit.staff.id, "pelatihan_dibatalkan", visit.at, run=visit.path_id("id"))
    return go_to(MODELS, "pelatihan_dibatalkan")


def put_in_force(console: Console, visit: Visit) -> Response:
    why = visit.word("alasan")[:LONGEST_WHY]
    try:
        with console.database.writing() as session:
            model = _model(session, visit)
            activate(session, model, _base(console), visit.at, visit.staff.id, why)
            note(session, visit.staff.id, "model_dipakai", visit.at, model=model.id, reason=why or None)
    except FigureFalls as refusal:
        with console.database.reading() as session:
            return _model_page(console, visit, session, _model(session, visit), refusal.falls, 409)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    return go_to(MODELS, "model_dipakai")


def go_back(console: Console, visit: Visit) -> Response:
    try:
        with console.database.writing() as session:
            model = roll_back(session, _base(console), visit.at, visit.staff.id)
            note(session, visit.staff.id, "model_kembali", visit.at, model=model.id)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    return go_to(MODELS, "model_kembali")


def _model_page(
    console: Console,
    visit: Visit,
    session: Session,
    model: BankedModel,
    falls: Sequence[tuple[str, float, float]] = (),
    status: int = 200,
) -> Response:
    present, comparison = active_model(session), model.comparison or {}
    is_present = present is not None and present.id == model.id
    compared, activations = comparison.get("before") or {}, _activations(session, model)
    values: dict[str, Any] = {
        "model": model,
        "comparison": comparison,
        "is_present": is_present,
        "fits": model.base == _base(console),
        "figures": [(name, compared.get(name), value) for name, value in (model.figures or {}).items()],
        "falls": falls
        or ([] if is_present or not present else falling_figures(present.figures, model.figures)),
        "asked": bool(falls),
        "name_of": intent_namer(console.region),
        "grid": confusion_grid(console.region, comparison),
        "names": _names(session, model, *activations),
        "activations": activations,
    }
    return page(console, visit, "model_satu.html", status, longest=LONGEST_WHY, **values)


def _model(session: Session, visit: Visit) -> BankedModel:
    model = session.get(BankedModel, visit.path_id("id"))
    if model is None:
        raise NotFound
    return model


def _activations(session: Session, model: BankedModel | None = None) -> Sequence[Activation]:
    query = select(Activation).order_by(Activation.id.desc()).limit(MODELS_SHOWN)
    return session.scalars(query.where(Activation.model_id == model.id) if model else query).all()


def _unlike(session: Session, present: BankedModel | None) -> tuple[int, int]:
    """How the examples differ from those of the present model: new ones, and ones withdrawn since."""
    known = set((present.comparison or {}).get("rows") or ()) if present else set()
    active, withdrawn = (
        set(session.scalars(select(Example.id).where(Example.state == state)))
        for state in (ACTIVE, WITHDRAWN)
    )
    return len(active - known), len(known & withdrawn)


def _base(console: Console) -> str:
    """The fingerprint of the program's files as they are now."""
    return fingerprint(console.root)


def _names(session: Session, *deeds: BankedModel | Activation) -> dict[int, str]:
    return names_of(session, {deed.staff_id for deed in deeds if deed.staff_id})


PAGES = (
    Page("/model", show_models, TEACHES),
    Page("/model/latih", ask_for_training, TEACHES, method="POST"),
    Page("/model/kembali", go_back, TEACHES, method="POST"),
    Page("/model/jalan/{id}", show_run, TEACHES),
    Page("/model/jalan/{id}/batal", cancel, TEACHES, method="POST"),
    Page("/model/{id}", show_model, TEACHES),
    Page("/model/{id}/pakai", put_in_force, TEACHES, method="POST"),
)
