"""What is read now: the last hour and today, for everybody in the newsroom, since all of it is public."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext

from articles import reads
from articles.admin import reads_csv, subpage
from articles.models import Article, Section
from articles.reads import Place
from maseer.lib import charts
from maseer.lib.charts import Chart, Point, Strip

SPARK_HEIGHT = 24


@dataclass(frozen=True)
class Line:
    place: Place
    spark: Chart
    # Whoever looks may open it in the back office; to others it is a page of the paper.
    opens: bool


@dataclass(frozen=True)
class SectionLine:
    section: Section
    count: int
    strip: Strip


def read_now(request):
    now = timezone.now()
    last_hour, today = reads.last_hour(now), reads.today(now)
    numbers = {place.article.pk for place in (*last_hour, *today)}
    visible = Article.objects.visible_to(request.user).filter(pk__in=numbers).order_by()
    opens = set(visible.values_list("pk", flat=True))
    return subpage.page(
        request,
        "read_now.html",
        gettext("What is read now"),
        now=now,
        last_hour=_lines(last_hour, opens),
        today=_lines(today, opens),
        sections_in_last_hour=_sections(reads.sections_in_last_hour(now)),
        sections_today=_sections(reads.sections_today(now)),
        may_download=reads_csv.may_download(request.user),
        period=reads_csv.Period.usual(now),
    )


def _lines(places: list[Place], opens: set[int]) -> list[Line]:
    most = max((step for place in places for step in place.steps), default=0)

    def spark(place: Place) -> Chart:
        points = [Point(step) for step in place.steps]
        return charts.chart(points, from_right=get_language_bidi(), height=SPARK_HEIGHT, most=most)

    return [Line(place, spark(place), place.article.pk in opens) for place in places]


def _sections(rows: list[tuple[Section, int]]) -> list[SectionLine]:
    most = max((count for _section, count in rows), default=0)
    return [
        SectionLine(section, count, charts.strip(count, most, from_right=get_language_bidi()))
        for section, count in rows
    ]
