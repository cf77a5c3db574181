"""The list of articles in the back office against Django's own way of listing the same rows."""

from django.core.paginator import Paginator
from django.test import Client

from accounts.models import User
from articles.models import Article
from bench.deep_paging import page
from bench.timing import compare


def run() -> None:
    client = Client()
    client.force_login(User.objects.get(username="managing_editor"))
    address = "/admin/articles/article/"
    compare(
        {
            "our list": lambda: page(client, address),
            "filtered by status": lambda: page(client, address + "?status__exact=published"),
            "searched by title": lambda: page(client, address + "?q=النهر"),
            "Django's counting paginator, queries alone": lambda: Paginator(Article.objects.all(), 50).count,
        },
        rounds=15,
    )
