"""Pages in a real Chromium, opened on a live server: `page` of an empty paper, `visit` of the demo paper.

In this folder the tables are emptied after each module, not after each test.
"""

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command

from tests.browser import chromium
from tests.browser.computers import CHANGEABLE, Computers, new_context
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
        opened.append(new_context(browser, base_url, **options))
        return opened[-1]

    yield new
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def computers(browser, live_server):
    return Computers(browser, live_server.url)


@pytest.fixture
def lend(contexts, computers, transactional_db):
    """A page where nobody has been, and what will go wrong on it.

    `new` is for what cannot be undone: a clock that is set, a script that comes before all others, answers to dialogs.
    """
    lent = []

    def begin(expecting=(), *, new=False, **options):
        if new or options.keys() - CHANGEABLE:
            page = contexts(computers.base_url, **options).new_page()
            return page, Watch(page, expecting)
        page = computers.lend(**options)
        lent.append((page, Watch(page, expecting)))
        return lent[-1]

    yield begin
    for page, watch in lent:
        watch.leave()
        computers.take_back(page)


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """Takes the place of pytest-django's, which lasts one test: the demo paper takes seconds to make."""
    with django_db_blocker.unblock():
        cache.clear()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def lent(lend):
    """What `lend` gives, once for a test."""
    return lend()


@pytest.fixture
def page(lent):
    return lent[0]


@pytest.fixture
def sit_down(lend):
    """Somebody signed in, in a browser of their own: (page, what goes wrong on it)."""

    def open_browser(account, place="/admin/", expecting=(), **options):
        page, watch = lend(expecting, **{"viewport": DESK} | options)
        sign_in(page.context, account)
        page.goto(place)
        return page, watch

    return open_browser


@pytest.fixture(scope="session")
def first_demo(live_server):
    """Makes it where it is first asked for; after that its rows and files are brought back."""
    made = []

    def give() -> Demo:
        if made:
            for kept in made[1:]:
                kept.bring_back()
            # They have their old numbers again.
            ContentType.objects.clear_cache()
        else:
            made.extend((Demo(live_server.url), *keep()))
        return made[0]

    yield give
    for kept in made[1:]:
        kept.close()


@pytest.fixture(scope="module")
def demo(browser, transactional_db, first_demo):
    return first_demo()


@pytest.fixture
def visit(lend, demo):
    """Opens a page of the demo paper, by its name in `Demo` or by its address: (page, what goes wrong on it)."""

    def open_page(place, expecting=(), **options):
        page, watch = lend(expecting, **options)
        page.goto(demo.addresses.get(place, place))
        return page, watch

    return open_page
