"""The list of articles in the back office against Django's own way of listing the same rows."""

from django.core.paginator import Paginator
from django.test import Client

from accounts.models import User
from articles.models import Article
from bench.deep_paging import page
from bench.timing import compare

# A word that few titles have, so that the whole archive is searched.
WORD = "زرافة"


def run() -> None:
    client = Client()
    client.force_login(User.objects.get(username="managing_editor"))
    address = "/admin/articles/article/"
    compare(
        {
            "our list": lambda: page(client, address),
            "filtered by status": lambda: page(client, address + "?status=withdrawn"),
            "filtered by stage": lambda: page(client, address + "?stage=submitted"),
            f"searched by title, {WORD}": lambda: page(client, address + f"?q={WORD}"),
            "Django's way to search, queries alone": plain_search,
        },
        rounds=15,
    )


def plain_search() -> None:
    found = Paginator(Article.objects.filter(title__icontains=WORD).order_by("-pk"), 50)
    list(found.page(1)) if found.count else None
