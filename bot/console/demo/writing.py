"""Writes many rows at once, on either database."""

from __future__ import annotations

from functools import cache

from sqlalchemy import JSON, Insert, bindparam, func, insert, select, text
from sqlalchemy.orm import Session

from bot.console.demo.rows import TABLES, Rows
from bot.conversations.citizens import Citizen
from bot.reports.records import Report
from bot.reports.search_index import index_many
from bot.storage.tables import Table


def is_empty(session: Session) -> bool:
    """Whether no citizen has ever written to this database."""
    return not any(session.scalar(select(table.id).limit(1)) for table in (Report, Citizen))


def newest_ids(session: Session) -> dict[type[Table], int]:
    """The highest id of each table; an account or an event may be there before any report."""
    tables = [table for table in TABLES if "id" in table.__table__.columns]
    return {table: session.scalar(select(func.max(table.__table__.c.id))) or 0 for table in tables}


def write_rows(session: Session, rows: Rows) -> None:
    """Write what waits, in an order that every reference allows."""
    waiting, words = rows.take()
    connection = session.connection()
    for table in TABLES:
        if waiting[table]:
            connection.execute(_insert(table), waiting[table])
    index_many(session, words)


def continue_counting(session: Session) -> None:
    """Let PostgreSQL give the ids after ours; SQLite does so by itself."""
    if session.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES:
        if "id" in table.__table__.columns:
            newest = select(func.max(table.__table__.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            session.execute(select(func.setval(sequence, func.coalesce(newest, 1), newest.is_not(None))))


def gather_statistics(session: Session) -> None:
    """Tell the planner of the database what there is now; it does not know yet."""
    session.execute(text("ANALYZE"))


@cache
def _insert(table: type[Table]) -> Insert:
    """JSON that is not there is NULL, as in rows of which nobody mentions the column."""
    values = {
        column.name: bindparam(
            column.name, type_=JSON(none_as_null=True) if isinstance(column.type, JSON) else column.type
        )
        for column in table.__table__.columns
    }
    return insert(table).values(values)
