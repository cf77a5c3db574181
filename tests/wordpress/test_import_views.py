"""How often a text was read before the move: kept, replaced by a newer number, never added to our own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ArticleCount, DailyCount, HourlyCount
from maseer.wordpress.views import MOST
from tests.wordpress import wxr
from tests.wordpress.paper import imported

pytestmark = pytest.mark.django_db


def before(number: int) -> int:
    return ArticleCount.objects.get(pk=imported(number).pk).views_before


def outcome(report) -> tuple[int, int, int, int]:
    row = report.as_dict()["views"]
    return row["created"], row["updated"], row["unchanged"], row["total"]


def test_views_of_any_counter_and_any_state_are_kept(bring):
    report = bring(
        wxr.item(5, meta=[("views", "120")]),
        wxr.item(6, status="draft", meta=[("post_views_count", "3")]),
        wxr.item(7, status="private", meta=[("jnews_views", "40")]),
        wxr.item(8),
        wxr.item(9, meta=[("views", "many")]),
        wxr.item(2, type="page", meta=[("views", "9")]),
    )
    assert [before(number) for number in (5, 6, 7)] == [120, 3, 40]
    assert ArticleCount.objects.count() == 3
    assert outcome(report) == (3, 0, 0, 163)
    assert "163, kept apart" in report.summary()


def test_a_second_run_changes_nothing_and_a_newer_number_replaces_the_older(bring):
    bring(wxr.item(5, meta=[("views", "120")]), wxr.item(6, meta=[("views", "7")]))
    assert outcome(bring(wxr.item(5, meta=[("views", "120")]), wxr.item(6, meta=[("views", "7")]))) == (
        *(0, 0, 2),
        127,
    )
    report = bring(wxr.item(5, meta=[("views", "150")]), wxr.item(6, meta=[("views", "7")]))
    assert outcome(report) == (0, 1, 1, 157)
    assert (before(5), before(6)) == (150, 7)


def test_our_own_counts_stay_apart(bring):
    bring(wxr.item(5))
    text = imported(5)
    ArticleCount.objects.create(article=text, views=10, readers=8, shares=2)
    assert outcome(bring(wxr.item(5, meta=[("views", "90")]))) == (1, 0, 0, 90)
    row = ArticleCount.objects.get()
    assert (row.views, row.readers, row.shares, row.views_before, row.all_views) == (10, 8, 2, 90, 100)
    assert not HourlyCount.objects.exists()
    assert not DailyCount.objects.exists(), "they are in no window"


def test_a_number_no_column_holds_is_cut(bring):
    bring(wxr.item(5, meta=[("views", "999999999999999")]))
    assert before(5) == MOST


def test_a_dry_run_counts_and_keeps_nothing(bring):
    assert outcome(bring(wxr.item(5, meta=[("views", "120")]), dry_run=True)) == (1, 0, 0, 120)
    assert not ArticleCount.objects.exists()


def test_views_cost_no_statement_an_article(bring):
    def statements(items: range) -> int:
        with CaptureQueriesContext(connection) as queries:
            bring(*(wxr.item(number, meta=[("views", str(number))]) for number in items))
        return sum("articles_articlecount" in query["sql"] for query in queries)

    assert statements(range(100, 105)) == statements(range(200, 240)) == 2
