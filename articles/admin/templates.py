from django.contrib import admin

from articles.admin import wording
from articles.admin.articles import FIELDSETS
from articles.models import StoryTemplate
from articles.template_form import ReadingTemplateForm, TemplateForm
from maseer.lib.backoffice import LongList

_TEXT = {"fields": ["name", "kind", "title", "deck", "body"]}


@admin.register(StoryTemplate)
class StoryTemplateAdmin(LongList, admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    view_on_site = False

    def _may_write(self, request, obj) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def get_fieldsets(self, request, obj=None):
        return [(None, _TEXT), *FIELDSETS[1:]] if self._may_write(request, obj) else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if not self._may_write(request, obj):
            return ReadingTemplateForm
        return type("TemplateForm", (TemplateForm,), {"user": request.user})

    def save_model(self, request, obj, form, change):
        form.make_tags()
        obj.keep(form.cleaned_data["name"], form.payload(), by=request.user)

    def save_related(self, request, form, formsets, change):
        """Everything is in the payload."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if isinstance(context["adminform"].form, TemplateForm):
            context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        elif obj:
            context |= {"lines": wording.lines(obj.content), "body": wording.body(obj.content)}
        return super().render_change_form(request, context, add, change, form_url, obj)
