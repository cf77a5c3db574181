from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models.audience import NoticeKind, readers
from articles.models.notice import Notice
from maseer.lib import arabic, mentions
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse

LONGEST_REMARK = 4000
# A button pressed twice; the same words after that are meant.
TWICE = timedelta(minutes=1)
# More accounts than this are not looked through for a name.
MOST_PEOPLE = 2_000


@dataclass(frozen=True)
class Part:
    """A piece of a remark: somebody's name, or what stands between names."""

    text: str
    is_name: bool


class Remark(models.Model):
    """One contribution to the talk about a text, inside the newsroom. Readers never see any of it."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="remarks", verbose_name=gettext_lazy("article")
    )
    text = models.TextField(gettext_lazy("remark"), max_length=LONGEST_REMARK)
    at = models.DateTimeField(gettext_lazy("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("who"),
    )
    # Kept when the account goes.
    by_name = models.CharField(gettext_lazy("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = gettext_lazy("remark")
        verbose_name_plural = gettext_lazy("remarks")
        ordering = ["id"]

    def __str__(self):
        return f"{self.by_name}: {self.text[:60]}"

    # Questions

    def parts(self, names: frozenset[str]) -> list[Part]:
        """The text, cut where it names somebody; `names` is what `names_of` says."""
        parts, end = [], 0
        for mention in mentions.find(self.text, names):
            parts += [
                Part(self.text[end : mention.start], False),
                Part(self.text[mention.start : mention.end], True),
            ]
            end = mention.end
        return [part for part in (*parts, Part(self.text[end:], False)) if part.text]

    # Verbs

    @classmethod
    @transaction.atomic
    def add(cls, article, text: str, by) -> tuple["Remark", list]:
        """Says something about a text, and tells those it names and those it concerns.

        Returns with the remark those it names who may not see the text, and so were not told. Raises PermissionDenied
        and ValidationError.
        """
        current = type(article).objects.locked(article.pk)
        if not current.may_see(by):
            refuse("remark", by, article)
        remark = cls(article=current, by=by, by_name=str(by), text=_checked(text))
        named = _named(remark.text)
        may_see = set(
            readers(current).filter(pk__in=[user.pk for user in named]).values_list("pk", flat=True)
        )
        untold = [user for user in named if user.pk not in may_see and user.pk != by.pk]
        since = timezone.now() - TWICE
        if before := current.remarks.filter(by=by, at__gte=since, text=remark.text).last():
            return before, untold
        remark.save()
        told = Notice.tell(
            NoticeKind.MENTIONED, current, about=remark.pk, by=by, note=remark.text, to=may_see
        )
        Notice.tell(NoticeKind.REMARK, current, about=remark.pk, by=by, note=remark.text, leaving_out=told)
        return remark, untold


def names_of(people) -> frozenset[str]:
    """What they can be called by, folded."""
    return mentions.keys(name for user in people for name in (user.username, user.display_name))


def _checked(text: str) -> str:
    lines = (arabic.clean_line(line) for line in text.strip().splitlines())
    text = "\n".join(lines).strip()
    if not text:
        raise ValidationError(_("Write something."))
    if len(text) > LONGEST_REMARK:
        raise ValidationError(
            _("This is longer than %(longest)s letters. Shorten it.") % {"longest": Numeral(LONGEST_REMARK)}
        )
    return text


def _named(text: str) -> list:
    """The accounts that a text names. Two of one name are both meant."""
    if "@" not in text:
        return []
    staff = list(get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")[:MOST_PEOPLE])
    called = {mention.key for mention in mentions.find(text, names_of(staff))}
    return [user for user in staff if called & names_of([user])]
