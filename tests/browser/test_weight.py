"""What a first visit to an article costs a phone: bytes, requests, and how far things move while it comes.

The live server compresses nothing, so texts are weighed as gzip would send them; fonts and pictures are what they are.
"""

import gzip

import pytest
from django.utils import timezone

from accounts.roles import Role
from articles import most_read
from articles.models import Article, Author, Byline, Commenting, MostRead
from articles.models.payload import Kind
from images import renditions
from readers.models import Comment
from tests.browser.watch import come_to_rest

PHONE = {"width": 360, "height": 800}
KB = 1024

MOST_BYTES, MOST_REQUESTS = 130 * KB, 12
MOST_OF = {"script": 6 * KB, "font": 52 * KB, "image": 55 * KB + 8 * KB, "stylesheet": 16 * KB}
MOST_MOVED = 0.05
MOST_TURNS = 150  # of the wheel, to the end of any text
COMPRESSED = {"document", "stylesheet", "script", "fetch", "other"}

MOVED = """
  window.moved = 0
  window.movers = []
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, startTime, sources } of list.getEntries()) {
      if (hadRecentInput) continue
      moved += value
      for (const { node, previousRect, currentRect } of sources) {
        const what = node?.className || node?.nodeName
        movers.push(`${value.toFixed(3)} at ${startTime}: ${what} ${previousRect.y} > ${currentRect.y}`)
      }
    }
  }).observe({ type: "layout-shift", buffered: true })
"""
# Whatever comes late has come, and one stands below all of it.
AT_THE_END = """() => document.querySelector(".foot__grid") && !document.querySelector(".band--awaited")
  && scrollY + innerHeight >= document.documentElement.scrollHeight - 1"""

# Chromium takes what comes in one frame with a scroll that is not exactly as long for a move of that whole length.
WHERE = """(seen) => {
  window.tops = []
  const look = () => {
    tops.push(document.querySelector(seen).getBoundingClientRect().top)
    requestAnimationFrame(() => setTimeout(look))
  }
  look()
}"""
# A browser that holds on to nothing by itself.
LETS_GO = """
  const letting = new CSSStyleSheet()
  letting.replaceSync("* { overflow-anchor: none !important }")
  document.adoptedStyleSheets = [letting]
"""


class Scales:
    def __init__(self, page):
        self.came = []
        page.on("requestfinished", lambda request: self.came.append(request))

    def weights(self) -> dict[str, int]:
        weights: dict[str, int] = {}
        for request in self.came:
            body = request.response().body()
            kind = request.resource_type
            size = len(gzip.compress(body, 6)) if kind in COMPRESSED or body[:4] == b"<svg" else len(body)
            weights[kind] = weights.get(kind, 0) + size
        return weights


@pytest.fixture(scope="module")
def portraits(demo):
    """As the worker leaves them."""
    for author in Author.objects.exclude(portrait=None):
        renditions.render(author.portrait)


@pytest.fixture
def talk(demo):
    """Opens an article for comments and lets so many be said, every fifth of them answered."""
    open_ones = []

    def begin(article: Article, openings: int) -> Article:
        article.set_commenting(Commenting.OPEN, by=demo.account(Role.MANAGING_EDITOR))
        open_ones.append(article)
        given = {"article": article, "state": Comment.State.APPROVED, "posted_at": timezone.now()}
        given["text"] = "قرأت النصّ مرّتين، ولي عليه ملاحظة واحدة. " * 6
        for number in range(openings):
            opening = Comment.objects.create(**given, name=f"قارئ {number}")
            if number % 5 == 4:
                Comment.objects.create(**given, name=f"مجيب {number}", parent=opening)
        return article

    yield begin
    for article in open_ones:
        Comment.objects.filter(article=article).delete()
        article.set_commenting("", by=demo.account(Role.MANAGING_EDITOR))


@pytest.fixture
def talked_about(demo, talk):
    """With more said about it than one page of talk holds."""
    return talk(demo.article("report"), 24)


@pytest.fixture
def by_two(demo):
    """Signed by two whose faces are known."""
    article = demo.article("news")
    known = Author.objects.exclude(portrait=None)
    before = list(article.bylines.all())
    article.bylines.all().delete()
    for order, author in enumerate(known[:2]):
        article.bylines.create(author=author, order=order)
    yield article
    article.bylines.all().delete()
    Byline.objects.bulk_create(before)


@pytest.fixture(params=["opinion", "news", "report", "study", "talked_about", "by_two"])
def article(request, demo):
    return (
        demo.article(request.param)
        if request.param in Kind.values
        else request.getfixturevalue(request.param)
    )


def test_a_first_visit_to_an_article_is_light(demo, portraits, contexts, article):
    if not article.image.is_rendered:
        renditions.render(article.image)
    page = contexts(demo.url, viewport=PHONE, device_scale_factor=2).new_page()
    scales = Scales(page)
    page.add_init_script(MOVED)
    page.goto(article.get_absolute_url())
    page.wait_for_load_state("networkidle")
    weights = scales.weights()
    told = f"{weights} in {len(scales.came)}: {[request.url for request in scales.came]}"
    assert sum(weights.values()) <= MOST_BYTES, told
    assert len(scales.came) <= MOST_REQUESTS, told
    assert {kind: size for kind, size in weights.items() if size > MOST_OF.get(kind, MOST_BYTES)} == {}, told
    assert page.evaluate("moved") <= MOST_MOVED, page.evaluate("movers")


def test_little_moves_while_one_reads_to_the_end(lend, article):
    page, _ = lend(viewport=PHONE)
    page.goto(article.get_absolute_url())
    page.evaluate(MOVED)
    for _ in range(MOST_TURNS):
        page.mouse.wheel(0, 400)
        # Faster than anybody reads.
        page.wait_for_timeout(30)
        if page.evaluate(AT_THE_END):
            break
    else:
        raise AssertionError("the end is not reached")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("moved") <= MOST_MOVED, page.evaluate("movers")


@pytest.fixture(params=["", LETS_GO], ids=["held", "let go"])
def phone(request, contexts, demo):
    page = contexts(demo.url, viewport=PHONE).new_page()
    page.add_init_script(MOVED + request.param)
    return page


@pytest.mark.parametrize("said", [1, 24])
@pytest.mark.parametrize(("edge", "seen"), [("start", "#comments"), ("end", ".related")])
def test_nothing_in_sight_moves_when_a_talk_comes_late(demo, phone, talk, said, edge, seen):
    article = talk(demo.article("study"), said)
    page = phone
    held = []
    page.route("**/thread/", lambda route: held.append(route))
    page.goto(article.get_absolute_url())
    with page.expect_request("**/thread/"):
        # The edge of its room stands in the middle of the screen.
        page.locator(".band--awaited").evaluate(
            "(band, block) => { band.scrollIntoView({ block }); scrollBy(0, block === 'end' ? 400 : -400) }",
            edge,
        )
    # What else comes there has come.
    come_to_rest(page)
    assert page.locator(".voice").count() == 0
    stood = page.locator(seen).bounding_box()
    page.evaluate("moved = 0; movers = []")
    held[0].continue_()
    page.locator(".voice").first.wait_for()
    come_to_rest(page)
    assert page.evaluate("moved") <= MOST_MOVED, page.evaluate("movers")
    # Chromium counts only what moves by itself, not what a script has scrolled away.
    assert page.locator(seen).bounding_box() == pytest.approx(stood, abs=1)
    # What was too much of the room is given back.
    page.evaluate("scrollTo(0, 0)")
    page.locator(".band--awaited").wait_for(state="detached")


def test_nothing_in_sight_moves_when_the_most_read_come_late(demo, phone):
    most_read.work_out()
    held = []
    phone.route("**/most-read/now/block/", lambda route: held.append(route))
    phone.goto(demo.addresses["news"])
    # What follows the text, below which they stand on a phone, is in the middle of the screen.
    with phone.expect_request("**/most-read/now/block/"):
        phone.locator(".related").evaluate("(related) => { related.scrollIntoView(); scrollBy(0, -400) }")
    come_to_rest(phone)
    section = phone.locator("[data-most-read-section]")
    phone.evaluate("moved = 0; movers = []")
    held[0].continue_()
    section.locator(".ranked").wait_for(state="attached")
    come_to_rest(phone)
    assert not section.is_visible()
    # Out of sight it takes its room: above what is read, and nobody sees that.
    phone.evaluate("scrollBy(0, 800)")
    section.wait_for()
    come_to_rest(phone)
    assert section.bounding_box()["y"] < 0
    assert phone.evaluate("moved") <= MOST_MOVED, phone.evaluate("movers")


# What is looked at: the last of the room that was kept for the foot, with what stands below; only that room.
@pytest.mark.parametrize(("below", "at"), [(".footer", 600), (".foot", 100), (".foot", -150)])
def test_nothing_in_sight_moves_when_talk_and_foot_come_late_and_together(demo, phone, talk, below, at):
    article = talk(demo.article("report"), 24)
    page = phone
    held = {}
    page.route("**/thread/", lambda route: held.update(talk=route))
    page.route("**/foot/", lambda route: held.update(foot=route))
    page.goto(article.get_absolute_url(), wait_until="load")
    with page.expect_request("**/foot/"):
        with page.expect_request("**/thread/"):
            page.locator(".band--awaited").scroll_into_view_if_needed()
        page.evaluate(
            "([below, at]) => scrollBy(0, document.querySelector(below).getBoundingClientRect().top - at)",
            [below, at],
        )
    come_to_rest(page)
    assert sorted(held) == ["foot", "talk"]
    page.evaluate(WHERE, below)
    for route in held.values():
        route.continue_()
    page.locator(".voice").first.wait_for(state="attached")
    page.locator(".foot__grid").wait_for(state="attached")
    come_to_rest(page)
    tops = page.evaluate("tops")
    assert max(tops) - min(tops) <= MOST_MOVED * PHONE["height"], tops


def test_what_stands_below_the_foot_stays_where_less_comes_than_there_was_room_for(demo, phone):
    most_read.work_out()
    first = most_read.list_of(window=MostRead.Window.ALL, places=1)
    shown = Article.objects.filter(pk=first[0].pk)
    held = []
    phone.route("**/foot/", lambda route: held.append(route))
    with phone.expect_request("**/foot/"):
        phone.goto(demo.addresses["about"])
        phone.evaluate("scrollBy(0, document.querySelector('.footer').getBoundingClientRect().top - 600)")
    come_to_rest(phone)
    phone.evaluate("moved = 0; movers = []")
    # Its picture was most of that room.
    shown.update(image=None)
    try:
        held[0].continue_()
        phone.locator(".foot__grid").wait_for(state="attached")
        come_to_rest(phone)
    finally:
        shown.update(image=first[0].image)
    assert phone.locator(".foot .story__pic").count() == 0
    assert phone.evaluate("moved") <= MOST_MOVED, phone.evaluate("movers")


@pytest.mark.parametrize("width", [360, 600, 800, 1000, 1440])
@pytest.mark.parametrize("name", ["home", "about"])
def test_the_room_kept_for_the_foot_is_as_high_as_what_comes(demo, lend, name, width):
    page, _ = lend(viewport={"width": width, "height": 800})
    most_read.work_out()
    held = []
    page.route("**/foot/", lambda route: held.append(route))
    foot = page.locator(".foot")
    with page.expect_request("**/foot/"):
        page.goto(demo.addresses[name])
        foot.scroll_into_view_if_needed()
    room = foot.bounding_box()["height"]
    held[0].continue_()
    page.locator(".foot__grid").wait_for()
    come_to_rest(page)
    # Titles take a line more or less.
    assert foot.bounding_box()["height"] == pytest.approx(room, abs=40)
