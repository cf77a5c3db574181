from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


class SavedFilter(models.Model):
    """A list of articles that somebody comes back to, by a name of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = LineField(_("name"), max_length=60)
    # What stands behind the question mark in the address of the list.
    query = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name
