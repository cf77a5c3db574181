from django.contrib import admin
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as ForeignTag

from accounts.models import User
from articles.admin.joining import Joined
from articles.models import Author, Section, Series, Source, Tag
from maseer.lib.backoffice import FoundByName, LongList, name_column

# The library's own tags: ours are of another model.
admin.site.unregister(ForeignTag)


class NamedAdmin(FoundByName, LongList, admin.ModelAdmin):
    list_display = ["named", "slug"]

    named = name_column("name", _("name"))

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    list_display = ["named", "slug", "parent", "colour", "order", "in_menu"]
    list_select_related = ["parent"]
    fields = [
        *("name", "slug", "parent", "deck", "colour", "order", "in_menu"),
        *("needs_fact_check", "needs_legal_review"),
    ]
    autocomplete_fields = ["parent"]

    def get_deleted_objects(self, objs, request):
        """Whoever works in no section works in all of them; nobody comes to that by a section that is gone."""
        shown, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        staff = User.objects.filter(sections__in=[section.pk for section in objs]).distinct()
        named = [f"{capfirst(User._meta.verbose_name)}: {person}" for person in staff]
        return shown, counts, forbidden, [*protected, *named]


@admin.register(Author)
class AuthorAdmin(Joined, NamedAdmin):
    # As to delete one: whose byline it is decides which texts an account sees.
    joined_by = "delete"
    list_display = ["named", "role", "user"]
    list_select_related = ["user"]
    fields = ["name", "slug", "role", "bio", "portrait", "user"]
    autocomplete_fields = ["portrait"]

    def get_readonly_fields(self, request, obj=None):
        # Whose byline it is decides which texts an account sees.
        return [] if request.user.has_perm("articles.delete_author") else ["user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = db_field.related_model.objects.filter(is_staff=True).order_by(
                "sorted_as", "username"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Tag)
class TagAdmin(Joined, NamedAdmin):
    fields = ["name", "slug"]


@admin.register(Source)
class SourceAdmin(NamedAdmin):
    list_display = ["named", "url", "is_canonical"]
    fields = ["name", "slug", "url", "is_canonical", "terms"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Series)
class SeriesAdmin(NamedAdmin):
    fields = ["name", "slug", "deck"]
