"""How a sentence would be read just now: asked by a page as a row, answered by a worker between two turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from bot.training.records import Trial

if TYPE_CHECKING:
    from bot.dialogue.engine import Engine
    from bot.region.pack import Region

IS_WAITING = text("trials.answered_at IS NULL")
FORGOTTEN_AFTER = timedelta(hours=1)
RANKED = 5


def try_sentence(session: Session, staff_id: int, sentence: str, at: datetime) -> Trial:
    """Ask how a sentence would be read; older ones are forgotten on the way."""
    session.execute(delete(Trial).where(Trial.at < at - FORGOTTEN_AFTER))
    trial = Trial(staff_id=staff_id, sentence=sentence, at=at)
    session.add(trial)
    session.flush()
    return trial


def waiting_trials(session: Session, at: datetime) -> list[tuple[int, str]]:
    """Ids and sentences that no worker has read yet; not those that nobody waits for any more."""
    query = (
        select(Trial.id, Trial.sentence).where(IS_WAITING, Trial.at > at - FORGOTTEN_AFTER).order_by(Trial.id)
    )
    return list(session.execute(query).tuples())


def answer_trial(session: Session, trial_id: int, answer: dict[str, Any], model: str, at: datetime) -> None:
    trial = session.get(Trial, trial_id)
    if trial is not None and trial.answered_at is None:
        trial.answer, trial.model, trial.answered_at = answer, model, at


def read_sentence(engine: Engine, region: Region, sentence: str) -> dict[str, Any]:
    """The reading as a page shows it: intent, rankings, places, problems, and what the bot would do.

    `outcome` is `filed` (a report whose category is not asked), `asked` or `ignored`.
    """
    from bot.dialogue.first_message import read_first

    parsed = engine.parse(sentence)
    first = read_first(parsed, region)
    place = first.location
    return {
        "intent": parsed["intent"]["name"],
        "confidence": float(parsed["intent"]["confidence"]),
        "intents": _ranked((item["name"], item["confidence"]) for item in parsed.get("intent_ranking") or ()),
        "categories": _ranked(first.categories),
        "problems": list(first.problems),
        "outcome": first.outcome.value,
        "places": [
            {"kind": item["entity"], "text": item["value"], "negated": bool(item.get("negated"))}
            for item in parsed["entities"]
            if "codes" in item
        ],
        "village": place.village_code,
        "district": place.district_code,
        "candidates": list(place.candidates),
    }


def _ranked(pairs: Any) -> list[list[Any]]:
    return [[name, round(float(value), 4)] for name, value in list(pairs)[:RANKED]]
