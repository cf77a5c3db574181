"""Reading, sharing and reloading in a real browser, down to the rows and back to the numbers on the page."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles import counting, most_read
from articles.models import (
    Article,
    ArticleCount,
    DailyCount,
    HourlyCount,
    MostRead,
    ShareCount,
    Sighting,
)
from maseer.wsgi import application
from tests.browser.test_behaviours import DESK
from tests.browser.watch import follow
from tests.counting.browsers import CHROME

# How long a text must be in sight to have been read.
READ, ALMOST = 3_000, 2_900
PERSON = {"user_agent": CHROME, "viewport": DESK}


@pytest.fixture
def counted(demo):
    """Counts what came in, as the worker does."""

    def count() -> dict[int, tuple]:
        application.spool.close()
        counting.take_over(settings.VAR_DIR / "spool")
        return {
            row.pk: (row.views, row.readers, row.shares, row.arrivals) for row in ArticleCount.objects.all()
        }

    count()
    for table in (ArticleCount, DailyCount, HourlyCount, MostRead, ShareCount, Sighting):
        table.objects.all().delete()
    return count


@pytest.fixture
def text(demo) -> Article:
    return demo.article("report")


@pytest.fixture
def come(visit):
    """Opens a page whose clock stands until it is set forward: (page, what goes wrong on it)."""

    def open_page(place, **options):
        page, watch = visit("about", **{"viewport": DESK, "user_agent": CHROME} | options)
        page.clock.install()
        page.clock.pause_at(timezone.now() + timedelta(hours=1))
        page.goto(place)
        return page, watch

    return open_page


def sends(page, words: str):
    """To be entered before what makes the page say this; left when the server has taken it."""
    return page.expect_event(
        "requestfinished", lambda request: request.url.endswith("/seen") and request.post_data == words
    )


def read(page, words: str) -> None:
    with sends(page, words):
        page.clock.fast_forward(READ)


def test_reading_counts_once_and_a_reload_does_not(come, counted, text):
    page, watch = come(text.get_absolute_url())
    read(page, f"r {text.pk}")
    page.goto(text.get_absolute_url())
    read(page, f"r {text.pk}")
    assert counted() == {text.pk: (1, 1, 0, 0)}
    assert watch.wrong == []


def test_a_glance_counts_nothing(come, counted, text):
    page, _ = come(text.get_absolute_url())
    said = []
    page.on("request", lambda request: request.url.endswith("/seen") and said.append(request.post_data))
    page.clock.fast_forward(ALMOST)
    page.goto("/about/")
    page.clock.fast_forward(READ)
    # A page that is left says what it has to say before the next one is there.
    page.reload()
    assert said == []
    assert counted() == {}


def test_a_robot_in_the_same_browser_counts_nothing(come, counted, text):
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    page, _ = come(text.get_absolute_url(), user_agent=robot)
    read(page, f"r {text.pk}")
    assert counted() == {}


def test_without_javascript_a_picture_counts(visit, counted, text):
    page, _ = visit("about", java_script_enabled=False, **PERSON)
    with page.expect_response("**/seen.gif*"):
        page.goto(text.get_absolute_url())
        page.locator("[data-counted]").scroll_into_view_if_needed()
    assert counted() == {text.pk: (1, 1, 0, 0)}


def test_sharing_and_arriving_count_by_channel_and_the_mark_is_dropped(come, counted, text):
    page, _ = come(text.get_absolute_url())
    # One stays on the page, so that what it says is seen to arrive.
    page.context.route("https://wa.me/**", lambda route: route.fulfill(status=204))
    link = page.locator(".piece__rail [data-channel=wa]")
    assert f"%2F{text.pk}%2F%3Fs%3Dwa" in link.get_attribute("href")
    with sends(page, f"s {text.pk} wa"):
        link.click()
    guest, guest_watch = come(f"/{text.pk}/?s=wa", user_agent=CHROME.replace("130", "131"))
    read(guest, f"a {text.pk} wa")
    assert guest.url.endswith(text.get_absolute_url()) or "?" not in guest.url
    assert counted()[text.pk] == (1, 1, 1, 1)
    assert ShareCount.objects.values_list("channel", "shares", "arrivals").get() == ("wa", 1, 1)
    assert guest_watch.wrong == []


def test_the_numbers_on_a_kept_page_are_those_of_now(visit, counted, text):
    ArticleCount.objects.create(article=text, views=3)
    page, watch = visit(text.get_absolute_url(), **PERSON)
    number = page.locator(f".piece__rail [data-number=views][data-of='{text.pk}']")
    assert number.inner_text() == "3 مشاهدات"
    ArticleCount.objects.update(views=11)
    # The page itself as it was kept, the numbers from the server.
    page.route(
        f"**{text.get_absolute_url()}", lambda route: route.fulfill(body=kept, content_type="text/html")
    )
    kept = page.request.get(text.get_absolute_url()).text().replace("11 مشاهدة", "3 مشاهدات")
    page.reload()
    page.locator(".piece__rail [data-number=views]:has-text('11 مشاهدة')").wait_for()
    assert watch.wrong == []


def test_the_list_of_the_most_read_is_brought_and_does_not_feed_itself(come, counted, text):
    other = Article.objects.newest_first().exclude(pk=text.pk)[0]
    ArticleCount.objects.create(article=text, views=5)
    most_read.work_out()
    page, watch = come(other.get_absolute_url())
    # Nothing was read today.
    section = page.locator("[data-most-read-section]")
    assert section.is_hidden()
    page.goto("/most-read/all/")
    follow(page.locator(f"[data-from-list='{text.pk}']"))
    read(page, f"l {text.pk}")
    assert counted()[text.pk] == (6, 1, 0, 0)
    assert most_read.scores(MostRead.Window.ALL, None) == {text.pk: 5}
    assert watch.wrong == []


def test_windows_are_changed_in_place_and_by_keyboard(visit, counted, text):
    ArticleCount.objects.create(article=text, views=5)
    most_read.work_out()
    MostRead.objects.filter(window="day").update(places=[text.pk])
    page, watch = visit("home", **PERSON)
    block = page.locator(".most")
    assert block.locator("li h3").count() == 1
    block.locator("[data-block*=all]").focus()
    page.keyboard.press("Enter")
    page.locator(".most[data-most-read=all]").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    assert "5 مشاهدات" in block.inner_text()
    assert watch.wrong == []
