from django.contrib import admin, messages
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from maseer.lib.backoffice import LongList, ReadOnly, clock_column
from maseer.lib.counters import Numeral
from readers.models import ContactMessage, ReadingList


@admin.register(ContactMessage)
class ContactMessageAdmin(LongList, admin.ModelAdmin):
    list_display = ["subject", "name", "email", "sent", "is_handled"]
    list_filter = ["is_handled"]
    fields = ["subject", "name", "email", "text", "sent", "is_handled"]
    readonly_fields = ["subject", "name", "email", "text", "sent"]
    sent = clock_column("sent_at", _("sent"))

    def has_add_permission(self, request):
        return False


@admin.register(ReadingList)
class ReadingListAdmin(ReadOnly, LongList, admin.ModelAdmin):
    """Public lists, and those the editors made private. What people keep for themselves is not listed here."""

    list_display = ["name", "owner", "is_public", "is_barred", "changed"]
    list_filter = ["is_public", "is_barred"]
    list_select_related = ["owner"]
    fields = ["name", "owner", "is_public", "is_barred", "texts", "made", "changed"]
    made = clock_column("made_at", pgettext_lazy("a reading list", "made"))
    changed = clock_column("changed_at", _("changed"))
    actions = ["make_private", "allow_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).shown_to_editors()

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and obj.is_public else None

    def has_moderate_permission(self, request):
        return request.user.has_perm("readers.change_readinglist")

    @admin.display(description=_("texts"))
    def texts(self, reading_list):
        titles = reading_list.entries.public().values_list("article__title", flat=True)
        return "\n".join(titles)

    @admin.action(description=_("Make private, until the editors allow it again"), permissions=["moderate"])
    def make_private(self, request, queryset):
        count = self._each(request, queryset, "bar", gettext("Made private"))
        said = ngettext("%(count)s list is private now.", "%(count)s lists are private now.", count)
        self.message_user(request, said % {"count": Numeral(count)}, messages.SUCCESS)

    @admin.action(description=_("Allow to be public again"), permissions=["moderate"])
    def allow_public(self, request, queryset):
        count = self._each(request, queryset, "allow", gettext("Allowed to be public again"))
        said = ngettext(
            "The owner of %(count)s list may make it public again.",
            "The owners of %(count)s lists may make them public again.",
            count,
        )
        self.message_user(request, said % {"count": Numeral(count)}, messages.SUCCESS)

    def _each(self, request, queryset, verb: str, what: str) -> int:
        lists = list(queryset)
        for each in lists:
            getattr(each, verb)()
            self.log_change(request, each, what)
        return len(lists)
