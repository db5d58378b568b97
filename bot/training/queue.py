"""What waits for trainers: doubts by cluster, the biggest and newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from bot.conversations.forgetting import TOMBSTONE
from bot.conversations.messages import TranscriptEntry
from bot.training.records import Doubt
from bot.training.states import DISPUTED, IS_OPEN, WAITING

PER_PAGE = 25


@dataclass(frozen=True)
class Sought:
    """What the queue is narrowed to. `after` are size and newest id of the cluster above which one has read.

    `state` is one of `states.STATES`, "" for all that is open; `reason` one of the reasons of a doubt or "".
    """

    state: str = ""
    reason: str = ""
    after: tuple[int, int] | None = None


@dataclass(frozen=True)
class Kind:
    """A cluster in the queue: its newest doubt stands for `size` sentences."""

    newest: Doubt
    size: int

    @property
    def edge(self) -> tuple[int, int]:
        return self.size, self.newest.id


def find_kinds(session: Session, sought: Sought) -> tuple[list[Kind], tuple[int, int] | None]:
    """One page of clusters, and what the next page begins after."""
    size, newest = func.count(Doubt.id), func.max(Doubt.id)
    query = _narrowed(select(size, newest), sought).group_by(Doubt.cluster)
    if sought.after is not None:
        last_size, last_id = sought.after
        query = query.having(or_(size < last_size, and_(size == last_size, newest < last_id)))
    rows = session.execute(query.order_by(size.desc(), newest.desc()).limit(PER_PAGE + 1)).tuples().all()
    ids = [doubt_id for _, doubt_id in rows[:PER_PAGE]]
    found = {doubt.id: doubt for doubt in session.scalars(select(Doubt).where(Doubt.id.in_(ids)))}
    kinds = [Kind(found[doubt_id], count) for count, doubt_id in rows[:PER_PAGE]]
    return kinds, kinds[-1].edge if len(rows) > PER_PAGE else None


def count_kinds(session: Session, sought: Sought) -> tuple[int, int]:
    """How many clusters and how many sentences match."""
    counts = _narrowed(select(func.count(func.distinct(Doubt.cluster)), func.count(Doubt.id)), sought)
    clusters, sentences = session.execute(counts).tuples().one()
    return clusters, sentences


def count_by_reason(session: Session, sought: Sought) -> dict[str, int]:
    """How many sentences match for each reason, whichever one is chosen."""
    query = _narrowed(select(Doubt.reason, func.count(Doubt.id)), Sought(sought.state)).group_by(Doubt.reason)
    return dict(session.execute(query).tuples().all())


def count_since(session: Session, since: datetime) -> int:
    """How many sentences said since then still wait."""
    query = select(func.count(Doubt.id)).where(IS_OPEN, Doubt.at >= since, ~is_secret())
    return session.scalar(query) or 0


def company_of(session: Session, doubt: Doubt, limit: int) -> Sequence[Doubt]:
    """The other sentences of its cluster that wait, the newest first."""
    query = select(Doubt).where(IS_OPEN, Doubt.cluster == doubt.cluster, Doubt.id != doubt.id)
    query = query.where(Doubt.state == WAITING, ~is_secret())
    return session.scalars(query.order_by(Doubt.id.desc()).limit(limit)).all()


def next_waiting(session: Session) -> Doubt | None:
    """The cluster to decide next."""
    kinds, _ = find_kinds(session, Sought(WAITING))
    return kinds[0].newest if kinds else None


def is_hidden(session: Session, doubt: Doubt) -> bool:
    """Whether its sentence was erased, or its line has turned secret since the collector last looked."""
    if doubt.sentence == TOMBSTONE:
        return True
    return session.scalar(select(Doubt.id).where(Doubt.id == doubt.id, is_secret())) is not None


def _narrowed(query: Select[Any], sought: Sought) -> Select[Any]:
    query = query.where(~is_secret(), Doubt.sentence != TOMBSTONE)
    if sought.reason:
        query = query.where(Doubt.reason == sought.reason)
    if sought.state in ("", WAITING, DISPUTED):
        query = query.where(IS_OPEN)
    return query.where(Doubt.state == sought.state) if sought.state else query


def is_secret() -> ColumnElement[bool]:
    """The condition that the line of a doubt is secret now."""
    return exists().where(TranscriptEntry.id == Doubt.line_id, TranscriptEntry.secret.is_(True))
