from django.contrib.admin.views.main import ChangeList

from articles.models import Article
from maseer.lib.refusal import refuse


class VisibleList(ChangeList):
    def get_queryset(self, *args, **kwargs):
        return Article.objects.among_visible(super().get_queryset(*args, **kwargs), self.request_user)

    def __init__(self, request, *args, **kwargs):
        # Django asks for the rows before this object is done.
        self.request_user = request.user
        super().__init__(request, *args, **kwargs)


class AboutArticles:
    """For a ModelAdmin of rows about articles: who may not see the article does not see them either."""

    def get_changelist(self, request, **kwargs):
        return VisibleList

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and not found.article.may_see(request.user):
            refuse(f"read {self.opts.model_name}={found.pk}", request.user, found.article)
        return found
