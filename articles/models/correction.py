from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.transition_log import TransitionLog
from maseer import page_cache
from maseer.lib import arabic
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse

LONGEST = 1000


class CorrectionQuerySet(models.QuerySet):
    def public(self, now=None):
        """Those of texts that readers have now: what was withdrawn takes its corrections with it."""
        # One look at the row of each, in the order of the index; IN would gather every public article first.
        return self.filter(Exists(Article.objects.published(now).filter(pk=OuterRef("article"))))

    def newest_first(self):
        """Named so that `KeysetPage` can page over it."""
        return self.annotate(listed_at=F("at"), listed_id=F("pk")).order_by("-at", "-pk")


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
    text = models.TextField(_("what readers are told"), max_length=LONGEST)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    # Kept when the account goes.
    by_name = models.CharField(_("name"), max_length=150, blank=True)

    objects = CorrectionQuerySet.as_manager()

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

    # Verbs

    @transaction.atomic
    def reword(self, text: str, by) -> TransitionLog | None:
        """Says the same better; None if nothing changed. Raises PermissionDenied and ValidationError."""
        article = Article.objects.locked(self.article_id)
        if not article.may_correct(by):
            refuse(f"reword correction={self.pk}", by, article)
        current = Correction.objects.get(pk=self.pk)
        before = current.text
        current.text = text
        current.clean()
        if current.text == before:
            return None
        current.save(update_fields=["text"])
        self.text = current.text
        page_cache.forget(*article.cache_tags())
        # The log keeps both, since only the newer one is printed.
        note = _t("%(kind)s reworded: %(text)s (before: %(before)s)")
        return article._log_of_readers_text(
            TransitionLog.CORRECTION,
            by,
            note % {"kind": current.get_kind_display(), "text": current.text, "before": before},
        )

    def clean(self):
        lines = (arabic.clean_line(line) for line in self.text.splitlines())
        self.text = "\n".join(filter(None, lines))
        if not self.text:
            raise ValidationError({"text": _("Write what readers are told.")})
        if len(self.text) > LONGEST:
            message = _("This is longer than %(longest)s letters. Shorten it.")
            raise ValidationError({"text": message % {"longest": Numeral(LONGEST)}})
        if self.kind not in self.Kind.values:
            raise ValidationError({"kind": _("Choose a kind from the list.")})
