"""The archive by month."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles import archive
from articles.models import Article
from articles.workflow import Status
from maseer.lib import dates
from maseer.lib.arabic import DigitStyle
from maseer.lib.paging import that_hold
from pages.models import SiteSettings
from tests.articles.hidden import CANARY, STATES, hidden
from tests.factories import article

pytestmark = pytest.mark.django_db

BUDGET = 10


def at(*moment: int) -> datetime:
    """By the paper's clock."""
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001


def page(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def links(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split('href="') if part.startswith("/archive/2")]


def test_the_archive_has_the_months_with_texts_newest_year_first(client):
    for moment in ((2024, 3, 31), (2022, 12, 5), (2024, 11, 1), (2024, 11, 2)):
        article(published_at=at(*moment))
    html = page(client, "/archive/")
    assert links(html) == ["/archive/2024/3/", "/archive/2024/11/", "/archive/2022/12/"]
    assert ">مارس</a>" in html
    assert page(client, "/archive/2023/1/", 404)
    for address in links(html):
        page(client, address)


def test_a_month_begins_and_ends_by_the_papers_clock(client):
    # 22:30 UTC is past midnight in Damascus.
    text = article(title="ليلة رأس السنة", published_at=datetime(2024, 12, 31, 22, 30, tzinfo=UTC))
    assert text.title in page(client, "/archive/2025/1/")
    page(client, "/archive/2024/12/", 404)
    assert links(page(client, "/archive/")) == ["/archive/2025/1/"]


def test_a_month_is_paged_and_leads_to_its_neighbours(client):
    for day in range(1, 26):
        article(title=f"نصّ {day:02}", published_at=at(2025, 7, day))
    article(title="قبل", published_at=at(2025, 2, 1))
    article(title="بعد", published_at=at(2025, 9, 30, 23, 59))
    first = page(client, "/archive/2025/7/")
    assert first.count("listing__item") == 20
    assert "نصّ 25" in first
    assert "نصّ 05" not in first
    assert links(first) == ["/archive/2025/2/", "/archive/2025/9/"]
    second = page(
        client, "/archive/2025/7/" + first.partition('rel="next"')[0].rpartition('href="')[2].rstrip('" ')
    )
    assert second.count("listing__item") == 5
    assert "قبل" not in second.partition("<nav")[0]


def test_months_are_called_as_the_paper_calls_them(client):
    SiteSettings(name="مصير", months=dates.MonthStyle.LEVANTINE, digits=DigitStyle.ARABIC).save()
    article(published_at=at(2025, 7, 4))
    assert "تموز ٢٠٢٥" in page(client, "/archive/2025/7/")
    html = page(client, "/archive/")
    assert ">تموز</a>" in html
    assert "٢٠٢٥</h2>" in html


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_makes_no_month(state, client):
    text = hidden(state)
    month = timezone.localtime(text.published_at)
    article(published_at=at(2020, 1, 1))
    html = page(client, "/archive/")
    assert links(html) == ["/archive/2020/1/"]
    page(client, f"/archive/{month.year}/{month.month}/", 404)
    assert CANARY not in html + page(client, "/archive/2020/1/")
    # In a month that others fill.
    article(published_at=at(month.year, month.month, 1))
    assert CANARY not in page(client, f"/archive/{month.year}/{month.month}/")


@pytest.mark.parametrize(
    "month", ["2025/07", "2025/13", "2025/0", "0025/7", "3025/7", "2025", "٢٠٢٥/٧", "9999/12", "2025/7/1"]
)
def test_a_month_has_one_address(month, client):
    article(published_at=at(2025, 7, 4))
    page(client, f"/archive/{month}/", 404)


def test_an_empty_paper_has_an_empty_archive(client):
    assert not links(page(client, "/archive/"))


def test_the_archive_counts_nothing(client, django_assert_max_num_queries, monkeypatch):
    # Eight years of months, as if a question held ten of them.
    article(published_at=at(2018, 1, 1))
    article(published_at=at(2025, 12, 1))
    with django_assert_max_num_queries(BUDGET):
        html = page(client, "/archive/")
    assert links(html) == ["/archive/2025/12/", "/archive/2018/1/"]
    with django_assert_max_num_queries(BUDGET):
        page(client, "/archive/2018/1/")


def test_lists_that_hold_a_row_are_found_in_batches(monkeypatch):
    texts = [article() for _ in range(3)]
    monkeypatch.setattr("maseer.lib.paging.AT_ONCE", 2)
    asked = {number: Article.objects.filter(pk=number) for number in range(texts[-1].pk + 5)}
    assert that_hold(asked) == [text.pk for text in texts]
    assert that_hold({}) == []


def test_a_month_knows_the_next_one():
    assert archive.Month(2024, 12).following == archive.Month(2025, 1)
    assert archive.Month(2024, 1).following == archive.Month(2024, 2)


def test_a_text_that_comes_later_today_is_not_in_todays_month(client):
    article(status=Status.PUBLISHED)
    hidden("scheduled")
    now = timezone.localtime()
    assert CANARY not in page(client, f"/archive/{now.year}/{now.month}/")


def test_the_foot_of_every_page_leads_to_the_archive(client):
    article()
    assert 'href="/archive/"' in page(client, "/")
