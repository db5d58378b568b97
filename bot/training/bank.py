"""The bank of models: what was made, which one is in force, and who may put another one in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.training.records import Activation, BankedModel

START, ACTIVATE, ROLL_BACK = "start", "activate", "roll_back"
# Shares are compared as they are told: to a tenth of a per cent.
STEP = 0.001


class Refusal(Exception):
    """A model may not be put in force; the message says why, for a trainer."""


class FigureFalls(Refusal):
    """Guarded figures fall; `falls` are (name, before, after). A reason overrides it."""

    def __init__(self, falls: Sequence[tuple[str, float, float]]) -> None:
        super().__init__("Angka yang dijaga turun.")
        self.falls = falls


@dataclass(frozen=True)
class InForce:
    """The model in force, as processes keep it beyond a session; `rows` are the examples it was made of."""

    id: int
    name: str
    sha256: str
    base: str
    rows: frozenset[int]


def model_in_force(session: Session) -> InForce | None:
    """The model in force; None on a new database."""
    model = active_model(session)
    if model is None:
        return None
    rows = frozenset((model.comparison or {}).get("rows") or ())
    return InForce(model.id, model.name, model.sha256, model.base, rows)


def active_model(session: Session) -> BankedModel | None:
    """The row of the model in force; None on a new database."""
    query = (
        select(BankedModel)
        .join(Activation, Activation.model_id == BankedModel.id)
        .order_by(Activation.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def model_before(session: Session, base: str) -> BankedModel | None:
    """What a roll-back puts in force: the model before the present one that fits the program's files."""
    present = active_model(session)
    if present is None:
        return None
    query = (
        select(BankedModel)
        .join(Activation, Activation.model_id == BankedModel.id)
        .where(BankedModel.id != present.id, BankedModel.base == base)
        .order_by(Activation.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def bank_model(session: Session, name: str, **values: Any) -> BankedModel:
    """Enter a model; one of the same name is the same data, and gets the newer values."""
    named = select(BankedModel).where(BankedModel.name == name)
    if (model := session.scalars(named).one_or_none()) is None:
        try:
            with session.begin_nested():
                model = BankedModel(name=name, **values)
                session.add(model)
        except IntegrityError:
            # Another machine that starts at the same moment has made the same.
            model = session.scalars(named).one()
    for field, value in values.items():
        setattr(model, field, value)
    session.flush()
    return model


def told_when_new(session: Session, model_id: int) -> dict[str, Any]:
    """What the comparison of a model said of its change from the one before; empty when it had none."""
    comparison = session.get_one(BankedModel, model_id).comparison or {}
    names = ("mended", "broken", "sealed", "sentences", "before", "note")
    return (
        {name: comparison[name] for name in names if name in comparison} if comparison.get("before") else {}
    )


def put_in_force(
    session: Session, model: BankedModel, kind: str, at: datetime, staff_id: int | None, override: str = ""
) -> None:
    """Let every worker take this model from now on."""
    reason = override or None
    session.add(Activation(model_id=model.id, kind=kind, staff_id=staff_id, override=reason, at=at))
    session.flush()


def activate(
    session: Session, model: BankedModel, base: str, at: datetime, staff_id: int | None, override: str = ""
) -> None:
    """A person puts a model in force.

    Raises Refusal where it was made by another version of the program, is in force already, or was never
    measured; FigureFalls where a guarded figure is below that of the model in force and no reason is given.
    """
    present = active_model(session)
    if model.base != base:
        raise Refusal("Model ini dibuat untuk versi program yang lain. Latih lagi.")
    if present is not None and present.id == model.id:
        raise Refusal("Model ini sudah dipakai.")
    if not override:
        if not model.figures:
            raise Refusal("Model ini belum diukur. Latih lagi, atau tulis alasannya.")
        if falls := falling_figures(present.figures if present else {}, model.figures):
            raise FigureFalls(falls)
    put_in_force(session, model, ACTIVATE, at, staff_id, override)


def roll_back(session: Session, base: str, at: datetime, staff_id: int | None) -> BankedModel:
    """Put the model before the present one in force again; raises Refusal when there is none."""
    model = model_before(session, base)
    if model is None:
        raise Refusal("Belum ada model sebelumnya yang cocok dengan versi program ini.")
    put_in_force(session, model, ROLL_BACK, at, staff_id)
    return model


def falling_figures(before: dict[str, float], after: dict[str, float]) -> list[tuple[str, float, float]]:
    """Figures of both that are lower afterwards. All are shares of which more is better."""
    both = [(name, before[name], after[name]) for name in before if name in after]
    return [(name, old, new) for name, old, new in both if round((old - new) / STEP) > 0]
