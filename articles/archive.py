"""Everything the paper has published, by month. Nothing is counted: a month has a page if a text is in it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, bylines_of
from maseer.lib.paging import KeysetPage, that_hold
from maseer.page_cache import public

MINUTE = 60


@dataclass(frozen=True, order=True)
class Month:
    """Of the paper's calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @property
    def day(self) -> date:
        """Its first."""
        return date(self.year, self.number, 1)

    @property
    def following(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def begins(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, time.min))

    @property
    def ends(self) -> datetime:
        """Its last moment, or now."""
        return min(self.following.begins - timedelta.resolution, timezone.now())

    def texts(self):
        """What readers had by its end and not before it, newest first. (With two ends SQLite begins at the later.)"""
        return Article.objects.newest_first(self.ends).filter(published_at__gte=self.begins)

    def get_absolute_url(self) -> str:
        return reverse("articles:archive_month", args=[self.year, self.number])


def months() -> list[Month]:
    """Those with a public text, the newest first. Three queries for eight years, and one for each eight more."""
    oldest, newest = _moments().first(), _moments().last()
    if oldest is None:
        return []
    every, last = [Month.of(oldest)], Month.of(newest)
    while every[-1] < last:
        every.append(every[-1].following)
    return that_hold({month: month.texts() for month in reversed(every)})


def _moments(now: datetime | None = None):
    return Article.objects.published(now).order_by("published_at").values_list("published_at", flat=True)


@require_safe
@public("feed", "nav", "all", ttl=10 * MINUTE)
def archive(request):
    years: dict[int, list[Month]] = {}
    for month in months():
        # Within a year they are read from its beginning.
        years.setdefault(month.year, []).insert(0, month)
    return render(request, "articles/archive.html", {"years": years})


@require_safe
@public("feed", "nav", "all", ttl=5 * MINUTE)
def archive_month(request, year: str, number: str):
    month = Month(int(year), int(number))
    page = KeysetPage(month.texts().as_cards(), request.GET)
    if not page.articles:
        raise Http404
    bylines_of(page.articles)
    earlier = _moments(month.begins - timedelta.resolution).last()
    later = _moments().filter(published_at__gt=month.ends).first()
    context = {
        "page": page,
        "month": month,
        "earlier": earlier and Month.of(earlier),
        "later": later and Month.of(later),
    }
    return render(request, "articles/archive_month.html", context)
