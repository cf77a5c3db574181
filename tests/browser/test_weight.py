"""What a first visit to an article costs a phone: bytes, requests, and how far things move while it comes.

The live server compresses nothing, so texts are weighed as gzip would send them; fonts and pictures are what they are.
"""

import gzip

import pytest
from django.db.models import Count

from articles.models import Article, Author
from images import renditions

PHONE = {"width": 360, "height": 800}
KB = 1024

MOST_BYTES, MOST_REQUESTS = 130 * KB, 12
MOST_OF = {"script": 6 * KB, "font": 52 * KB, "image": 55 * KB + 8 * KB, "stylesheet": 16 * KB}
MOST_MOVED = 0.05
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


def usual(kind: str) -> Article:
    """By one writer and without an open talk: a second portrait, or the script of the talk, costs a request more."""
    usual = Article.objects.newest_first().filter(kind=kind).exclude(image=None).exclude(commenting="open")
    return usual.annotate(names=Count("bylines")).filter(names=1)[0]


@pytest.mark.parametrize("kind", ["opinion", "news", "report", "study"])
def test_a_first_visit_to_an_article_is_light(demo, contexts, kind):
    article = usual(kind)
    # As the worker leaves them.
    for picture in {article.image, *(author.portrait for author in Author.objects.exclude(portrait=None))}:
        renditions.render(picture)
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


def test_little_moves_while_one_reads_to_the_end(demo, contexts):
    page = contexts(demo.url, viewport=PHONE).new_page()
    page.add_init_script(MOVED)
    page.goto(usual("opinion").get_absolute_url())
    for _ in range(40):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("moved") <= MOST_MOVED, page.evaluate("movers")
