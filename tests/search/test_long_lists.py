"""Words in so many texts that SQLite keeps an index of their list, which must be read rightly from its end too."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from articles.models import Article, SearchDocument
from articles.models.search_document import place, public_until
from articles.search.engines import engine
from articles.search.frequencies import Frequencies

LETTERS = "ابتثجحخدذر"
WORDS = [one + other for one in LETTERS for other in LETTERS]
# So sparse an archive that two texts of one list may be years apart.
TEXTS, BEGINNING, DAYS = 2_000, datetime(1975, 1, 1, tzinfo=UTC), 50 * 365


@pytest.fixture
def words() -> dict[int, set[str]]:
    """Those of texts of fifty years, by place; the index has small pages, so that a few hundred are a long list."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES('pgsz', 64)")
    chance = random.Random(11)  # noqa: S311  the same texts each time
    articles = Article.objects.bulk_create(Article() for _ in range(TEXTS))
    words = {
        place(BEGINNING + timedelta(days=chance.random() * DAYS), article.pk): set(chance.sample(WORDS, 10))
        for article in articles
    }
    SearchDocument.objects.bulk_create(
        SearchDocument(
            ord=ord, article=article, version=1, length=10, body=f" {' '.join(sorted(words[ord]))} "
        )
        for ord, article in zip(words, articles, strict=True)
    )
    return words


@pytest.mark.django_db
def test_the_newest_of_two_long_lists_are_all_there(words):
    for one, other in pairwise(WORDS):
        expression = (((one,),), ((other,),))
        both = sorted((ord for ord in words if {one, other} <= words[ord]), reverse=True)
        bounds = public_until(BEGINNING + timedelta(days=DAYS))
        assert engine().newest(expression, bounds, TEXTS, Frequencies(expression)) == both, (one, other)
