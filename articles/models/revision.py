from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.payload import Payload
from articles.workflow import Stage
from maseer.lib import arabic
from maseer.lib.fields import LineField
from maseer.lib.refusal import refuse


class RevisionQuerySet(models.QuerySet):
    def at_open_stage(self):
        """The condition of the index `revision_queue`, repeated: a database does not see that it follows."""
        return self.exclude(stage=Stage.APPROVED).exclude(stage=Stage.SUPERSEDED)


class Revision(models.Model):
    """A snapshot of a text as somebody saved it. The text never changes; its stage does, and it can be given a name."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("article")
    )
    base = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name=_("based on"))
    # Whose text was taken up again.
    restored_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", verbose_name=_("restored from")
    )
    name = LineField(_("name of the version"), max_length=100, blank=True)
    title = LineField(_("title"), max_length=250)
    payload = models.JSONField(_("text"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFT)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        indexes = [
            # The queues: what waits at each open stage. Two comparisons, because SQLite cannot tell that a query
            # with IN (?, ?) falls under the condition.
            models.Index(
                fields=["stage", "-id"],
                condition=~models.Q(stage=Stage.APPROVED) & ~models.Q(stage=Stage.SUPERSEDED),
                name="revision_queue",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.pk})"

    @property
    def content(self) -> Payload:
        return Payload.from_json(self.payload)

    def call(self, name: str, by) -> None:
        """Names the version, so that it is found again. Raises PermissionDenied and ValidationError."""
        if not self.article.may_edit(by):
            refuse(f"name revision={self.pk}", by, self.article)
        self.name = self._meta.get_field("name").clean(arabic.clean_line(name), self)
        self.save(update_fields=["name"])
