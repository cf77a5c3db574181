import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


def new_token() -> str:
    return secrets.token_urlsafe(32)


class PreviewLink(models.Model):
    """The way to one revision for somebody without an account: a lawyer, who was interviewed. It ends by itself."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="preview_links", verbose_name=_("article")
    )
    revision = models.ForeignKey(
        "articles.Revision", models.CASCADE, related_name="+", verbose_name=_("revision")
    )
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    recipient = LineField(_("for whom"), max_length=100)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.article_id}: {self.recipient}"


class PreviewOpening(models.Model):
    """One time a preview link was followed."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("opening of a preview link")
        verbose_name_plural = _("openings of preview links")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.link}: {self.at}"
