from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.named import Named
from maseer.lib.fields import LineField


class Author(Named):
    """A byline. It needs no account; an account may own it."""

    role = LineField(_("line under the name"), max_length=200, blank=True)
    bio = models.TextField(_("about the writer"), blank=True)
    portrait = models.ForeignKey(
        "images.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)

    cache_prefix = "author"
    printed_elsewhere = ("slug", "name", "role", "bio", "portrait_id")

    class Meta(Named.Meta):
        verbose_name = _("writer")
        verbose_name_plural = _("writers")

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])
