from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import create_engine, inspect, text


async def test_asynchronous_tests_run_beside_the_browser() -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_database_is_empty_each_time(database_url: str, time: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    engine.dispose()
