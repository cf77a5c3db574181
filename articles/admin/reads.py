"""How one text is read: by hour and day, with shares and where they led, as charts and as tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext, pgettext

from articles import reads as counted
from articles.admin import reads_csv, subpage
from articles.reads import ByChannel, Span
from maseer.lib import charts, dates
from maseer.lib.charts import Chart, Point, Strip
from maseer.lib.counters import counter

ALL = "all"


@dataclass(frozen=True)
class Row:
    name: str
    views: int
    readers: int


@dataclass(frozen=True)
class Figure:
    """A chart, and the same as a table, the newest first."""

    chart: Chart
    rows: list[Row]
    views: int
    readers: int


@dataclass(frozen=True)
class ChannelRow:
    counts: ByChannel
    shares: Strip
    arrivals: Strip


def reads(request, article):
    now = timezone.now()
    shows_all = request.GET.get("days") == ALL
    days = counted.by_day(article, timezone.localdate(now), None if shows_all else counted.DAYS)
    by_month = len(days) > 1 and (days[1].begins - days[0].begins).days > 1
    return subpage.page(
        request,
        "reads.html",
        gettext("Reads"),
        article,
        counts=counted.totals(article),
        is_public=article.is_public(now),
        hours=_figure(counted.by_hour(article, now), _hour),
        days=_figure(days, _month if by_month else _day),
        by_month=by_month,
        shows_all=shows_all,
        channels=_channels(article),
        period=reads_csv.Period.usual(now),
        now=now,
    )


def panel(article) -> dict:
    """What the page of the article says of its readers; of a text that never had any, nothing."""
    counts = counted.totals(article)
    return {"counts": counts if counts.all_views or article.is_public() else None}


def _figure(spans: list[Span], named: Callable) -> Figure:
    points, rows = [], []
    for span in spans:
        name, tick, is_major = named(span.begins)
        words = pgettext("between names", ", ").join(
            (counter("views", span.views), counter("readers", span.readers))
        )
        points.append(Point(span.views, span.readers, f"{name}: {words}", tick, is_major))
        rows.append(Row(name, span.views, span.readers))
    return Figure(
        charts.chart(points, from_right=get_language_bidi()),
        rows[::-1],
        sum(span.views for span in spans),
        sum(span.readers for span in spans),
    )


# What a bar is called, what stands under it, and whether also where there is little room.


def _hour(begins: datetime) -> tuple[str, str, bool]:
    local = timezone.localtime(begins)
    day, hour = dates.printed(local, "MONTH_DAY_FORMAT"), dates.printed(local, "TIME_FORMAT")
    if local.hour == 0:
        return f"{day} {hour}", day, True
    return f"{day} {hour}", hour if local.hour % 6 == 0 else "", local.hour == 12


def _day(begins: date) -> tuple[str, str, bool]:
    day = dates.printed(begins, "MONTH_DAY_FORMAT")
    name = f"{dates.printed(begins, 'l')} {day}"
    return name, day if begins.day in {1, 8, 15, 22} else "", begins.day in {1, 15}


def _month(begins: date) -> tuple[str, str, bool]:
    return (
        dates.printed(begins, "YEAR_MONTH_FORMAT"),
        dates.printed(begins, "Y") if begins.month == 1 else "",
        True,
    )


def _channels(article) -> list[ChannelRow]:
    rows = counted.by_channel(article)
    from_right = get_language_bidi()
    most = max((max(row.shares, row.arrivals) for row in rows), default=0)
    return [
        ChannelRow(
            row,
            charts.strip(row.shares, most, from_right=from_right),
            charts.strip(row.arrivals, most, from_right=from_right),
        )
        for row in rows
    ]
