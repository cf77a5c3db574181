"""A page in a real Chromium, opened on a live server: `def test_...(page): page.goto("/")`."""

import os

import pytest

from tests.browser import chromium

# Playwright keeps an event loop in this thread, for which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_itemcollected(item):
    item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    if missing := chromium.missing():
        (pytest.fail if chromium.REQUIRED else pytest.skip)(missing)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium.path(), args=chromium.ARGS)
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="ar")
    yield context.new_page()
    context.close()
