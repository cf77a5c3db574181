from django.contrib import admin
from django.db.models import Q

from articles.models import SearchSynonym
from articles.models.search_words import synonym_key
from maseer.lib.backoffice import LONGEST_QUESTION, LongList


@admin.register(SearchSynonym)
class SearchSynonymAdmin(LongList, admin.ModelAdmin):
    list_display = ["one", "other"]
    fields = ["one", "other"]
    search_fields = ["one_key", "other_key"]

    def get_search_results(self, request, queryset, search_term):
        for word in synonym_key(search_term[:LONGEST_QUESTION]).split():
            queryset = queryset.filter(Q(one_key__contains=word) | Q(other_key__contains=word))
        return queryset, False

    def delete_queryset(self, request, queryset):
        # One by one, as each makes pages stale.
        for pair in queryset:
            pair.delete()
