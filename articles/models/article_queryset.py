from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.listings import Byline
from articles.workflow import Status


class ArticleQuerySet(models.QuerySet):
    def published(self, now=None):
        """What readers may see: the only definition of it. A schedule needs no job; it is this comparison."""
        return self.filter(status=Status.PUBLISHED, published_at__lte=now or timezone.now())

    def scheduled(self, now=None):
        return self.filter(status=Status.PUBLISHED, published_at__gt=now or timezone.now())

    def visible_to(self, user):
        """What somebody in the back office may see: editors everything, contributors their own."""
        if user.has_perm("articles.see_all_article"):
            return self
        if user.has_perm("articles.view_article"):
            signed = Byline.objects.filter(author__user=user).values("article")
            return self.filter(Q(created_by=user) | Q(pk__in=signed))
        return self.none()

    def as_cards(self):
        """For lists: no body, everything a card shows; bylines come with `bylines_of`."""
        return self.defer("body").select_related("section", "image", "series")

    # Lists of what is published, newest first. Each names the columns of one index: when it became public, and the id.

    def newest_first(self, now=None):
        return self.published(now)._listed("published_at", "pk")

    def in_section(self, section, now=None):
        return self._listed_in("placements", "article_id", now, section=section)

    def by_author(self, author, now=None):
        return self._listed_in("bylines", "article_id", now, author=author)

    def tagged_with(self, tag, now=None):
        return self._listed_in("tagged", "content_object_id", now, tag=tag)

    def of_source(self, source, now=None):
        return self.filter(source=source).newest_first(now)

    def in_parts(self, series):
        return self.filter(series=series).order_by("series_part", "published_at", "pk")

    def _listed_in(self, listing: str, article: str, now, **rows):
        now = now or timezone.now()
        conditions = {f"{listing}__{name}": value for name, value in (rows | {"public_at__lte": now}).items()}
        return (
            self.published(now).filter(**conditions)._listed(f"{listing}__public_at", f"{listing}__{article}")
        )

    def _listed(self, at: str, pk: str):
        """Named so that `KeysetPage` can page over any list."""
        return self.annotate(listed_at=F(at), listed_id=F(pk)).order_by(F(at).desc(), F(pk).desc())

    def locked(self, pk):
        """The row, held until the transaction ends. SQLite has no row locks; its IMMEDIATE transaction is the lock."""
        return self.select_for_update().get(pk=pk)
