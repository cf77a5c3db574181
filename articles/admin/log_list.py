"""The workflow log: read as a list, or as a table for a spreadsheet. Nothing here changes an entry."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.contrib import admin
from django.contrib.admin import ListFilter, SimpleListFilter
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.scope import AboutArticles
from articles.models import TransitionLog
from articles.workflow import TRANSITIONS, Stage, Status
from maseer.lib import spreadsheet
from maseer.lib.backoffice import LongList, ReadOnly, clock_column, name_column
from maseer.lib.refusal import refuse

# So many rows are read at once, however long the table is.
CHUNK = 500
# Entries of the same moment may have their numbers in another order; so far apart they are not.
OUT_OF_ORDER = 1_000

MOVES = {name: move.label for name, move in TRANSITIONS.items()} | TransitionLog.UNLISTED

HEADINGS = (
    *(_("Number"), _("When"), _("Move"), _("Article"), _("Title"), _("Revision")),
    *(_("From stage"), _("To stage"), _("From status"), _("To status"), _("Who"), _("Note")),
)


class MoveFilter(SimpleListFilter):
    title = _("move")
    parameter_name = "move"

    def lookups(self, request, model_admin):
        return list(MOVES.items())

    def queryset(self, request, queryset):
        return queryset.filter(transition=self.value()) if self.value() in MOVES else queryset


class PeriodFilter(ListFilter):
    """Two days, both of them included; either may be left out."""

    title = _("time")
    parameter_name = "from"
    template = "admin/articles/transitionlog/period.html"
    PARAMETERS = ("from", "to")

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.typed = {name: params.pop(name)[-1].strip() for name in self.PARAMETERS if name in params}
        self.days = {name: _day(text) for name, text in self.typed.items() if text}
        self.is_wrong = None in self.days.values()
        self.used_parameters = {name: text for name, text in self.typed.items() if text}

    def has_output(self):
        return True

    def expected_parameters(self):
        return list(self.PARAMETERS)

    def choices(self, changelist):
        """What the form sends besides the days: all other filters as they are."""
        others = {name: value for name, value in changelist.params.items() if name not in self.PARAMETERS}
        yield {
            "others": others,
            "typed": self.typed,
            "is_wrong": self.is_wrong,
            "query": changelist.get_query_string(remove=["p"]),
        }

    def queryset(self, request, queryset):
        if self.is_wrong:
            return queryset.none()
        entries = TransitionLog.objects.order_by("at")
        if begins := self.days.get("from"):
            # Numbers grow with time: the list is read in their order, and must not begin at the other end.
            first = entries.filter(at__gte=_midnight(begins)).values_list("pk", flat=True).first()
            queryset = queryset.filter(at__gte=_midnight(begins), pk__gte=(first or 0) - OUT_OF_ORDER)
        if ends := self.days.get("to"):
            after = _midnight(ends + timedelta(days=1))
            last = entries.filter(at__lt=after).values_list("pk", flat=True).last()
            queryset = queryset.filter(at__lt=after, pk__lte=(last or 0) + OUT_OF_ORDER)
        return queryset


@admin.register(TransitionLog)
class TransitionLogAdmin(AboutArticles, ReadOnly, LongList, admin.ModelAdmin):
    list_display = [
        "when",
        "what",
        "article",
        "person",
        "from_stage",
        "to_stage",
        "from_status",
        "to_status",
    ]
    list_display_links = ["when"]
    list_select_related = ["article"]
    list_filter = [PeriodFilter, MoveFilter]
    fields = [
        *("article", "what", "from_stage", "to_stage", "from_status", "to_status"),
        *("note", "when", "by", "by_name"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__deck")

    def get_urls(self):
        export = self.admin_site.admin_view(require_safe(self.export))
        return [path("csv/", export, name="articles_transitionlog_csv"), *super().get_urls()]

    def lookup_allowed(self, lookup, value, request):
        return lookup in PeriodFilter.PARAMETERS or super().lookup_allowed(lookup, value, request)

    when = clock_column("at", _("when"))
    person = name_column("by_name", TransitionLog._meta.get_field("by_name").verbose_name)

    @admin.display(description=_("move"))
    def what(self, entry):
        return entry.label

    def export(self, request):
        """The list as it is filtered, all of it."""
        if not self.has_view_permission(request):
            refuse("log as CSV", request.user)
        changelist = self.get_changelist_instance(request)
        if any(getattr(spec, "is_wrong", False) for spec in changelist.filter_specs):
            address = reverse("admin:articles_transitionlog_changelist")
            return redirect(f"{address}?{request.GET.urlencode()}")
        return _download(changelist.queryset, "workflow-log")


def of_article(request, article):
    """The log of one text."""
    if not request.user.has_perm("articles.view_transitionlog"):
        refuse("log as CSV", request.user, article)
    return _download(article.log.all(), f"workflow-log-{article.pk}")


def _download(entries, name: str) -> StreamingHttpResponse:
    # The words are looked up now: the language of whoever asked is off by the time the lines are sent.
    words = {
        "moves": {move: str(label) for move, label in MOVES.items()},
        "stages": {value: str(label) for value, label in Stage.choices},
        "statuses": {value: str(label) for value, label in Status.choices},
    }
    headings = [str(heading) for heading in HEADINGS]
    rows = _rows(entries.select_related("article").defer("article__body", "article__deck"), words)
    return StreamingHttpResponse(
        spreadsheet.lines(_after(headings, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _after(headings: list[str], rows: Iterator[list]) -> Iterator[list]:
    yield headings
    yield from rows


def _rows(entries, words: dict[str, dict[str, str]]) -> Iterator[list]:
    """In the order they were written, by number: nothing is read twice, whatever is written meanwhile."""
    last = 0
    while chunk := list(entries.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for entry in chunk:
            yield [
                *(entry.pk, timezone.localtime(entry.at).isoformat(timespec="seconds")),
                *(words["moves"].get(entry.transition, entry.transition), entry.article_id),
                *(entry.article.title, entry.revision_id),
                *(words["stages"].get(entry.from_stage, ""), words["stages"].get(entry.to_stage, "")),
                *(words["statuses"].get(entry.from_status, ""), words["statuses"].get(entry.to_status, "")),
                *(entry.by_name, entry.note),
            ]
        last = chunk[-1].pk


def _day(text: str) -> date | None:
    """None if it is no day, or at an end of the calendar, where there is none before or after."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1900 < day.year < 3000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
