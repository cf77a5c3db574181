"""How texts were read, for the newsroom. Everything here only reads; `articles.counting` writes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from articles.models import Article, ArticleCount, DailyCount, HourlyCount, Section, ShareCount, Sighting
from maseer.counting.channels import Channel

HOURS, DAYS = 48, 35
# More bars than these are no chart any more: the months are shown.
MOST_DAYS = 120
PLACES = 20
# The last hour in so many steps.
STEPS, STEP = 12, 300


@dataclass(frozen=True)
class Span:
    """An hour, a day or a month, by when it begins."""

    begins: datetime | date
    views: int = 0
    readers: int = 0


@dataclass(frozen=True)
class ByChannel:
    channel: Channel
    shares: int
    arrivals: int


@dataclass
class Place:
    """A text among those that are read most now."""

    article: Article
    count: int
    # What it is made of, the oldest step first.
    steps: list[int]


# One text


def totals(article: Article) -> ArticleCount:
    return ArticleCount.objects.filter(pk=article.pk).first() or ArticleCount(article=article)


def by_hour(article: Article, now: datetime) -> list[Span]:
    """The last two days; hours without readers too."""
    last = _hour(now)
    first = last - HOURS + 1
    rows = HourlyCount.objects.filter(article=article, hour__gte=first, hour__lte=last)
    counts = {hour: counted for hour, *counted in rows.values_list("hour", "views", "readers")}
    return [Span(_begins(hour), *counts.get(hour, ())) for hour in range(first, last + 1)]


def by_day(article: Article, today: date, days: int | None = DAYS) -> list[Span]:
    """So many days up to today, or, without a number, all since the first that was counted."""
    rows = DailyCount.objects.filter(article=article, day__lte=today).order_by("day")
    if days is None:
        first = rows.values_list("day", flat=True).first() or today
        if (today - first).days >= MOST_DAYS:
            return _by_month(rows, first, today)
    else:
        first = today - timedelta(days=days - 1)
    counts = {
        day: counted for day, *counted in rows.filter(day__gte=first).values_list("day", "views", "readers")
    }
    all_days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return [Span(day, *counts.get(day, ())) for day in all_days]


def _by_month(rows, first: date, today: date) -> list[Span]:
    sums = rows.values(month=TruncMonth("day")).annotate(Sum("views"), Sum("readers")).order_by("month")
    counts = {row["month"]: (row["views__sum"], row["readers__sum"]) for row in sums}
    spans, month = [], first.replace(day=1)
    while month <= today:
        spans.append(Span(month, *counts.get(month, ())))
        month = (month + timedelta(days=31)).replace(day=1)
    return spans


def by_channel(article: Article) -> list[ByChannel]:
    """All channels by which it was shared or reached, the most shared first."""
    rows = ShareCount.objects.filter(article=article).order_by().values("channel")
    found = [
        ByChannel(Channel(row["channel"]), row["shares__sum"], row["arrivals__sum"])
        for row in rows.annotate(Sum("shares"), Sum("arrivals"))
    ]
    return sorted(found, key=lambda row: (-row.shares, -row.arrivals))


# The whole paper, now


def last_hour(now: datetime) -> list[Place]:
    """Readers of the last 60 minutes, by what they were last seen at."""
    second = int(now.timestamp())
    seen = _seen(second)
    most = seen.values("article_id").annotate(readers=Count("pk")).order_by("-readers", "-article_id")
    readers = dict(most.values_list("article_id", "readers")[:PLACES])
    steps = defaultdict(lambda: [0] * STEPS)
    by_step = seen.filter(article_id__in=readers).annotate(step=(second - F("counted_at")) / STEP)
    for article, step, count in by_step.values_list("article_id", "step").annotate(Count("pk")).order_by():
        steps[article][STEPS - 1 - min(int(step), STEPS - 1)] += count
    return _places(readers, steps)


def today(now: datetime) -> list[Place]:
    """Views of the paper's day."""
    rows = DailyCount.objects.filter(day=timezone.localdate(now)).order_by("-views", "-article")
    views = dict(rows.values_list("article", "views")[:PLACES])
    first, last = _hour(_midnight(now)), _hour(now)
    steps = defaultdict(lambda: [0] * (last - first + 1))
    hours = HourlyCount.objects.filter(article__in=views, hour__gte=first, hour__lte=last)
    for article, hour, count in hours.values_list("article", "hour", "views"):
        steps[article][hour - first] += count
    return _places(views, steps)


def sections_in_last_hour(now: datetime) -> list[tuple[Section, int]]:
    of_article = Article.objects.filter(pk=OuterRef("article_id")).order_by().values("section")
    seen = _seen(int(now.timestamp())).annotate(section=Subquery(of_article))
    return _sections(seen.values_list("section").annotate(Count("pk")).order_by())


def sections_today(now: datetime) -> list[tuple[Section, int]]:
    rows = DailyCount.objects.filter(day=timezone.localdate(now)).order_by()
    return _sections(rows.values_list("article__section").annotate(Sum("views")))


def _seen(second: int):
    return Sighting.objects.filter(counted_at__gt=second - STEPS * STEP, counted_at__lte=second, what="r")


def _places(counts: dict[int, int], steps) -> list[Place]:
    """What readers may see of it; a text withdrawn meanwhile is nobody's news."""
    found = Article.objects.published().as_cards().in_bulk(counts)
    return [Place(found[pk], count, steps[pk]) for pk, count in counts.items() if pk in found]


def _sections(counts) -> list[tuple[Section, int]]:
    counted = {section: number for section, number in counts if section and number}
    found = Section.objects.select_related("parent").in_bulk(counted)
    rows = [(found[pk], number) for pk, number in counted.items() if pk in found]
    return sorted(rows, key=lambda row: -row[1])


def _hour(at: datetime) -> int:
    return int(at.timestamp()) // 3600


def _begins(hour: int) -> datetime:
    return datetime.fromtimestamp(hour * 3600, UTC)


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
