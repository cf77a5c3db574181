from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import wording
from articles.admin.list import RevisionStageFilter
from articles.models import Revision, TransitionLog
from maseer.lib.backoffice import LongList, ReadOnly


@admin.register(Revision)
class RevisionAdmin(ReadOnly, LongList, admin.ModelAdmin):
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


@admin.register(TransitionLog)
class TransitionLogAdmin(ReadOnly, LongList, admin.ModelAdmin):
    list_display = ["at", "what", "article", "by_name", "from_stage", "to_stage", "from_status", "to_status"]
    list_display_links = ["at"]
    list_select_related = ["article"]
    fields = [
        "article",
        "what",
        "from_stage",
        "to_stage",
        "from_status",
        "to_status",
        "note",
        "at",
        "by",
        "by_name",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__deck")

    @admin.display(description=_("move"))
    def what(self, entry):
        return entry.label
