"""What counting costs: a beacon, a page behind the beacons' wrapper, a flush, the lists of the most read."""

import io
import os
import random
import time
from itertools import cycle

from django.core.wsgi import get_wsgi_application
from django.utils import timezone

from articles import counting, most_read
from articles.models import Article, ArticleCount, DailyCount, HourlyCount, Sighting
from bench.counting.at_work import AGENT
from bench.counting.tally import clear, drain
from bench.newsroom.cast import say
from bench.timing import compare
from maseer.counting.beacon import SEEN, Beacons
from maseer.counting.events import Event, What
from maseer.counting.spool import Spool

BEACONS = int(os.environ.get("BENCH_BEACONS", "50000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "100000"))
HOURS = int(os.environ.get("BENCH_HOURS", "1000000"))
A_SECOND, FLUSH, LISTS = 10_000, 5, 30  # what is asked of them


def environ(number: int, article: int) -> dict:
    said = f"r {article}".encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": SEEN,
        "QUERY_STRING": "",
        "REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "HTTP_HOST": "localhost",
        # Of each browser there are many readers.
        "HTTP_USER_AGENT": f"{AGENT} {number % 40}",
        "HTTP_ACCEPT_LANGUAGE": "ar",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "CONTENT_LENGTH": str(len(said)),
        "wsgi.input": io.BytesIO(said),
    }


def beacons(articles: list[int]) -> None:
    clear()
    application = Beacons(get_wsgi_application())
    asked = [
        environ(number, article) for number, article in zip(range(BEACONS), cycle(articles), strict=False)
    ]
    answers = []

    def start_response(status, headers):
        answers.append(status)

    application(environ(0, articles[0]), start_response)
    began, worked = time.perf_counter(), time.process_time()
    for request in asked:
        application(request, start_response)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    application.spool.close()
    say(
        f"{BEACONS:,} beacons on one core: {BEACONS / took:,.0f} a second ({1e6 * took / BEACONS:.0f} us each,"
        f" {1e6 * worked / BEACONS:.0f} of work)",
        at_least_10_000_a_second=BEACONS / worked >= A_SECOND,
        all_answered=set(answers) == {"204 No Content"},
    )


def pages(articles: list[int]) -> None:
    django = get_wsgi_application()
    behind = Beacons(django)
    nothing = Beacons(lambda environ, start_response: [])
    address = Article.objects.get(pk=articles[0]).get_absolute_url()

    def page(application) -> None:
        request = environ(1, articles[0]) | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address.encode().decode("latin-1"),
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }
        answer = application(request, lambda status, headers: None)
        b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()

    medians = compare(
        {
            "article, without the wrapper": lambda: page(django),
            "article, behind the wrapper": lambda: page(behind),
        },
        rounds=int(os.environ.get("BENCH_PAGES", "200")),
    )
    bare, wrapped = medians.values()
    began = time.perf_counter()
    for _ in range(100_000):
        nothing({"PATH_INFO": "/"}, None)
    alone = (time.perf_counter() - began) * 10
    say(
        f"a page behind the beacons: {wrapped / bare:.3f} of one without; the wrapper alone {alone:.2f} us",
        no_measurable_cost=alone / 1000 < 0.01 * bare,
    )


def flush(articles: list[int]) -> None:
    clear()
    chance = random.Random(2)  # noqa: S311  who reads what
    now = int(time.time())
    weights = [1 / place for place in range(1, len(articles) + 1)]
    spool = Spool(counting.settings.VAR_DIR / "spool", turn=3600)
    for number, article in enumerate(chance.choices(articles, weights, k=EVENTS)):
        event = Event(now - chance.randint(0, 5), article, chance.getrandbits(63), What.READ)
        spool.write(event.line())
        if number % 5_000 == 4_999:
            spool.close()
    spool.close()
    worked = time.process_time()
    took = drain()
    worked = time.process_time() - worked
    stored = Sighting.objects.count()
    say(
        f"{EVENTS:,} events of {len(articles)} texts taken over in {took:.1f} s ({EVENTS / took:,.0f} a second,"
        f" {worked:.1f} s of work)",
        in_5_seconds=took <= FLUSH * max(EVENTS / 100_000, 0.2),
        all_there=stored == EVENTS,
    )


def lists(articles: list[int]) -> None:
    clear()
    chance = random.Random(3)  # noqa: S311  who reads what
    hour = int(time.time()) // 3600
    hours = min(30 * 24, max(HOURS // len(articles), 1))
    rows = (
        HourlyCount(article_id=article, hour=hour - back, views=9, readers=chance.randint(1, 9))
        for back in range(hours)
        for article in articles
    )
    made = 0
    while some := [row for _, row in zip(range(5_000), rows, strict=False)]:
        HourlyCount.objects.bulk_create(some)
        made += len(some)
    ArticleCount.objects.bulk_create(
        ArticleCount(article_id=article, views=chance.randint(1, 9_999)) for article in articles
    )
    DailyCount.objects.bulk_create(
        DailyCount(article_id=article, day=timezone.localdate(), views=9) for article in articles
    )
    began = time.perf_counter()
    count = most_read.work_out()
    took = time.perf_counter() - began
    say(
        f"the most read out of {made:,} hours of {len(articles):,} texts: {count} lists in {took:.1f} s",
        at_most_a_minute_behind=took <= LISTS,
    )
