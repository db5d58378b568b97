from __future__ import annotations

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
def test_the_browser_runs_scripts(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<output></output><script>document.querySelector('output').value = 2 + 3</script>")
    assert page.text_content("output") == "5"
    page.close()
