"""Around a text: its size, what comes next, pictures over the whole screen, what stands above the foot."""

from articles import most_read, neighbours
from articles.models import Article, ArticleCount
from articles.models.payload import Kind
from tests.browser.watch import come_to_rest

PHONE = {"width": 360, "height": 800}
DESK = {"width": 1440, "height": 900}
NEAR = "document.querySelector('[data-next-card]').matches('.is-near')"


def test_a_larger_text_stays_larger_and_the_page_holds(visit):
    page, watch = visit("opinion", viewport=PHONE)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose > p + p')).fontSize)"
    usual = page.evaluate(size)
    button = page.locator("[data-text-size]:visible").first
    button.click()
    large = page.evaluate(size)
    button.click()
    larger = page.evaluate(size)
    assert usual < large < larger
    page.reload()
    assert page.evaluate(size) == larger
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--reading')").strip()
        == "1"
    )
    page.emulate_media(media="screen")
    page.locator("[data-text-size]:visible").first.click()
    assert page.evaluate(size) == usual
    assert page.evaluate("localStorage.length") == 0
    assert watch.wrong == []


def test_on_a_phone_the_ways_to_share_stand_in_one_line(visit):
    page, _ = visit("opinion", viewport=PHONE)
    tools = page.locator(".tools").first.locator(".tool:visible")
    assert len({round(tools.nth(number).bounding_box()["y"]) for number in range(tools.count())}) == 1
    assert page.locator(".tools--end").is_visible()
    page.set_viewport_size(DESK)
    assert not page.locator(".tools--end").is_visible()


# With an older one before it and a newer one after it. Which that is depends on the hour; a series has its own order.
def middle(kind: str) -> str:
    texts = Article.objects.newest_first().filter(kind=kind, series=None)
    return next(text for text in texts if all(neighbours.in_section(text))).get_absolute_url()


def test_the_next_card_comes_where_the_text_has_ended_and_stays_away_when_sent_away(visit, demo):
    page, watch = visit(middle(Kind.OPINION), viewport=PHONE, reduced_motion="no-preference")
    card, prose = page.locator("[data-next-card]"), page.locator(".piece__body .prose")
    assert not card.is_visible()
    prose.evaluate(
        "(prose) => scrollTo(0, prose.getBoundingClientRect().bottom + scrollY - innerHeight + 180)"
    )
    page.wait_for_function(f"() => {NEAR}")
    come_to_rest(page)
    end = prose.bounding_box()
    assert end["y"] + end["height"] <= card.bounding_box()["y"]
    card.locator("button").click()
    assert not card.is_visible()
    page.reload()
    prose.evaluate(
        "(prose) => scrollTo(0, prose.getBoundingClientRect().bottom + scrollY - innerHeight + 180)"
    )
    page.wait_for_function(f"() => {NEAR}")
    come_to_rest(page)
    assert not card.is_visible()
    assert watch.wrong == []


def test_there_is_no_card_for_those_who_want_no_motion(visit, demo):
    page, _ = visit(middle(Kind.OPINION), viewport=PHONE, reduced_motion="reduce")
    assert page.locator("[data-next-card]").evaluate("(card) => getComputedStyle(card).display") == "none"


def test_pictures_fill_the_screen_and_the_keys_lead_on_from_right_to_left(visit):
    page, watch = visit("gallery", viewport=DESK, reduced_motion="reduce")
    links = page.locator("[data-view]")
    links.first.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("dialog.viewer")
    viewer.wait_for()
    box = viewer.bounding_box()
    assert (box["width"], box["height"]) == (DESK["width"], DESK["height"])
    count = viewer.locator("[data-count]")
    first = count.inner_text()
    assert viewer.locator("[data-back]").is_disabled()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("(was) => document.querySelector('[data-count]').textContent !== was", arg=first)
    seen = viewer.locator("figure").nth(1)
    assert abs(seen.bounding_box()["x"]) < 2
    picture, words = seen.locator("img").bounding_box(), seen.locator("figcaption").bounding_box()
    assert picture["y"] >= 0
    assert picture["y"] + picture["height"] <= words["y"]
    assert seen.locator("img").get_attribute("alt")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(was) => document.querySelector('[data-count]').textContent === was", arg=first)
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('[data-onward]').disabled")
    page.keyboard.press("Escape")
    assert not viewer.is_visible()
    assert links.first.evaluate("(link) => link === document.activeElement")
    assert watch.wrong == []


def test_a_cartoon_fills_the_screen_alone_and_without_a_script_the_link_shows_it(visit):
    page, _ = visit("cartoon", viewport=PHONE)
    page.locator("[data-view]").click()
    page.locator("dialog.viewer").wait_for()
    assert not page.locator("dialog.viewer [data-count]").is_visible()
    plain, _ = visit("cartoon", viewport=PHONE, java_script_enabled=False)
    address = plain.locator("[data-view]").get_attribute("href")
    assert plain.request.get(address).headers["content-type"].startswith("image/")
    assert not plain.locator("dialog.viewer").count()


def test_what_is_viewed_most_and_the_newest_drawing_come_above_the_foot(visit, demo):
    for number, kind in enumerate((Kind.NEWS, Kind.OPINION)):
        ArticleCount.objects.update_or_create(
            article=demo.article(kind), defaults={"views": 90_000 + number, "shares": 7}
        )
    most_read.work_out()
    page, watch = visit("about", viewport=PHONE)
    page.locator(".footer").scroll_into_view_if_needed()
    page.locator(".foot__grid").wait_for()
    assert page.locator(".foot .story").count() == 2
    assert "90" in page.locator(".foot .story__meta").first.inner_text()
    assert page.locator(".foot .plate img").get_attribute("alt")
    assert page.locator(".foot__tools a[href*='wa.me']").count() == 2
    assert watch.wrong == []
    plain, _ = visit("about", viewport=PHONE, java_script_enabled=False)
    assert plain.locator(".foot a").get_attribute("href") == "/most-read/all/"
