"""The lists of words in the index: in long ones nothing is lost, however they are walked."""

import random
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from articles.models import Article, SearchDocument, SearchState, search_rebuild
from articles.models.search_document import MARK, place, public_until
from articles.search import candidates, search
from articles.search.engines import Postings, engine
from articles.search.frequencies import Frequencies
from articles.workflow import Status
from tests.factories import article

LETTERS = "ابتثجحخدذر"
WORDS = [one + other for one in LETTERS for other in LETTERS]
# So sparse an archive that two texts of one list may be years apart.
TEXTS, BEGINNING, DAYS = 2_000, datetime(1975, 1, 1, tzinfo=UTC), 50 * 365
ALL = public_until(BEGINNING + timedelta(days=DAYS))
# A word may be in a title, often in a text, and very often, which is often too.
LEVELS = ("", "t", "2", "23", "t2", "t23")


@pytest.fixture(scope="module")
def words(made_once) -> dict[int, set[str]]:
    """Those of texts of fifty years, by place; the index has small pages, so that a few hundred are a long list."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_searchindex(articles_searchindex, rank) VALUES('pgsz', 64)")
    chance = random.Random(11)  # noqa: S311  the same texts each time
    articles = Article.objects.bulk_create(Article() for _ in range(TEXTS))
    words = {
        place(BEGINNING + timedelta(days=chance.random() * DAYS), text.pk): set(chance.sample(WORDS, 10))
        for text in articles
    }
    documents = []
    for text, (ord, said) in zip(articles, words.items(), strict=True):
        body = sorted(said)
        marks = [f"{word}{MARK}{level}" for word in body for level in chance.choice(LEVELS)]
        documents.append(
            SearchDocument(
                ord=ord,
                article=text,
                version=1,
                length=10,
                body=f" {' '.join(body)} ",
                marks=f" {' '.join(marks)} ",
            )
        )
    SearchDocument.objects.bulk_create(documents)
    return words


@pytest.mark.django_db
def test_the_newest_of_two_long_lists_are_all_there(words):
    for one, other in pairwise(WORDS):
        expression = (((one,),), ((other,),))
        both = sorted((ord for ord in words if {one, other} <= words[ord]), reverse=True)
        assert engine().newest(expression, ALL, TEXTS, Frequencies(expression)) == both, (one, other)


@pytest.mark.django_db
@pytest.mark.parametrize("most", [1, 20, 60, 100, 130, TEXTS])
def test_one_word_is_answered_level_by_level_as_by_adding_up(words, most, monkeypatch):
    monkeypatch.setattr(candidates, "POOL", most)
    bounds = (ALL[0], sorted(words)[-TEXTS // 10])
    for word in WORDS[::5]:
        group = ((word,),)
        known = Frequencies((group,))
        there = Postings((group,), candidates._weight(group, known))
        added_up = engine().weighed([there, *candidates._levels(group, (), known)], bounds, most)
        assert candidates._of_one_word(group, bounds, known) == added_up, word


@pytest.mark.django_db
def test_places_are_made_shorter_and_longer_again():
    migration = import_module("articles.migrations.0017_shorter_places")
    now = timezone.now()
    draft = article(title="كناري", status=Status.UNPUBLISHED)
    old = article(title="كناري", published_at=datetime(1956, 7, 26, tzinfo=UTC))
    new = article(title="كناري", published_at=now)
    to_come = article(title="كناري", published_at=now + timedelta(days=365))
    documents = SearchDocument.objects.filter(article__in=[draft, old, new, to_come])
    short = dict(documents.values_list("article", "ord"))
    SearchState.load()
    if connection.vendor == "postgresql":
        # As after a commit: with checks outstanding no table is changed.
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    editor = connection.schema_editor()
    migration.replace_with(migration.LONGER)(apps, editor)
    long = {
        draft.pk: -draft.pk,
        old.pk: 1 << 31 | old.pk,
        new.pk: int(now.timestamp()) << 31 | new.pk,
        to_come.pk: int(to_come.published_at.timestamp()) << 31 | to_come.pk,
    }
    assert dict(documents.values_list("article", "ord")) == long
    migration.replace_with(migration.SHORTER)(apps, editor)
    assert dict(documents.values_list("article", "ord")) == short
    assert search("كناري", order="newest").articles == [new, old]
    # The index follows its table as before.
    new.published_at = now + timedelta(days=1)
    SearchDocument.move(new)
    assert search("كناري").articles == [old]
    # What the older program published meanwhile is read again.
    assert search_rebuild.is_due()
