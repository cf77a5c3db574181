from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import versions, wording
from articles.admin.list import RevisionStageFilter
from articles.admin.scope import AboutArticles
from articles.models import Article, Revision
from maseer.lib.backoffice import LongList, ReadOnly, clock_column


@admin.register(Revision)
class RevisionAdmin(AboutArticles, ReadOnly, LongList, admin.ModelAdmin):
    list_display = ["title", "stage", "saved_at", "created_by"]
    list_select_related = ["created_by"]
    list_filter = [RevisionStageFilter]
    fieldsets = []
    saved_at = clock_column("created_at", _("saved"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("payload")

    def has_view_permission(self, request, obj=None):
        """A version is read by whoever sees its article; the list of all versions has a permission of its own."""
        return obj.article.may_see(request.user) if obj else super().has_view_permission(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        payload = obj.content
        context |= {
            "lines": wording.lines(payload),
            "body": wording.body(payload),
            "stage_label": obj.get_stage_display(),
            "article": obj.article,
            "article_opts": Article._meta,
            **versions.panel(request, obj.article),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)
