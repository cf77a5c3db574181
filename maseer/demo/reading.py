"""Readers of the demo: counts as a small paper has them, made up like its texts.

They are written where real ones are, so that charts, lists and the desk have something to show. Nothing of it is ever
brought into a paper that has texts of its own.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from articles import most_read
from articles.models import Article, ArticleCount, DailyCount, HourlyCount, ShareCount, Sighting
from maseer.counting.channels import Channel

DAYS = 35
# Of a day's readers so many come in each hour of the paper's clock; the evening is when people read.
HOURS = (2, 1, 1, 1, 1, 2, 3, 5, 6, 6, 5, 5, 6, 6, 5, 5, 6, 7, 8, 9, 10, 9, 7, 4)
# What a text of usual luck has in its first day, and how fast that fades; then the few a day who come by searching.
FIRST_DAY, HALF_LIFE, LATER = 160, 30, 3
NEW = 0.86  # of views
FROM_LIST = 0.06
SHARED, ARRIVED = 0.018, 1.4
CHANNELS = dict(zip(Channel, (42, 14, 24, 8, 1, 7, 4), strict=True))


def settle(now, seed: int = 3) -> None:
    """All that is public was read since it was, in the last five weeks; what is older also before the move."""
    rows = defaultdict(list)
    for article in Article.objects.published(now).order_by("pk"):
        # Each text has a luck of its own, whatever the hour brings others: the same lead the list at any time of day.
        chance = random.Random(f"{seed} {article.slug}")  # noqa: S311  the same readers each time, nothing secret
        for row in _of(article, now, chance):
            rows[type(row)].append(row)
    for model in (HourlyCount, DailyCount, ShareCount, ArticleCount, Sighting):
        model.objects.bulk_create(rows[model], batch_size=500)
    most_read.work_out()


def _of(article: Article, now: datetime, chance: random.Random) -> Iterator:
    age = now - article.published_at
    before = round(chance.lognormvariate(7, 0.8)) if age > timedelta(days=DAYS) else 0
    total = ArticleCount(article=article, views_before=before)
    luck = chance.lognormvariate(0, 0.7)
    days = {}
    for hour in _hours(article, now):
        views = _some(luck * _expected(article, hour, now), chance)
        if not views:
            continue
        readers = sum(chance.random() < NEW for _ in range(views))
        from_list = sum(chance.random() < FROM_LIST for _ in range(readers))
        at = datetime.fromtimestamp(hour * 3600, UTC)
        day = timezone.localdate(at)
        row = days.setdefault(day, DailyCount(article=article, day=day))
        for count in (row, total):
            count.views += views
            count.readers += readers
            count.from_list += from_list
        yield HourlyCount(article=article, hour=hour, views=views, readers=readers, from_list=from_list)
        yield from _seen_lately(article, at, readers, now, chance)
    yield from days.values()
    for row in days.values():
        yield from _shares(row, total, chance)
    yield total


def _hours(article: Article, now: datetime) -> range:
    begins = max(article.published_at, now - timedelta(days=DAYS - 1))
    return range(int(begins.timestamp()) // 3600, int(now.timestamp()) // 3600 + 1)


def _expected(article: Article, hour: int, now: datetime) -> float:
    at = datetime.fromtimestamp(hour * 3600, UTC)
    hours_old = max((at - article.published_at) / timedelta(hours=1), 0)
    a_day = FIRST_DAY * 0.5 ** (hours_old / HALF_LIFE) + LATER
    share = HOURS[timezone.localtime(at).hour] / sum(HOURS)
    # Of the hour that has just begun only so much has passed.
    return a_day * share * min((now - at) / timedelta(hours=1), 1)


def _some(expected: float, chance: random.Random) -> int:
    """How many came, if so many are expected (Poisson)."""
    number, product, limit = 0, chance.random(), math.exp(-expected)
    while product > limit:
        number += 1
        product *= chance.random()
    return number


def _seen_lately(
    article: Article, at: datetime, readers: int, now: datetime, chance: random.Random
) -> Iterator:
    """The traces from which the page of what is read now is made."""
    if now - at > timedelta(hours=2):
        return
    last = min(int((now - at).total_seconds()), 3599)
    for _ in range(readers):
        moment = int(at.timestamp()) + chance.randint(0, last)
        visitor = chance.getrandbits(63)
        yield Sighting(article_id=article.pk, visitor=visitor, what="r", counted_at=moment)


def _shares(row: DailyCount, total: ArticleCount, chance: random.Random) -> Iterator:
    by_channel = {}
    for _ in range(_some(row.views * SHARED, chance)):
        channel = chance.choices(list(CHANNELS), CHANNELS.values())[0]
        share = by_channel.setdefault(
            channel, ShareCount(article=row.article, day=row.day, channel=channel.value)
        )
        share.shares += 1
        share.arrivals += _some(ARRIVED, chance)
    for share in by_channel.values():
        total.shares += share.shares
        total.arrivals += share.arrivals
        yield share
