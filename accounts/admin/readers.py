from django.contrib import admin

from accounts.admin.acts import Acting
from accounts.admin.columns import ActiveFilter, is_active
from accounts.models import Reader
from maseer.lib.backoffice import FoundByWords, LongList, clock_column


@admin.register(Reader)
class ReaderAdmin(FoundByWords, Acting, LongList, admin.ModelAdmin):
    """Accounts without a desk. Nothing here gives anybody a right."""

    change_form_template = "admin/accounts/user/change_form.html"
    actions = None
    list_display = ["username", "display_name", "email", "signed_in", "joined", "state"]
    list_filter = [ActiveFilter]
    search_fields = ["words"]
    fields = ["username", "display_name", "email"]
    readonly_fields = ["username", "email"]
    ordering = ["-pk"]
    view_on_site = False

    signed_in = clock_column("last_login", Reader._meta.get_field("last_login").verbose_name)
    joined = clock_column("date_joined", Reader._meta.get_field("date_joined").verbose_name)
    state = is_active

    def has_add_permission(self, request):
        """Readers make their accounts themselves."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"acts": self.acts_on(request, obj), "events": obj.newest_events()}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
