from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditLock(models.Model):
    """Who is writing in a text just now. It lives as long as it is heard of; the version check guards as well."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="edit_lock"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    since = models.DateTimeField(_("since"))
    heard_at = models.DateTimeField(_("last heard of"))

    class Meta:
        verbose_name = _("text being written")
        verbose_name_plural = _("texts being written")

    def __str__(self):
        return f"{self.article_id}: {self.by}"
