"""What the worker does with counts: takes them over, lists the most read, and forgets."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

import articles.tasks
import maseer.tasks
from articles.models import ArticleCount, CountedBatch, DailyCount, HourlyCount, MostRead, Sighting
from maseer.counting.events import Event, What
from maseer.counting.spool import Spool
from maseer.models import DailySalt
from tests.factories import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return Spool(tmp_path / "spool")


def test_the_worker_counts_what_was_written_down_and_lists_the_most_read(files):
    text = article()
    files.write(Event(int(time.time()), text.pk, 1, What.READ).line())
    files.close()
    call_command("worker", once=True, verbosity=0)
    assert ArticleCount.objects.get(pk=text.pk).views == 1
    assert MostRead.objects.get(scope="all", window="day").places == [text.pk]
    assert list(files.folder.iterdir()) == []


def test_the_lists_are_made_anew_only_when_they_are_old():
    ArticleCount.objects.create(article=article(), readers=1)
    assert articles.tasks.list_most_read() > 0
    made = MostRead.objects.get(scope="all", window="all").made_at
    assert articles.tasks.list_most_read() == 0
    MostRead.objects.update(made_at=made - timedelta(seconds=30))
    assert articles.tasks.list_most_read() > 0
    assert MostRead.objects.get(scope="all", window="all").made_at > made


def test_the_salt_of_a_day_goes_with_the_day():
    today = datetime.now(UTC).date()
    for days in (0, 1, 5):
        DailySalt.of(today - timedelta(days=days))
    assert maseer.tasks.prune() == 2
    assert DailySalt.objects.get().day == today


def test_who_was_seen_is_forgotten_after_two_days_hours_after_35_and_batches_after_a_week():
    text, now = article(), timezone.now()
    second, hour = int(now.timestamp()), int(now.timestamp()) // 3600
    for visitor, hours in enumerate((47, 49)):
        Sighting.objects.create(
            article_id=text.pk, visitor=visitor, what="r", counted_at=second - hours * 3600
        )
    for hours in (35 * 24 - 1, 35 * 24 + 1):
        HourlyCount.objects.create(article=text, hour=hour - hours, views=1)
    for days in (6, 8):
        batch = CountedBatch.objects.create(name=f"{days} days old")
        CountedBatch.objects.filter(pk=batch.pk).update(counted_at=now - timedelta(days=days))
    DailyCount.objects.create(article=text, day=timezone.localdate() - timedelta(days=4_000), views=1)
    assert articles.tasks.prune() == 3
    assert Sighting.objects.get().visitor == 0
    assert HourlyCount.objects.get().hour == hour - 35 * 24 + 1
    assert CountedBatch.objects.get().name == "6 days old"
    assert DailyCount.objects.exists(), "days are kept for ever"
    assert articles.tasks.prune() == 0
