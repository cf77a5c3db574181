"""What several admins share: lists that count no large table, names found as readers spell them, logs."""

from django.contrib.admin import ShowFacets
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from maseer.lib import arabic


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


class LongList:
    """For a ModelAdmin over a table that may have a million rows."""

    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0
    # Any other order than that of an index would sort the whole table.
    sortable_by = ()


class FoundByName:
    """For a ModelAdmin of things with a `name_key`: spelling as in the field does not matter."""

    search_fields = ["name_key"]

    def get_search_results(self, request, queryset, search_term):
        for word in arabic.words(search_term):
            queryset = queryset.filter(name_key__contains=word)
        return queryset, False


class ReadOnly:
    """For a ModelAdmin of rows that record what happened."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
