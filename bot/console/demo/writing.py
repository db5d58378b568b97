"""Writes many rows at once, on either database."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Dialect, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from bot.console.demo.rows import TABLES, Chapter, Row
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


def write_rows(session: Session, chapter: Chapter) -> None:
    """Write the rows, in an order that every reference allows."""
    connection = session.connection()
    for table in TABLES:
        rows = chapter.rows[table]
        if rows:
            statement, values = _prepared(connection.dialect, table)
            connection.exec_driver_sql(statement, [values(row) for row in rows])
    index_many(session, chapter.words)


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
def _prepared(dialect: Dialect, table: type[Table]) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    """The INSERT of a table, and what makes a row its values, as the types of the columns say.

    Prepared once: SQLAlchemy's own way takes a dictionary apart for every row. JSON that is not there
    is NULL, as in rows of which nobody mentions the column.
    """
    columns = list(table.__table__.columns)
    marks = ", ".join(["?" if dialect.name == "sqlite" else "%s"] * len(columns))
    names = ", ".join(column.name for column in columns)
    made = [(column.name, _process(column.type, dialect)) for column in columns]

    def values(row: Row) -> tuple[Any, ...]:
        return tuple(
            row[name] if process is None or row[name] is None else process(row[name])
            for name, process in made
        )

    return f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})", values


def _process(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)
