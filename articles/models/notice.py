import uuid

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles.models import audience
from articles.models.audience import RULES, NoticeKind
from maseer.lib import mail
from maseer.lib.http import absolute_url

# The same person and the same event give the same number, in whichever process: a mail sent twice is shown once.
MAIL_IDS = uuid.UUID("5f0ddc3e-2c0f-4d4e-9c0e-6d617365f572")


class Notice(models.Model):
    """What one person is told, once. The key says what it is about: the same is never told twice."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    key = models.CharField(max_length=100)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="+", verbose_name=_("article")
    )
    note = models.TextField(_("note"), blank=True)
    by_name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_newest"),
            models.Index(
                fields=["to", "-id"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["read_at"], condition=models.Q(read_at__isnull=False), name="notice_read"),
        ]
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="notice_once")]

    def __str__(self):
        return f"{self.get_kind_display()} -> {self.to}"

    # Verbs

    @classmethod
    @transaction.atomic(savepoint=False)
    def tell(cls, kind: str, article, *, about, by=None, note: str = "", to=(), leaving_out=()) -> set[int]:
        """Tells everybody concerned, in the transaction of what they are told of, and says who that is.

        `about` names the event (the number of its row): told once more of the same, nobody gets a second notice or
        mail. `to` adds accounts, by number, to the audience of the table; `leaving_out` takes some away. Nobody hears
        of their own doing.
        """
        people = set(to).union(*(among(article) for among in RULES[kind].audience))
        people -= {None, by.pk if by else None, *leaving_out}
        told = list(audience.readers(article).filter(pk__in=people).order_by("pk")) if people else []
        if not told:
            return set()
        choices = NoticeChoice.of(told, kind)
        notice = cls(
            kind=kind,
            key=f"{kind}:{about}",
            article=article,
            note=note,
            by_name=str(by) if by else "",
            at=timezone.now(),
        )
        # Sorted by person: two transactions that tell the same people wait for each other, never in a circle.
        cls.objects.bulk_create(
            (
                cls(to=user, kind=kind, key=notice.key, article=article, note=note, by_name=notice.by_name)
                for user in told
                if choices[user.pk].in_newsroom
            ),
            ignore_conflicts=True,
        )
        notice._mail([user for user in told if user.email and choices[user.pk].by_mail])
        return {user.pk for user in told}

    def read(self) -> None:
        if self.read_at is None:
            self.read_at = timezone.now()
            self.save(update_fields=["read_at"])

    # How

    def _mail(self, people) -> None:
        address = absolute_url(reverse("admin:articles_article_change", args=[self.article_id]))
        for language in sorted({user.language for user in people}):
            with translation.override(language):
                mail.queue_once(
                    "notice",
                    {
                        uuid.uuid5(MAIL_IDS, f"{user.pk}:{self.key}"): user.email
                        for user in people
                        if user.language == language
                    },
                    notice=self,
                    title=self.article.working_title,
                    url=address,
                    choices_url=absolute_url(reverse("admin:notice_choices")),
                )


class NoticeChoice(models.Model):
    """What somebody wants to be told of, and how, where it differs from what is usual."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    in_newsroom = models.BooleanField(_("in the newsroom"))
    by_mail = models.BooleanField(_("by mail"))

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_once")]

    def __str__(self):
        return f"{self.user}: {self.kind}"

    @classmethod
    def of(cls, people, kind: str) -> dict[int, "NoticeChoice"]:
        """What each of them has chosen, or what is usual."""
        rule = RULES[kind]
        usual = cls(kind=kind, in_newsroom=rule.in_newsroom, by_mail=rule.by_mail)
        chosen = {row.user_id: row for row in cls.objects.filter(user__in=people, kind=kind)}
        return {user.pk: chosen.get(user.pk, usual) for user in people}

    @classmethod
    def all_of(cls, user) -> dict[str, "NoticeChoice"]:
        """One person's choice for each kind that can concern them, made or usual."""
        chosen = {row.kind: row for row in user.notice_choices.all()}
        return {
            kind: chosen.get(kind)
            or cls(user=user, kind=kind, in_newsroom=rule.in_newsroom, by_mail=rule.by_mail)
            for kind, rule in RULES.items()
            if user.has_perm(rule.permission)
        }

    @classmethod
    @transaction.atomic
    def choose(cls, user, choices: dict[str, tuple[bool, bool]]) -> None:
        """`choices`: kind -> in the newsroom, by mail. What is usual needs no row, and follows the table."""
        usual = {
            kind for kind, how in choices.items() if how == (RULES[kind].in_newsroom, RULES[kind].by_mail)
        }
        cls.objects.filter(user=user, kind__in=usual).delete()
        cls.objects.bulk_create(
            (
                cls(user=user, kind=kind, in_newsroom=in_newsroom, by_mail=by_mail)
                for kind, (in_newsroom, by_mail) in choices.items()
                if kind not in usual
            ),
            update_conflicts=True,
            unique_fields=["user", "kind"],
            update_fields=["in_newsroom", "by_mail"],
        )
