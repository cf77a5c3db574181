from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from articles.models.revision import Revision
from articles.workflow import EDITORS_STAGES, Stage, Status

# Asked for as what is left out: "published" would be looked for in the index of everything that is.
AWAY = (Status.UNPUBLISHED, Status.WITHDRAWN, Status.ARCHIVED)


class Queues:
    """A list of articles by what waits for somebody. Each is found by an index that holds only what is still open."""

    def not_archived(self):
        return self.exclude(status=Status.ARCHIVED)

    def at_stage(self, *stages):
        """At open stages of the workflow; what was put away is no work any more."""
        waiting = Revision.objects.order_by().at_open_stage().filter(stage__in=stages)
        return self.not_archived().filter(pk__in=waiting.values("article"))

    def to_publish(self):
        """Approved, and readers do not have it yet."""
        # Looked up for each of these few: databases would begin a join with all that was ever approved.
        stage = Subquery(Revision.objects.filter(pk=OuterRef("working_revision")).values("stage")[:1])
        every = self.model.objects.order_by().alias(stage_now=stage).filter(stage_now=Stage.APPROVED)
        # The conditions of `article_not_public` and `article_changed`, repeated.
        never = every.exclude(status=Status.PUBLISHED).filter(status=Status.UNPUBLISHED)
        again = every.filter(working_revision__gt=F("live_revision")).not_archived()
        return self.filter(pk__in=never.values("pk").union(again.values("pk")))

    def to_review(self):
        """Went out by the urgent path, and nobody has looked at it since; what is taken away waits for nobody."""
        return self.filter(needs_review=True).exclude(status__in=AWAY)

    def overdue(self, now=None):
        return self.filter(due_at__lt=now or timezone.now())

    def embargoed(self, now=None):
        return self.filter(embargo_until__gt=now or timezone.now())

    def being_read(self):
        # A number that none is below, for the index: of "is not null" SQLite thinks that it is true of most rows.
        return self.filter(claimed_by__gt=0)

    def unclaimed(self):
        """What editors have to read, and nobody reads."""
        return self.at_stage(*EDITORS_STAGES).filter(claimed_by=None)
