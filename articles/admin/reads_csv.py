"""Counts as tables for a spreadsheet: of one text or of the whole paper, so many days of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib import messages
from django.db.models import Sum
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from articles.models import Article, DailyCount, ShareCount
from articles.reads import DAYS
from maseer.counting.channels import Channel
from maseer.lib import spreadsheet
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse

MOST_DAYS = 400
# So many texts of a day are read at once.
CHUNK = 2_000

NUMBERS = (_("Views"), _("Readers"), _("Shares"), _("Arrivals"))


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    @classmethod
    def usual(cls, now: datetime) -> Self:
        today = timezone.localdate(now)
        return cls(today - timedelta(days=DAYS - 1), today)

    @classmethod
    def asked_for(cls, request) -> Self | None:
        """None if it is none, or longer than a table may be."""
        usual = cls.usual(timezone.now())
        try:
            asked = {name: parse_date(request.GET.get(name) or "") for name in ("first", "last")}
        except ValueError:
            return None
        if any(request.GET.get(name) and not asked[name] for name in asked):
            return None
        period = cls(asked["first"] or usual.first, asked["last"] or usual.last)
        return period if 0 <= (period.last - period.first).days < MOST_DAYS else None

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=days) for days in range((self.last - self.first).days + 1))


def may_download(user) -> bool:
    return user.has_perm("articles.see_all_article")


def of_article(request, article):
    period = Period.asked_for(request)
    if period is None:
        return _not_a_period(request, "admin:articles_article_reads", article.pk)
    headings = (pgettext_lazy("of the calendar", "Day"), *NUMBERS, *(channel.label for channel in Channel))
    return _download(headings, _days_of(article, period), f"reads-{article.pk}", period)


def of_paper(request):
    if not may_download(request.user):
        refuse("reads as CSV", request.user)
    period = Period.asked_for(request)
    if period is None:
        return _not_a_period(request, "admin:articles_read_now")
    headings = (pgettext_lazy("of the calendar", "Day"), _("Number"), _("Title"), _("Section"), *NUMBERS)
    seen = Article.objects.order_by().visible_to(request.user)
    return _download(headings, _texts_of(seen, period), "reads", period)


def _not_a_period(request, *address):
    messages.error(
        request,
        gettext("Ask for two days, the first before the last, and no more than %(days)s days between them.")
        % {"days": Numeral(MOST_DAYS)},
    )
    return redirect(*address)


def _download(headings: Iterable, rows: Iterator[list], name: str, period: Period) -> StreamingHttpResponse:
    # The words are looked up now: the language of whoever asked is off by the time the lines are sent.
    table = _after([str(heading) for heading in headings], rows)
    name = f"{name}-{period.first:%Y%m%d}-{period.last:%Y%m%d}.csv"
    return StreamingHttpResponse(
        spreadsheet.lines(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _after(headings: list[str], rows: Iterator[list]) -> Iterator[list]:
    yield headings
    yield from rows


def _days_of(article: Article, period: Period) -> Iterator[list]:
    """Every day, those without readers too."""
    within = {"article": article, "day__range": (period.first, period.last)}
    reads = {
        day: numbers
        for day, *numbers in DailyCount.objects.filter(**within).values_list("day", "views", "readers")
    }
    shares = defaultdict(dict)
    for row in ShareCount.objects.filter(**within):
        shares[row.day][row.channel] = row
    for day in period:
        by_channel = shares.get(day, {})
        yield [
            *(day, *reads.get(day, (0, 0))),
            sum(row.shares for row in by_channel.values()),
            sum(row.arrivals for row in by_channel.values()),
            *(by_channel[channel].shares if channel in by_channel else 0 for channel in Channel),
        ]


def _texts_of(seen, period: Period) -> Iterator[list]:
    """What was read or shared each day, by number, in parts: the answer is as long as the archive is."""
    for day in period:
        after = 0
        while after is not None:
            numbers, after = _part(day, after)
            texts = seen.filter(pk__in=numbers).values_list("pk", "title", "section__name")
            for pk, title, section in texts.order_by("pk"):
                yield [day, pk, title, section, *numbers[pk]]


def _part(day: date, after: int) -> tuple[dict[int, list[int]], int | None]:
    """Views, readers, shares and arrivals of the next texts of a day, and the last of them, if more may follow."""
    reads = DailyCount.objects.filter(day=day, article__gt=after).order_by("article")
    found = list(reads.values_list("article", "views", "readers")[:CHUNK])
    last = found[-1][0] if len(found) == CHUNK else None
    numbers = {article: [views, readers, 0, 0] for article, views, readers in found}
    shares = ShareCount.objects.filter(day=day, article__gt=after).order_by()
    if last is not None:
        shares = shares.filter(article__lte=last)
    sums = shares.values("article").annotate(Sum("shares"), Sum("arrivals"))
    for article, *shared in sums.values_list("article", "shares__sum", "arrivals__sum"):
        # Shared on a day on which nobody who was counted read it: from a page left open over midnight.
        numbers.setdefault(article, [0, 0, 0, 0])[2:] = shared
    return numbers, last
