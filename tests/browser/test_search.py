"""Searching while one types: a combobox for the keyboard and for those who listen, on pages out of the cache too."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from articles.models import SearchTally
from tests.browser import axe

PHONE = {"width": 360, "height": 800}
ROWS = ".suggest [role=option]"


@pytest.fixture(autouse=True)
def known_words(demo):
    """What the worker does a few seconds after a text goes out."""
    while SearchTally.add_up():
        pass


def type_into(page, field, words: str):
    with page.expect_response(lambda answer: "/search/suggest/" in answer.url):
        field.press_sequentially(words)
    page.locator(ROWS).first.wait_for()
    return page.locator(f"{ROWS}:visible")


def test_rows_are_walked_through_by_keys_and_said_aloud(visit):
    page, watch = visit("search", viewport=PHONE)
    field = page.locator("#q")
    rows = type_into(page, field, "المدي")
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    assert "نتيجة" in page.locator(".bigsearch [role=status]").inner_text()
    last = rows.last
    assert last.inner_text() == "عرض كلّ النتائج"
    # Upwards from the field is the last row, and downwards from that the first.
    for key, row in (("ArrowUp", last), ("ArrowDown", rows.first), ("ArrowUp", last)):
        field.press(key)
        assert row.get_attribute("aria-selected") == "true"
        assert field.get_attribute("aria-activedescendant") == row.get_attribute("id")
    axe.check(page)
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert (field.input_value(), page.locator(f"{ROWS}:visible").count()) == ("المدي", 0)
    assert watch.wrong == []


def test_the_way_to_all_results_is_in_sight_however_many_rows_there_are(visit):
    page, _ = visit("search", viewport={"width": 360, "height": 480})
    rows = type_into(page, page.locator("#q"), "ال")
    box = page.locator(".suggest").bounding_box()
    assert page.locator(".suggest").evaluate("list => list.scrollHeight > list.clientHeight")

    def ends(row) -> float:
        place = row.bounding_box()
        return place["y"] + place["height"]

    assert ends(rows.last) <= box["y"] + box["height"]
    # And covers none that is chosen.
    for _ in range(rows.count() - 1):
        page.keyboard.press("ArrowDown")
        chosen = page.locator(".suggest [aria-selected=true]")
        assert ends(chosen) <= rows.last.bounding_box()["y"] + 1


def test_what_nothing_begins_with_is_one_line(visit):
    page, _ = visit("search", viewport=PHONE)
    row = type_into(page, page.locator("#q"), "طظغك").last
    assert row.inner_text() == "ابحث عن «طظغك» في كلّ النصوص"
    assert row.bounding_box()["height"] < 60


def test_enter_follows_the_chosen_row_and_asks_for_the_words_where_none_is(visit):
    page, _ = visit("search", viewport=PHONE)
    field = page.locator("#q")
    title = type_into(page, field, "المدي").first.locator("b").inner_text()
    field.press("ArrowDown")
    with page.expect_navigation(url="**/*/*/"):
        field.press("Enter")
    assert page.locator("h1").inner_text() == title
    page.go_back()
    page.locator("#q").fill("")
    type_into(page, page.locator("#q"), "المدينه")
    with page.expect_navigation(url="**/search/?q=*"):
        page.locator("#q").press("Enter")
    assert page.locator(".result").count()


def test_one_letter_asks_nothing_and_fast_fingers_ask_once(visit):
    page, _ = visit("search", new=True, viewport=PHONE)
    # No key is slower than another where the clock stands.
    page.clock.install()
    page.clock.pause_at(timezone.now() + timedelta(hours=1))
    page.reload()
    field, asked = page.locator("#q"), []
    field.focus()
    page.wait_for_function("() => document.getElementById('q').role === 'combobox'")
    page.on("request", lambda request: "/search/suggest/" in request.url and asked.append(request.url))
    field.press_sequentially("ا")
    page.clock.fast_forward(1_000)
    field.press_sequentially("لمدينة")
    with page.expect_response("**/search/suggest/*"):
        page.clock.fast_forward(1_000)
    page.locator(ROWS).first.wait_for()
    assert len(asked) == 1
    assert unquote(asked[0]).endswith("?q=المدينة")


def test_escape_in_the_drawer_closes_the_rows_first(visit):
    page, watch = visit("home", viewport=PHONE)
    page.locator("[data-opens]").click()
    field = page.locator("#menu-q")
    type_into(page, field, "با")
    field.press("Escape")
    assert page.locator("#menu").evaluate("menu => menu.open")
    assert page.locator(f"{ROWS}:visible").count() == 0
    assert watch.wrong == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_results_fit_and_the_ways_to_narrow_them_are_at_hand(visit, width):
    page, _ = visit("found", viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kinds = page.locator(".filters a[href*=kind]").first
    assert kinds.is_visible() == (width == 1440)
    if width < 1440:
        page.locator(".filters summary").click()
    assert kinds.is_visible()


def test_words_without_an_end_are_no_wider_than_a_phone(visit):
    page, _ = visit("search", viewport=PHONE)
    for words in ("ع" * 300, "w" * 300):
        page.goto(f"{page.url.partition('?')[0]}?q={words}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.locator("#q").fill("")
        type_into(page, page.locator("#q"), words[:60])
        assert page.evaluate("document.documentElement.scrollWidth") == 360
