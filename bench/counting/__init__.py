"""Counting: what a beacon costs, exact counts over many processes, kills at random moments, flushes, the lists."""

import io
import logging
import os

from django.core.management import call_command
from django.db import connection

from articles.models import Article
from bench import paper
from bench.counting import costs, processes
from bench.newsroom import cast

# Read by the clients, and with hours in the tables of the lists.
ARTICLES, LISTED = 500, int(os.environ.get("BENCH_LISTED", "5000"))


def run() -> None:
    logging.disable(logging.WARNING)
    paper.with_demo()
    missing = LISTED - Article.objects.published().count()
    if missing > 0:
        call_command("seed_demo", articles=missing, stdout=io.StringIO())
    articles = list(Article.objects.published().order_by("pk").values_list("pk", flat=True)[:LISTED])
    cast.say(connection.vendor)
    costs.beacons(articles[:ARTICLES])
    costs.pages(articles)
    costs.flush(articles[:ARTICLES])
    costs.lists(articles)
    processes.exact(articles[:ARTICLES])
    processes.killed(articles[:ARTICLES])
    processes.restarted(articles[:ARTICLES])
    if cast.failed:
        raise SystemExit("counting: " + "; ".join(cast.failed))
