from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """What the paper tells its readers it changed in a public text."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(_("what readers are told"), max_length=1000)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # Kept when the account goes.
    by_name = models.CharField(_("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["correction", "clarification", "update"]),
                name="correction_kind_known",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
