from django.contrib import admin

from articles.admin import wording
from articles.admin.list import RevisionStageFilter
from articles.admin.scope import AboutArticles
from articles.models import Revision
from maseer.lib.backoffice import LongList, ReadOnly


@admin.register(Revision)
class RevisionAdmin(AboutArticles, ReadOnly, LongList, admin.ModelAdmin):
    list_display = ["title", "stage", "created_at", "created_by"]
    list_select_related = ["created_by"]
    list_filter = [RevisionStageFilter]
    fieldsets = []

    def get_queryset(self, request):
        return super().get_queryset(request).defer("payload")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        payload = obj.content
        context |= {
            "lines": wording.lines(payload),
            "body": wording.body(payload),
            "stage_label": obj.get_stage_display(),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)
