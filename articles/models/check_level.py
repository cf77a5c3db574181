from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    BLOCK = "block", _("Stops publishing")
    WARN = "warn", _("Warns")
    OFF = "off", _("Is not looked at")


class CheckLevel(models.Model):
    """How strictly the paper takes one of the checks before publishing, where it differs from what is usual."""

    check_name = models.CharField(_("check"), max_length=40, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)

    class Meta:
        verbose_name = _("check before publishing")
        verbose_name_plural = _("checks before publishing")
        ordering = ["check_name"]

    def __str__(self):
        return f"{self.check_name}: {self.get_level_display()}"
