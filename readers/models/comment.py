from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


class Comment(models.Model):
    """A reader's comment. Kept from imports; shown once comments open."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        APPROVED = "approved", _("Approved")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed")

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="comments", verbose_name=_("article")
    )
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    name = LineField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    text = models.TextField(_("comment"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    posted_at = models.DateTimeField(_("posted"))
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "posted_at"], name="comment_of_article")]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"
