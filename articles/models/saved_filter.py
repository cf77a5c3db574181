from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from maseer.lib.counters import Numeral
from maseer.lib.fields import LineField

# More stand in nobody's way above a list.
MOST = 30


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

    @classmethod
    def kept_by(cls, user) -> list["SavedFilter"]:
        return sorted(user.saved_filters.all(), key=lambda kept: arabic.sort_key(kept.name))

    @classmethod
    def keep(cls, user, name: str, query: str) -> "SavedFilter":
        """Raises ValidationError."""
        kept = cls(user=user, name=name, query=query)
        kept.full_clean(validate_constraints=False)
        if user.saved_filters.count() >= MOST:
            raise ValidationError(
                {
                    "name": _("You have %(most)s kept lists already. Forget one first.")
                    % {"most": Numeral(MOST)}
                }
            )
        try:
            with transaction.atomic():
                kept.save()
        except IntegrityError as error:
            taken = _("You have a list of this name already. Choose another name.")
            raise ValidationError({"name": taken}) from error
        return kept
