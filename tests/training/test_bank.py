from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.storage.database import Database
from bot.storage.tables import now
from bot.training.bank import (
    START,
    FigureFalls,
    Refusal,
    activate,
    active_model,
    bank_model,
    falling_figures,
    model_in_force,
    put_in_force,
    roll_back,
    told_when_new,
)
from bot.training.records import BankedModel

BASE, OTHER_BASE = "files", "other-files"


@pytest.fixture
def session(migrated_url: str) -> Iterator[Session]:
    database = Database(migrated_url)
    with database.writing() as session:
        yield session
        session.rollback()
    database.dispose()


def banked(session: Session, name: str, base: str = BASE, **figures: float) -> BankedModel:
    return bank_model(session, name, sha256=name, base=base, examples="", figures=figures)


def started(session: Session, **figures: float) -> BankedModel:
    first = banked(session, "first", **figures)
    put_in_force(session, first, START, now(), None)
    return first


def test_no_model_is_in_force_on_a_new_database(session: Session) -> None:
    assert active_model(session) is None
    assert model_in_force(session) is None


def test_a_better_model_is_put_in_force_by_a_person_and_rolled_back(session: Session) -> None:
    first = started(session, kategori=0.80)
    second = banked(session, "second", kategori=0.85)
    activate(session, second, BASE, now(), staff_id=7)
    assert model_in_force(session).name == "second"
    assert roll_back(session, BASE, now(), staff_id=7).id == first.id
    assert model_in_force(session).name == "first"


def test_rolling_back_twice_goes_back_and_forth_between_the_last_two(session: Session) -> None:
    started(session, kategori=0.80)
    activate(session, banked(session, "second", kategori=0.85), BASE, now(), staff_id=7)
    assert [roll_back(session, BASE, now(), 7).name for _ in range(2)] == ["first", "second"]


def test_a_model_whose_guarded_figure_falls_is_refused_unless_a_reason_is_given(session: Session) -> None:
    started(session, kategori=0.80, kecamatan=0.97)
    worse = banked(session, "worse", kategori=0.90, kecamatan=0.96)
    with pytest.raises(FigureFalls) as refused:
        activate(session, worse, BASE, now(), staff_id=7)
    assert refused.value.falls == [("kecamatan", 0.97, 0.96)]
    assert model_in_force(session).name == "first"
    activate(session, worse, BASE, now(), staff_id=7, override="banjir besar, contoh baru lebih penting")
    assert model_in_force(session).name == "worse"


def test_a_model_that_was_never_measured_is_refused(session: Session) -> None:
    started(session, kategori=0.80)
    with pytest.raises(Refusal, match="belum diukur"):
        activate(session, banked(session, "unmeasured"), BASE, now(), staff_id=7)


def test_a_model_of_another_version_of_the_program_is_refused_even_with_a_reason(session: Session) -> None:
    started(session, kategori=0.80)
    foreign = banked(session, "foreign", OTHER_BASE, kategori=0.99)
    with pytest.raises(Refusal, match="versi program"):
        activate(session, foreign, BASE, now(), staff_id=7, override="mau saja")


def test_the_model_in_force_cannot_be_put_in_force_again(session: Session) -> None:
    with pytest.raises(Refusal, match="sudah dipakai"):
        activate(session, started(session, kategori=0.80), BASE, now(), staff_id=7)


def test_nothing_is_rolled_back_to_where_there_is_nothing_before(session: Session) -> None:
    started(session)
    with pytest.raises(Refusal, match="Belum ada"):
        roll_back(session, BASE, now(), staff_id=7)


def test_only_figures_of_both_models_are_compared_and_noise_of_rounding_is_none() -> None:
    before = {"a": 0.9, "b": 0.9, "only before": 0.9}
    after = {"a": 0.9 - 1e-6, "b": 0.898, "only after": 0.1}
    assert falling_figures(before, after) == [("b", 0.9, 0.898)]


def test_what_a_model_changed_when_it_was_new_is_told_until_it_is_compared_anew(session: Session) -> None:
    measured = bank_model(
        session, "a", sha256="a", base=BASE, examples="", comparison={"before": {}, "mended": 0}
    )
    changed = {"before": {"kategori": 0.8}, "mended": 7, "broken": 1, "note": "Memperbaiki 7 kalimat."}
    compared = bank_model(
        session, "b", sha256="b", base=BASE, examples="", comparison={**changed, "rows": [1]}
    )
    assert told_when_new(session, measured.id) == {}
    assert told_when_new(session, compared.id) == changed


def test_a_model_of_the_same_name_is_entered_once_with_the_newer_values(session: Session) -> None:
    first = banked(session, "same", kategori=0.8)
    assert banked(session, "same", kategori=0.9).id == first.id
    assert first.figures == {"kategori": 0.9}
