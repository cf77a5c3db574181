"""When the largest thing in sight is there: a first visit by a phone four times slower than this machine, over slow 4G.

Pages come as the application sends them; a proxy in front would compress them too, so this is rather too slow.
"""

import io
import logging
import statistics
import sys

from django.core.management import call_command
from playwright.sync_api import sync_playwright

from articles.models import Article, Section
from articles.models.payload import Kind
from bench import paper
from bench.accounts.server import Server
from tests.browser import chromium

GOAL = 1_800  # milliseconds
VISITS = 5
PHONE = {"viewport": {"width": 360, "height": 800}, "device_scale_factor": 2, "is_mobile": True}
SLOWER = 4
# 150 ms there and back, 1.6 Mbit/s down, 0.75 up: what Lighthouse calls slow 4G. Bytes a second.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SEEN = """
  window.seen = { first: 0, largest: 0, moved: 0 }
  const watch = (type, see) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true })
  watch("paint", (entry) => { if (entry.name === "first-contentful-paint") seen.first = entry.startTime })
  watch("largest-contentful-paint", (entry) => { seen.largest = entry.startTime })
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.moved += entry.value })
"""


def run() -> None:
    logging.disable(logging.WARNING)
    paper.with_demo()
    # Pictures in their sizes, and the lists of the most read.
    call_command("worker", once=True, stdout=io.StringIO())
    pages = {"front page": "/", "section": Section.objects.first().get_absolute_url()}
    for kind in Kind.values:
        if text := Article.objects.newest_first().filter(kind=kind).exclude(image=None).first():
            pages[kind] = text.get_absolute_url()
    with Server(workers=2) as server, sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium.path(), args=chromium.ARGS)
        for name, address in pages.items():
            visits = [visit(chrome, f"http://localhost:{server.port}{address}") for _ in range(VISITS)]
            first, largest, moved = map(statistics.median, zip(*visits, strict=True))
            sys.stdout.write(
                f"  {name:<12} first words {first:6,.0f} ms   largest {largest:6,.0f} ms"
                f"   x {largest / GOAL:.2f} of the goal   moved {moved:.3f}\n"
            )
        chrome.close()


def visit(chrome, address: str) -> tuple[float, float, float]:
    context = chrome.new_context(**PHONE, locale="ar")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(SEEN)
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("seen")
    context.close()
    return seen["first"], seen["largest"], seen["moved"]
