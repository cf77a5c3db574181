from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    SUBMITTED = "submitted", _("A text was submitted")
    SENT_BACK = "sent_back", _("Changes are asked for")
    APPROVED = "approved", _("A text was approved")
    PUBLISHED = "published", _("A text is public")
    TO_REVIEW = "to_review", _("A text went out before approval")
    WITHDRAWN = "withdrawn", _("A text was withdrawn")
    CORRECTED = "corrected", _("A text was corrected in public")
    ASSIGNED = "assigned", _("A text was put in your charge")
    OVERDUE = "overdue", _("A text is overdue")
    TAKEN_OVER = "taken_over", _("Somebody took over what you had in hand")
    MENTIONED = "mentioned", _("Somebody named you")
    REMARK = "remark", _("Somebody wrote about a text of yours")


class Notice(models.Model):
    """What one person is told, once. The key says what it is about: the same is never told twice."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    key = models.CharField(max_length=100)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="+", verbose_name=_("article")
    )
    note = models.TextField(_("note"), blank=True)
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_newest"),
            models.Index(
                fields=["to", "-id"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="notice_once")]

    def __str__(self):
        return f"{self.get_kind_display()} -> {self.to}"


class NoticeChoice(models.Model):
    """What somebody wants to be told of, and how, where it differs from what is usual."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    in_newsroom = models.BooleanField(_("in the newsroom"))
    by_mail = models.BooleanField(_("by mail"))

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self):
        return f"{self.user}: {self.kind}"
