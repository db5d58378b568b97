from __future__ import annotations

import asyncio

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, inspect, text


@pytest.mark.browser
def test_the_browser_runs_scripts(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<output></output><script>document.querySelector('output').value = 2 + 3</script>")
    assert page.text_content("output") == "5"
    page.close()


async def test_asynchronous_tests_run_beside_the_browser() -> None:
    await asyncio.sleep(0)


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_database_is_empty_each_time(database_url: str, time: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    engine.dispose()
