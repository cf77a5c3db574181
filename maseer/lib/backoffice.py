"""What several admins share: lists that count no large table, names found as readers spell them, logs."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db.models import CASCADE, PROTECT, RESTRICT, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maseer.lib import arabic, dates
from maseer.lib.counters import capped
from maseer.lib.html import isolated
from maseer.lib.numbers import row_number

# Each word is one more comparison with every row; nobody looks for more than these by hand.
LONGEST_QUESTION = 200
MOST_WORDS = 8

MOST_COUNTED = 1_000
MOST_NAMED = 100


def typed_words(question: str) -> list[str]:
    """What to look for where the words are stored as they were written."""
    return arabic.clean_line(question[:LONGEST_QUESTION]).split()[:MOST_WORDS]


def folded_words(question: str) -> list[str]:
    """What to look for where the words are stored folded."""
    return arabic.words(question[:LONGEST_QUESTION])[:MOST_WORDS]


def with_zone(heading: str) -> str:
    """The name of a column of clocks, with whose hours they show."""
    return format_lazy("{} ({})", heading, gettext_lazy(settings.TIME_ZONE))


def clock_column(field: str, heading: str):
    """A column, or a line, that says when."""

    @admin.display(description=with_zone(heading), ordering=field)
    def when(self, row):
        at = getattr(row, field)
        return dates.printed(at, "SHORT_DATETIME_FORMAT") if at else ""

    return when


def name_column(field: str, heading: str):
    """A column of names, each in its own direction."""

    @admin.display(description=heading, ordering=field)
    def name(self, row):
        return isolated(getattr(row, field))

    return name


class CappedPaginator(Paginator):
    """Counts up to `most` rows and no further; the list says "10,000+" then."""

    most = 10_000

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def is_capped(self) -> bool:
        return self._counted > self.most


class CountedDeletion:
    """For a ModelAdmin whose rows others refer to by the thousand: they are counted, not read.

    Django's own confirmation reads and prints every one of them.
    """

    def get_deleted_objects(self, objs, request):
        rows = list(objs[:MOST_NAMED])
        named = [self._named(row) for row in rows]
        if len(rows) == MOST_NAMED:
            named.append("…")
        among = [row.pk for row in objs] if isinstance(objs, list) else objs.order_by().values("pk")
        counts = {self.opts.verbose_name_plural: _count(self.model.objects.filter(pk__in=among))}
        forbidden = {self.opts.verbose_name for row in rows if not self.has_delete_permission(request, row)}
        protected = []
        for relation in self._relations():
            others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": among})
            kind = relation.related_model._meta.verbose_name_plural
            if not (count := _count(others)):
                continue
            if relation.on_delete in (PROTECT, RESTRICT):
                protected.append(f"{capfirst(kind)}: {count}")
            elif relation.on_delete is CASCADE:
                counts[kind] = count
                forbidden |= self._forbidden(relation.related_model, request)
            else:
                named.append(
                    _("%(kind)s that will be left without it: %(count)s") % {"kind": kind, "count": count}
                )
        return named, counts, forbidden, protected

    def _named(self, row):
        opts = self.opts
        change = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
        address = reverse(change, args=[quote(row.pk)])
        return format_html('{}: <a href="{}">{}</a>', capfirst(opts.verbose_name), address, row)

    def _relations(self):
        """The foreign keys of others to rows of this model, those without a name for the way back among them."""
        return [
            relation
            for relation in self.opts.get_fields(include_hidden=True)
            if (relation.one_to_many or relation.one_to_one)
            and relation.auto_created
            and not relation.concrete
        ]

    def _forbidden(self, model, request) -> set:
        if not self.admin_site.is_registered(model):
            return set()
        may = self.admin_site.get_model_admin(model).has_delete_permission(request)
        return set() if may else {model._meta.verbose_name}


def _count(queryset: QuerySet) -> str:
    count = queryset.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return capped(count, MOST_COUNTED)


class LongList(CountedDeletion):
    """For a ModelAdmin over a table that may have a million rows."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    # Any other order than that of an index would sort the whole table.
    sortable_by = ()

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters offer: a question about any other column might read every row."""
        fields = [name for name in self.list_filter if isinstance(name, str)]
        offered = {f"{name}__{how}" for name in fields for how in ("exact", "id__exact", "isnull")}
        offered |= {named.parameter_name for named in self.list_filter if not isinstance(named, str)}
        return lookup in offered and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, " ".join(typed_words(search_term)))

    def response_action(self, request, queryset):
        # A forged row number would end in the database.
        if None in map(row_number, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise SuspiciousOperation
        return super().response_action(request, queryset)


class FoundByName:
    """For a ModelAdmin of things with a `name_key`: spelling as in the field does not matter."""

    search_fields = ["name_key"]

    def get_search_results(self, request, queryset, search_term):
        for word in arabic.key(search_term[:LONGEST_QUESTION]).split()[:MOST_WORDS]:
            queryset = queryset.filter(name_key__contains=word)
        return queryset, False


class FoundByWords:
    """The same for a ModelAdmin of things with `words`."""

    def get_search_results(self, request, queryset, search_term):
        for word in folded_words(search_term):
            queryset = queryset.filter(words__contains=word)
        return queryset, False


class ReadOnly:
    """For a ModelAdmin of rows that record what happened."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
