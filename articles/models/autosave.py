from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic
from maseer.lib.fields import LineField

# So long one row is written over; then a new one is begun, so that there is a way back.
SPAN = timedelta(minutes=5)
# What nobody took up again, and what became part of a revision long ago.
ABANDONED = timedelta(days=90)
FOLDED = timedelta(days=30)

# The page of the browser it was typed on: two tabs of one person do not write over each other.
PAGE = "page"


class AutosaveQuerySet(models.QuerySet):
    def unsaved(self, by):
        return self.filter(by=by, folded_into=None)

    def of(self, article, form_key=None):
        """Those of a text; of one that is not there yet, by the key of its form."""
        return self.filter(article=article) if article else self.filter(article=None, form_key=form_key)

    def fold(self, revision, by, form_key=None) -> None:
        """What this person had typed is now part of a revision."""
        self.unsaved(by).of(revision.article).update(folded_into=revision)
        if form_key:
            begun = self.unsaved(by).of(None, form_key)
            begun.update(article=revision.article, folded_into=revision)

    def stale(self, now=None):
        now = now or timezone.now()
        return self.filter(
            models.Q(saved_at__lt=now - ABANDONED)
            | models.Q(saved_at__lt=now - FOLDED, folded_into__isnull=False)
        )


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

    objects = AutosaveQuerySet.as_manager()

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

    # Questions

    @property
    def page(self) -> str:
        return next(iter(self.data.get(PAGE, ())), "")

    @property
    def sent(self) -> QueryDict:
        """As the form sent it."""
        sent = QueryDict(mutable=True)
        for name, values in self.data.items():
            sent.setlist(name, values)
        return sent

    # Verbs

    @classmethod
    @transaction.atomic
    def keep(cls, data: dict, by, article=None, form_key=None, base: int | None = None) -> "Autosave":
        """Stores the form as it stands, over what the same page kept a moment ago."""
        now = timezone.now()
        title = arabic.clean_line(next(iter(data.get("title", ())), ""))[:250]
        page = next(iter(data.get(PAGE, ())), "")
        begun = cls.objects.unsaved(by).of(article, form_key).filter(begun_at__gt=now - SPAN, base=base)
        row = begun.select_for_update().filter(**{f"data__{PAGE}__0": page}).first()
        row = row or cls(by=by, article=article, form_key=None if article else form_key, base_id=base)
        row.title, row.data, row.saved_at = title, data, now
        row.save()
        return row

    def discard(self) -> None:
        """Its writer does not want it; nor what the same page kept before it."""
        kept = Autosave.objects.unsaved(self.by).of(self.article, self.form_key)
        kept.filter(**{f"data__{PAGE}__0": self.page}, pk__lte=self.pk).delete()
