from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.models import Article
from maseer.lib.paging import KeysetPage
from tests.factories import article, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed():
    """Seven articles of a section, three of them of one moment."""
    desk, now = section().pk, timezone.now()
    ages = [6, 5, 4, 4, 4, 2, 1]
    return [article(section=desk, title=f"{age}", published_at=now - timedelta(hours=age)) for age in ages][
        ::-1
    ]


def page(rows, query: str = "", size: int = 3):
    return KeysetPage(rows, QueryDict(query.lstrip("?")), size)


def lists_of(listed, kind: str):
    if kind == "newest":
        return Article.objects.newest_first()
    if kind == "section":
        return Article.objects.in_section(listed[0].section)
    # The seven are spread over a section and its parts, and some stand in several of them.
    parts = [section(), section()]
    for index, text in enumerate(listed):
        if index % 3:
            text.placements.update(section=parts[index % 2])
        if index % 3 == 2:
            text.placements.create(section=listed[0].section, public_at=text.published_at)
    return Article.objects.in_sections([listed[0].section, *parts])


@pytest.mark.parametrize("kind", ["newest", "section", "section and parts"])
def test_every_article_is_on_exactly_one_page_both_ways(listed, kind):
    rows = lists_of(listed, kind)
    first = page(rows)
    second = page(rows, first.older)
    third = page(rows, second.older)
    assert first.articles + second.articles + third.articles == listed
    assert not first.newer
    assert not third.older
    assert page(rows, third.newer).articles == second.articles
    assert page(rows, second.newer).articles == first.articles
    assert not page(rows, second.newer).newer


@pytest.mark.parametrize("kind", ["newest", "section", "section and parts"])
def test_the_last_page_is_reached_at_once(listed, kind):
    rows = lists_of(listed, kind)
    last = page(rows, "?last")
    assert last.articles == listed[-3:]
    assert not last.older
    assert page(rows, last.newer).articles == listed[1:4]


@pytest.mark.parametrize(
    "query", ["before=", "before=x", "before=1-2-3", "after=99999999999999999-1", "before=١-٢", "page=9"]
)
def test_nonsense_is_the_first_page_or_an_empty_one(listed, query):
    shown = page(Article.objects.newest_first(), query).articles
    assert shown in ([], listed[:3])


@pytest.mark.parametrize("kind", ["newest", "section and parts"])
def test_a_page_is_one_query_and_counts_nothing(listed, kind, django_assert_num_queries):
    shown = page(lists_of(listed, kind))
    with django_assert_num_queries(1) as made:
        assert shown.articles
        assert shown.older
    assert "COUNT" not in made[0]["sql"].upper()
    assert "OFFSET" not in made[0]["sql"].upper()


def test_what_was_asked_goes_along_to_every_page(listed):
    rows = Article.objects.newest_first()
    inside = KeysetPage(rows, QueryDict(page(rows).older.lstrip("?")), 3, keep={"q": "نصّ & آخر"})
    for link in (inside.newest, inside.newer, inside.older, inside.oldest):
        assert QueryDict(link.lstrip("?"))["q"] == "نصّ & آخر"
    assert set(QueryDict(inside.older.lstrip("?"))) == {"q", "before"}
    assert set(QueryDict(inside.newest.lstrip("?"))) == {"q"}
