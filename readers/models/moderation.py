from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from readers.models.comment import Comment, forget_threads

MOST_AT_ONCE = 1_000


class Moderation(models.Model):
    """What a moderator decided about one comment or many, and how each was before: so that it can be undone."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="moderations",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=Comment.State)
    # Number of the comment -> the state it had.
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("moderation")
        verbose_name_plural = _("moderations")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["by", "-id"], condition=models.Q(undone_at=None), name="moderation_last")
        ]

    def __str__(self):
        return f"{self.get_state_display()}: {len(self.before)}"

    @classmethod
    def last_of(cls, person) -> "Moderation | None":
        return cls.objects.filter(by=person, undone_at=None).first()

    # Verbs

    @classmethod
    @transaction.atomic
    def decide(cls, numbers: list[int], state: Comment.State, by) -> "Moderation | None":
        """Gives these comments the state; None if they all have it. At most MOST_AT_ONCE."""
        # In the order of their numbers: two moderators wait for each other, and never crosswise.
        held = Comment.objects.select_for_update().filter(pk__in=numbers[:MOST_AT_ONCE]).order_by("pk")
        changed = [comment for comment in held if comment.state != state]
        if not changed:
            return None
        Comment.objects.filter(pk__in=[comment.pk for comment in changed]).update(state=state)
        forget_threads(comment.article_id for comment in changed)
        return cls.objects.create(
            by=by, state=state, before={comment.pk: comment.state for comment in changed}
        )

    @transaction.atomic
    def undo(self) -> list[Comment]:
        """Each has again the state it had, but for those that somebody has decided about since. Returns the former."""
        self.refresh_from_db(from_queryset=Moderation.objects.select_for_update())
        if self.undone_at:
            return []
        held = Comment.objects.select_for_update().filter(pk__in=[int(pk) for pk in self.before])
        back = list(held.filter(state=self.state).order_by("pk"))
        for comment in back:
            comment.state = self.before[str(comment.pk)]
        Comment.objects.bulk_update(back, ["state"])
        forget_threads(comment.article_id for comment in back)
        self.undone_at = timezone.now()
        self.save(update_fields=["undone_at"])
        return back
