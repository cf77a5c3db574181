from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.workflow import TRANSITIONS, Stage, Status


class AppendOnly(models.QuerySet):
    """Only the rows of a text that is deleted go with it; that is no query of this kind."""

    def update(self, **fields):
        raise TypeError("The workflow log is append-only.")

    def delete(self):
        raise TypeError("The workflow log is append-only.")


class TransitionLog(models.Model):
    """Who moved what, from where to where, when, why. Append-only."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="log", verbose_name=_("article")
    )
    revision = models.ForeignKey(
        "articles.Revision", models.SET_NULL, null=True, related_name="+", verbose_name=_("revision")
    )
    transition = models.CharField(_("move"), max_length=30)
    from_stage = models.CharField(_("from stage"), max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(_("to stage"), max_length=20, choices=Stage, blank=True)
    from_status = models.CharField(_("from status"), max_length=20, choices=Status, blank=True)
    to_status = models.CharField(_("to status"), max_length=20, choices=Status, blank=True)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # Kept when the account goes.
    by_name = models.CharField(_("name"), max_length=150, blank=True)

    # Moves that are nobody's button.
    IMPORT = "import"
    BEGUN = "begun"
    EDIT = "edit"
    PLAN = "plan"
    CORRECTION = "correction"
    HANDED_OVER = "handed_over"
    COMMENTS = "comments"
    PREVIEW_LINK = "preview_link"
    PREVIEW_REVOKED = "preview_revoked"
    UNLISTED = {
        IMPORT: _("Imported"),
        BEGUN: _("From idea to draft"),
        EDIT: _("Changed after approval"),
        PLAN: _("Planned"),
        CORRECTION: _("Corrected in public"),
        HANDED_OVER: _("Handed over"),
        COMMENTS: _("Comments of readers"),
        PREVIEW_LINK: _("Preview link made"),
        PREVIEW_REVOKED: _("Preview link revoked"),
    }

    # Entries after which all that somebody sees of the state of a text still holds.
    HARMLESS = (PLAN, CORRECTION, HANDED_OVER, COMMENTS, PREVIEW_LINK, PREVIEW_REVOKED)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("workflow entry")
        verbose_name_plural = _("workflow log")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["transition", "-id"], name="log_of_move"),
            models.Index(fields=["at"], name="log_by_time"),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.label}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("The workflow log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The workflow log is append-only.")

    @property
    def label(self) -> str:
        if self.transition in TRANSITIONS:
            return TRANSITIONS[self.transition].label
        return self.UNLISTED[self.transition]
