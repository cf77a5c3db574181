from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from maseer.lib.backoffice import LongList
from maseer.lib.editor import RichTextField, RichTextWidget
from maseer.lib.fields import HTMLField
from maseer.lib.http import normal_path
from pages.models import Page, Redirect, SiteSettings


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "in_menu", "order", "is_public"]
    search_fields = ["title"]
    fields = ["title", "slug", "body", "in_menu", "order", "is_public"]
    # The widget too: the model field asks for a plain text area, which the editor's library takes for its own one,
    # and that drops what it does not know: foreign passages and boxes of facts.
    formfield_overrides = {HTMLField: {"form_class": RichTextField, "widget": RichTextWidget}}

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    def render_change_form(self, request, context, *args, **kwargs):
        # Absent from the page of somebody who may look and not change.
        if hasattr(context["media"], "with_nonce"):
            context["media"] = context["media"].with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Redirect)
class RedirectAdmin(LongList, admin.ModelAdmin):
    list_display = ["old_path", "new_path"]
    search_fields = ["old_path"]
    fields = ["old_path", "new_path"]

    def get_search_results(self, request, queryset, search_term):
        """An address as people see it is found in the form it is stored in."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(old_path__contains=normal_path(search_term.strip())), False


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):
    """One row: there is no list of it."""

    fieldsets = [
        (None, {"fields": ["name", "tagline", "about", "disclaimer", "rights", "since", "contact_email"]}),
        (None, {"fields": list(SiteSettings.SOCIAL)}),
        (None, {"fields": ["months", "digits"]}),
        (_("Newsroom"), {"fields": ["four_eyes"]}),
        (_("Comments of readers"), {"fields": ["takes_comments"]}),
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    view_on_site = False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:pages_sitesettings_change", 1)

    def get_object(self, request, object_id, from_field=None):
        return SiteSettings.load()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
