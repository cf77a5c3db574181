"""The demo newsroom, filled once: a whole newspaper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Remark
from maseer.demo.newsroom import Newsroom
from maseer.models import QueuedMail
from tests.test_pages import ARTICLE_BUDGET, HOME_BUDGET, queries

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def newsroom(made_once):
    Newsroom().fill()


def test_it_keeps_the_budgets_of_the_pages(client, django_assert_max_num_queries):
    queries(client, "/", lambda: django_assert_max_num_queries(HOME_BUDGET))
    for text in Article.objects.published():
        queries(client, text.get_absolute_url(), lambda: django_assert_max_num_queries(ARTICLE_BUDGET))


def test_it_floods_nobody_and_has_something_to_read():
    for person in User.objects.filter(is_staff=True).exclude(username="admin"):
        assert 0 < person.notices.count() <= 6, person
        assert 0 < person.notices.filter(read_at=None).count() <= 3, person
    assert Remark.objects.values("article").distinct().count() == 2
    assert not QueuedMail.objects.exists()
    long_ago = timezone.now() - timedelta(days=1)
    assert not Article.objects.published(long_ago).filter(to_announce=True).exists()
