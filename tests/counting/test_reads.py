"""What the newsroom is told of readers agrees with what was counted."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from articles import counting, reads
from articles.models import ArticleCount, DailyCount, HourlyCount
from articles.workflow import Status
from maseer.counting.channels import Channel
from maseer.counting.events import Event, What
from tests import factories

pytestmark = pytest.mark.django_db

# Twenty to three in the afternoon in Damascus.
NOW = datetime(2026, 11, 26, 11, 40, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def text():
    return factories.article(published_at=NOW - timedelta(days=300))


def count(*events: tuple, batch: str = "one") -> None:
    counting.count(
        batch,
        [
            Event(int((NOW - ago).timestamp()), text.pk, visitor, What(what), channel).line()
            for text, visitor, ago, what, channel in events
        ],
    )


def read(text, visitor: int, **ago) -> tuple:
    return text, visitor, timedelta(**ago), "r", ""


def test_hours_and_days_end_now_and_have_no_gaps(text):
    count(read(text, 1, minutes=5), read(text, 2, minutes=50), read(text, 1, hours=3), read(text, 3, days=3))
    hours = reads.by_hour(text, NOW)
    assert len(hours) == reads.HOURS
    assert hours[-1].begins == NOW.replace(minute=0)
    assert [(span.views, span.readers) for span in hours[-4:]] == [(1, 1), (0, 0), (1, 1), (1, 0)]
    assert sum(span.views for span in hours) == 3
    days = reads.by_day(text, TODAY)
    assert len(days) == reads.DAYS
    assert [(span.begins, span.views, span.readers) for span in days if span.views] == [
        (TODAY - timedelta(days=3), 1, 1),
        (TODAY, 3, 2),
    ]


def test_all_days_begin_with_the_first_reader(text):
    DailyCount.objects.create(article=text, day=TODAY - timedelta(days=60), views=4, readers=3)
    days = reads.by_day(text, TODAY, None)
    assert len(days) == 61
    assert (days[0].views, days[0].readers) == (4, 3)


def test_what_is_long_read_is_told_by_month(text):
    for days, views in ((0, 5), (1, 2), (200, 7), (3_000, 1)):
        DailyCount.objects.create(article=text, day=TODAY - timedelta(days=days), views=views, readers=1)
    months = reads.by_day(text, TODAY, None)
    assert months[-1].begins == TODAY.replace(day=1)
    assert (months[-1].views, months[-1].readers) == (7, 2)
    assert sum(month.views for month in months) == 15
    gaps = {(b.begins - a.begins).days for a, b in pairwise(months)}
    assert gaps <= {28, 29, 30, 31}


def test_what_was_before_the_move_is_in_the_total_and_in_no_window(text):
    ArticleCount.objects.create(article=text, views=3, views_before=100)
    assert reads.totals(text).all_views == 103
    assert not any(span.views for span in reads.by_hour(text, NOW) + reads.by_day(text, TODAY, None))


def test_a_text_nobody_read_has_zeros(text):
    assert reads.totals(text).all_views == 0
    assert [span.views for span in reads.by_day(text, TODAY, None)] == [0]
    assert reads.by_channel(text) == []


def test_channels_are_added_up_over_the_days(text):
    count(
        (text, 1, timedelta(days=2), "s", "wa"),
        (text, 1, timedelta(), "s", "wa"),
        (text, 2, timedelta(), "a", "wa"),
        (text, 3, timedelta(), "s", "tg"),
    )
    assert reads.by_channel(text) == [
        reads.ByChannel(Channel.WHATSAPP, 2, 1),
        reads.ByChannel(Channel.TELEGRAM, 1, 0),
    ]


def test_the_last_hour_is_sixty_minutes_not_the_hour_of_the_clock(text):
    other = factories.article()
    count(
        read(text, 1, minutes=59, seconds=50),
        read(text, 2, minutes=1),
        read(other, 1, minutes=2),
        read(other, 3, minutes=61),
        (other, 4, timedelta(), "s", "wa"),
    )
    places = reads.last_hour(NOW)
    assert [(place.article, place.count) for place in places] == [(text, 2), (other, 1)]
    assert places[0].steps == [1, *[0] * 10, 1]
    assert [(section, count) for section, count in reads.sections_in_last_hour(NOW)] == [
        (text.section, 2),
        (other.section, 1),
    ]


def test_today_begins_at_midnight_in_the_paper(text):
    other = factories.article()
    # Midnight in Damascus was at 21:00 UTC; it is 14:40 there now.
    count(
        read(text, 1, hours=14, minutes=30),
        read(text, 2, hours=15),
        read(other, 3, hours=1),
        read(other, 4, hours=2),
    )
    places = reads.today(NOW)
    assert [(place.article, place.count) for place in places] == [(other, 2), (text, 1)]
    assert len(places[0].steps) == 15
    assert places[1].steps[0] == 1
    assert sum(places[0].steps) == 2
    assert reads.sections_today(NOW) == [(other.section, 2), (text.section, 1)]


def test_a_text_withdrawn_meanwhile_is_in_no_list(text, managing_editor):
    count(read(text, 1, minutes=1))
    text.apply("withdraw", by=managing_editor, note="خطأ")
    assert text.status == Status.WITHDRAWN
    assert reads.last_hour(NOW) == reads.today(NOW) == []


def test_the_lists_cost_the_same_however_much_is_read(text, django_assert_num_queries):
    now = timezone.now()
    others = [factories.article() for _ in range(25)]
    DailyCount.objects.bulk_create(
        DailyCount(article=other, day=timezone.localdate(now), views=number)
        for number, other in enumerate(others, start=1)
    )
    HourlyCount.objects.bulk_create(
        HourlyCount(article=other, hour=int(now.timestamp()) // 3600, views=1) for other in others
    )
    with django_assert_num_queries(5):
        places = reads.today(now)
        reads.sections_today(now)
    assert [place.article for place in places] == others[: -reads.PLACES - 1 : -1]
