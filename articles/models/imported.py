from django.db import transaction
from django.utils import timezone

from articles.models import publication
from articles.models.payload import Payload
from articles.models.search_document import SearchDocument
from articles.models.transition_log import TransitionLog
from articles.workflow import Stage, Status
from maseer import page_cache


class Imported:
    """An article that comes from elsewhere. Nobody is told of it: its readers have known it for long."""

    @classmethod
    @transaction.atomic
    def bring_in(
        cls, payload: Payload, *, import_ref: str, status: str, stage: str, published_at=None, note: str = ""
    ):
        """An article that already had its life elsewhere, in the state it had there."""
        article = cls(import_ref=import_ref)
        revision = article._store(payload.cleaned(), stage, None, None)
        if stage == Stage.APPROVED:
            article.approved_revision = revision
        article.status = status
        article.published_at = article.first_published_at = published_at
        if status != Status.UNPUBLISHED:
            publication.go_live(article, revision, published_at)
        else:
            SearchDocument.write(article, payload)
        article.save()
        publication.refresh_listings(article)
        article._log(TransitionLog.IMPORT, ("", ""), None, note)
        page_cache.forget(*article.cache_tags())
        return article

    @transaction.atomic
    def bring_up_to_date(self, payload: Payload) -> bool:
        """Takes over what changed at the import's source, unless somebody here has touched the article since."""
        current = type(self).objects.locked(self.pk)
        revision, payload = current.working_revision, payload.cleaned()
        if revision.created_by_id or current.log.exclude(transition=TransitionLog.IMPORT).exists():
            return False
        if revision.content == payload:
            return False
        was_live = current.live_revision_id == revision.pk
        new = current._store(payload, revision.stage, revision, None)
        if current.approved_revision_id == revision.pk:
            current.approved_revision = new
        if was_live:
            publication.go_live(current, new, timezone.now())
        elif not current.live_revision_id:
            SearchDocument.write(current, payload)
        current.save()
        publication.refresh_listings(current)
        current._log(TransitionLog.IMPORT, (new.stage, current.status), None)
        page_cache.forget(*current.cache_tags())
        return True
