"""The last page of the largest section against its first, and against what OFFSET would cost."""

from django.db.models import Count
from django.http import QueryDict
from django.test import Client

from articles.models import Article, Placement, Section
from bench.timing import compare
from maseer.lib.paging import KeysetPage


def run() -> None:
    busiest = Placement.objects.values("section").annotate(articles=Count("pk")).order_by("-articles")[0]
    section = Section.objects.get(pk=busiest["section"])
    rows = Article.objects.as_cards().in_section(section)
    before_last = KeysetPage(rows, QueryDict(KeysetPage(rows, QueryDict("last")).newer.lstrip("?"))).newer
    client, address = Client(), section.get_absolute_url()
    compare(
        {
            f"first page of {busiest['articles']:,}": lambda: page(client, address),
            "a page near the end, by cursor": lambda: page(client, address + before_last),
            "the last page": lambda: page(client, address + "?last"),
            "OFFSET to the last page, query alone": lambda: list(rows[busiest["articles"] - 20 :]),
        }
    )


def page(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
