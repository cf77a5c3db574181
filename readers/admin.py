from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from maseer.lib.backoffice import LongList, clock_column
from readers.models import Comment, ContactMessage


@admin.register(ContactMessage)
class ContactMessageAdmin(LongList, admin.ModelAdmin):
    list_display = ["subject", "name", "email", "sent", "is_handled"]
    list_filter = ["is_handled"]
    fields = ["subject", "name", "email", "text", "sent", "is_handled"]
    readonly_fields = ["subject", "name", "email", "text", "sent"]
    sent = clock_column("sent_at", _("sent"))

    def has_add_permission(self, request):
        return False


@admin.register(Comment)
class CommentAdmin(LongList, admin.ModelAdmin):
    list_display = ["__str__", "article", "state", "posted"]
    list_filter = ["state"]
    list_select_related = ["article"]
    fields = ["article", "parent", "name", "email", "text", "posted", "state"]
    readonly_fields = ["article", "parent", "name", "email", "text", "posted"]
    posted = clock_column("posted_at", _("posted"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__deck")

    def has_add_permission(self, request):
        return False
