from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


class Autosave(models.Model):
    """What somebody has typed and not saved: the form as it stands, however unfinished.

    It is theirs alone, and touches neither the text nor its stage. A new row is begun every few minutes of writing;
    all of them are folded into the revision that the writing ends in.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="autosaves", verbose_name=_("article")
    )
    # For a text that is not there yet: the one-time key of the form.
    form_key = models.UUIDField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("written by")
    )
    base = models.ForeignKey("articles.Revision", models.SET_NULL, null=True, related_name="+")
    title = LineField(_("title"), max_length=250, blank=True)
    # The form's fields: name -> list of what was sent.
    data = models.JSONField(_("text"))
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("kept"))
    folded_into = models.ForeignKey(
        "articles.Revision",
        models.CASCADE,
        null=True,
        related_name="autosaves",
        verbose_name=_("folded into"),
    )

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["by", "article", "-id"],
                condition=models.Q(folded_into__isnull=True),
                name="autosave_open",
            ),
            models.Index(fields=["saved_at"], name="autosave_old"),
        ]

    def __str__(self):
        return f"{self.title} ({self.by})"
