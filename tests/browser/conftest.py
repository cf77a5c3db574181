"""Pages in a real Chromium, opened on a live server: `page` of an empty paper, `visit` of the demo paper.

In this folder the tables are emptied after each module, not after each test.
"""

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command

from tests.browser import chromium
from tests.browser.demo import Demo
from tests.browser.kept import keep
from tests.browser.people import DESK, sign_in
from tests.browser.watch import Watch

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
def contexts(browser):
    """Separate browsers, as far as a site can tell. Takes what `new_context` takes."""
    opened = []

    def new(base_url, **options):
        context = browser.new_context(base_url=base_url, locale="ar", **options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """Takes the place of pytest-django's, which lasts one test: the demo paper takes seconds to make."""
    with django_db_blocker.unblock():
        cache.clear()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def page(contexts, live_server, transactional_db):
    return contexts(live_server.url).new_page()


@pytest.fixture
def sit_down(contexts, live_server, transactional_db):
    """Somebody signed in, in a browser of their own: (page, what goes wrong on it)."""

    def open_browser(account, place="/admin/", expecting=(), **options):
        context = contexts(live_server.url, **{"viewport": DESK} | options)
        sign_in(context, account)
        page = context.new_page()
        watch = Watch(page, expecting)
        page.goto(place)
        return page, watch

    return open_browser


@pytest.fixture(scope="session")
def first_demo(live_server):
    """Makes it where it is first asked for; after that its rows are brought back."""
    made = []

    def give() -> Demo:
        if made:
            made[1].bring_back()
            # They have their old numbers again.
            ContentType.objects.clear_cache()
        else:
            made.extend((Demo(live_server.url), keep()))
        return made[0]

    yield give
    for rows in made[1:]:
        rows.close()


@pytest.fixture(scope="module")
def demo(browser, transactional_db, first_demo):
    return first_demo()


@pytest.fixture(scope="module")
def reader(browser, demo):
    with browser.new_context(base_url=demo.url, locale="ar") as context:
        yield context


@pytest.fixture
def visit(contexts, reader, demo):
    """Opens a page of the demo paper, by its name in `Demo` or by its address: (page, what goes wrong on it).

    With options for `new_context` it is a new reader who comes, else one who has been here before.
    """
    opened = []

    def open_page(place, expecting=(), **options):
        page = (contexts(demo.url, **options) if options else reader).new_page()
        opened.append(page)
        watch = Watch(page, expecting)
        page.goto(demo.addresses.get(place, place))
        return page, watch

    yield open_page
    for page in opened:
        page.close()
