"""The table of articles: its filters and what it reads besides the rows."""

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Revision, Section, TransitionLog
from articles.models.payload import BylineRole
from articles.workflow import Stage, Status
from maseer.lib.counters import format_number

# "Scheduled" is a label, not a status; it can be asked for all the same.
SCHEDULED = "scheduled"
# What waits is never as much; if it is, these are what the list shows of it.
MOST_LISTED = 10_000


class StatusFilter(SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Status.choices, (SCHEDULED, _("Scheduled"))]

    def queryset(self, request, queryset):
        if self.value() == SCHEDULED:
            # Their numbers first: the order of the list is that of the table, which would be searched to its end.
            return queryset.filter(pk__in=queryset.model.objects.scheduled().order_by().values("pk"))
        if self.value() == Status.PUBLISHED:
            return queryset.filter(status=Status.PUBLISHED)
        if self.value() not in Status.values:
            return queryset
        # The condition of the index `article_not_public`, repeated: a database does not see that it follows.
        return queryset.exclude(status=Status.PUBLISHED).filter(status=self.value())


class DeskFilter(SimpleListFilter):
    """What the desk counts, as lists."""

    title = _("work")
    parameter_name = "desk"

    LISTS = {
        "mine": (_("Mine"), lambda articles, user: articles.theirs(user)),
        "charge": (_("In my charge"), lambda articles, user: articles.filter(assignee=user)),
        "reading": (_("What I read"), lambda articles, user: articles.filter(claimed_by=user)),
        "unclaimed": (_("Nobody reads it"), lambda articles, user: articles.unclaimed()),
        "overdue": (_("Overdue"), lambda articles, user: articles.overdue().not_archived()),
        "embargoed": (_("Not to be public yet"), lambda articles, user: articles.embargoed()),
        "to_publish": (_("Ready to publish"), lambda articles, user: articles.to_publish()),
        "to_review": (_("Went out before approval"), lambda articles, user: articles.to_review()),
        "today": (
            _("Published today"),
            lambda articles, user: articles.on_day(timezone.localdate()).published(),
        ),
    }

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _which) in self.LISTS.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.LISTS:
            return queryset
        if self.value() == "mine":
            return queryset.theirs(request.user)
        # Their numbers first: the order of the list is that of the table, which would be searched to its end.
        _label, which = self.LISTS[self.value()]
        found = which(queryset.model.objects.order_by(), request.user)
        return queryset.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST_LISTED]))


class SectionFilter(SimpleListFilter):
    """One's own sections first."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        own = request.user.section_scope or ()
        sections = sorted(Section.objects.all(), key=lambda section: section.pk not in own)
        return [(str(section.pk), str(section)) for section in sections]

    def queryset(self, request, queryset):
        offered = {value for value, _name in self.lookup_choices}
        return queryset.filter(section=self.value()) if self.value() in offered else queryset


class RevisionStageFilter(SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [choice for choice in Stage.choices if choice[0] != Stage.SUPERSEDED]

    def queryset(self, request, queryset):
        if self.value() not in Stage.values:
            return queryset
        closed = self.value() in {Stage.APPROVED, Stage.SUPERSEDED}
        return (queryset if closed else queryset.at_open_stage()).filter(stage=self.value())


class StageFilter(RevisionStageFilter):
    """The same for articles, by the stage of their working revision."""

    def queryset(self, request, queryset):
        if self.value() not in Stage.values:
            return queryset
        # At an open stage there are few, each a working revision. All others are approved; to look for those
        # themselves would read every revision.
        open_ones = Revision.objects.order_by().at_open_stage()
        if self.value() == Stage.APPROVED:
            return queryset.exclude(pk__in=open_ones.values("article"))
        found = queryset.filter(pk__in=open_ones.filter(stage=self.value()).values("article"))
        # What was put away waits for nobody; it is shown to who asks for it.
        return found if request.GET.get("status") == Status.ARCHIVED else found.not_archived()


class ArticleList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        entries = TransitionLog.objects.exclude(transition__in=TransitionLog.HARMLESS)
        newest_entry = entries.filter(article=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        return (
            super()
            .get_queryset(*args, **kwargs)
            .defer("deck", "body", "withdrawn_note", "working_revision__payload")
            .annotate(
                working_bylines=F("working_revision__payload__bylines"), newest_entry=Subquery(newest_entry)
            )
        )

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        signed = {
            article.pk: [
                author for author, role in article.working_bylines or () if role == BylineRole.WRITER
            ]
            for article in self.result_list
        }
        authors = Author.objects.only("name").in_bulk({pk for pks in signed.values() for pk in pks})
        for article in self.result_list:
            views = article.counts.all_views if hasattr(article, "counts") else 0
            article.reads = format_number(views) if article.is_public() else ""
            article.signed_by = [str(authors[pk]) for pk in signed[article.pk] if pk in authors]
