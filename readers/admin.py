from django.contrib import admin

from maseer.lib.backoffice import LongList
from readers.models import Comment, ContactMessage


@admin.register(ContactMessage)
class ContactMessageAdmin(LongList, admin.ModelAdmin):
    list_display = ["subject", "name", "email", "sent_at", "is_handled"]
    list_filter = ["is_handled"]
    fields = ["subject", "name", "email", "text", "sent_at", "is_handled"]
    readonly_fields = ["subject", "name", "email", "text", "sent_at"]

    def has_add_permission(self, request):
        return False


@admin.register(Comment)
class CommentAdmin(LongList, admin.ModelAdmin):
    list_display = ["__str__", "article", "state", "posted_at"]
    list_filter = ["state"]
    list_select_related = ["article"]
    fields = ["article", "parent", "name", "email", "text", "posted_at", "state"]
    readonly_fields = ["article", "parent", "name", "email", "text", "posted_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__deck")

    def has_add_permission(self, request):
        return False
