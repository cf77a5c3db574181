"""Every public page at three widths, by day and by night: whole, in Arabic, right to left, from our server alone."""

import re

import pytest

from tests.browser.demo import KINDS, MORE
from tests.browser.looks import COME, faults
from tests.browser.watch import follow

LISTS = ["home", "section", "wall", "opinions", "author", "tag", "series", "source"]
OTHERS = [
    *(
        "search",
        "found",
        "not found",
        "about",
        "contact",
        "corrections",
        "corrected",
        "writers",
        "archive",
        "month",
    ),
    "login",
]


def check(page, watch) -> None:
    assert faults(page) == []
    assert watch.wrong == []
    assert {"stylesheet", "script", "font"} <= watch.brought
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", LISTS + OTHERS + KINDS)
def test_a_page_is_whole_at_every_width_by_day_and_by_night(visit, name):
    check(*visit(name))


@pytest.mark.parametrize("status", [404, 410])
def test_so_are_the_pages_of_what_is_not_there(visit, status):
    page, watch = visit(str(status), expecting=(status,))
    check(page, watch)
    assert page.locator(".trouble__num").inner_text() == str(status)


def test_the_front_page_leads_to_its_sections_and_shows_pictures_of_the_right_size(visit):
    page, _ = visit("home", viewport={"width": 360, "height": 800}, device_scale_factor=1)
    assert page.locator(".nav a").all_inner_texts() == page.locator(".drawer__nav a").all_text_contents()
    # One that has been rendered comes as WebP, no wider than a phone needs.
    rendered = page.locator("picture:has(source) img").first
    rendered.scroll_into_view_if_needed()
    address = rendered.evaluate("async (image) => { await image.decode(); return image.currentSrc }")
    assert address.endswith(".webp")
    assert rendered.evaluate("(image) => image.naturalWidth") <= 640


def test_a_long_section_is_paged_and_every_page_of_it_is_whole(visit):
    page, watch = visit("section")
    titles, pages = [], 1
    while True:
        titles += page.locator("main :is(.leadpiece, .listing) .story__link").all_inner_texts()
        if not (older := page.locator(".paging a[rel=next]")).count():
            break
        follow(older)
        pages += 1
        check(page, watch)
    assert pages >= 3
    assert len(titles) == len(set(titles))
    assert len([title for title in titles if re.match("خبر قديم رقم", title)]) == MORE
    follow(page.locator(".paging a").first)
    assert page.locator("main .story__link").first.inner_text() == titles[0]


@pytest.mark.parametrize("name", ["home", "section", "opinions", "wall", "found", "study", "contact", "404"])
def test_with_letters_twice_as_large_a_page_stays_as_wide_as_a_phone(visit, name):
    page, _ = visit(name, expecting=(404,), viewport={"width": 360, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate(COME)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
