"""Cold public pages of the large archive against an answer with nothing in it."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Tag
from bench.deep_paging import page
from bench.timing import compare


def run() -> None:
    client = Client()
    middle = Article.objects.newest_first()[1000]
    addresses = {
        "nothing (/healthz)": "/healthz",
        "article": middle.get_absolute_url(),
        "section": middle.section.get_absolute_url(),
        "author": Author.objects.first().get_absolute_url(),
        "tag": Tag.objects.first().get_absolute_url(),
        "home": "/",
    }
    counted = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as made:
            page(client, address)
        counted[f"{name}, {len(made)} queries"] = lambda address=address: page(client, address)
    compare(counted)
