import logging
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.audience import NoticeKind
from articles.models.notice import Notice
from maseer.lib.refusal import refuse

log = logging.getLogger("maseer.newsroom")

# Three beats of the browser's heart (static/js/admin/edit_lock.js) are missed then.
SILENCE = timedelta(seconds=45)


class EditLock(models.Model):
    """Who is writing in a text now. It lives as long as it is heard of; the version check guards without it too."""

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

    # Questions

    def is_live(self, now=None) -> bool:
        return self.heard_at > (now or timezone.now()) - SILENCE

    @classmethod
    def of(cls, article, now=None) -> "EditLock | None":
        """The one that counts now."""
        lock = cls.objects.select_related("by").filter(article=article).first()
        return lock if lock and lock.is_live(now) else None

    # Verbs. Each is one statement that looks and writes, so that of two people who come together one gets it.

    @classmethod
    def hold(cls, article, by, now=None) -> "EditLock | None":
        """`by` is writing, unless somebody else is: answers whose lock it is now. Raises PermissionDenied."""
        _check(article, by)
        now = now or timezone.now()
        rows = cls.objects.filter(article=article)
        if not rows.filter(by=by, heard_at__gt=now - SILENCE).update(heard_at=now):
            free = models.Q(by=by) | models.Q(heard_at__lte=now - SILENCE)
            if not rows.filter(free).update(by=by, since=now, heard_at=now):
                new = cls(article=article, by=by, since=now, heard_at=now)
                cls.objects.bulk_create([new], ignore_conflicts=True)
        return cls.of(article, now)

    @classmethod
    @transaction.atomic
    def take_over(cls, article, by, now=None) -> "EditLock | None":
        """`by` is writing from now on, whoever was. Raises PermissionDenied."""
        _check(article, by)
        now = now or timezone.now()
        before = cls.of(article, now)
        held = cls.objects.filter(article=article).exclude(by=by).update(by=by, since=now, heard_at=now)
        if held:
            log.info("taken over: article=%s by=%s", article.pk, by.pk)
        if held and before:
            about = f"lock:{article.pk}:{before.since.timestamp():.0f}"
            Notice.tell(NoticeKind.TAKEN_OVER, article, about=about, by=by, to={before.by_id})
        return cls.hold(article, by, now)

    @classmethod
    def let_go(cls, article, by) -> None:
        cls.objects.filter(article=article, by=by).delete()


def _check(article, by) -> None:
    if not article.may_edit(by):
        refuse("edit lock", by, article)
