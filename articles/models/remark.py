from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_REMARK = 4000


class Remark(models.Model):
    """One contribution to the talk about a text, inside the newsroom. Readers never see any of it."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="remarks", verbose_name=_("article")
    )
    text = models.TextField(_("remark"), max_length=LONGEST_REMARK)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # Kept when the account goes.
    by_name = models.CharField(_("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["id"]

    def __str__(self):
        return f"{self.by_name}: {self.text[:60]}"
