import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.transition_log import TransitionLog
from articles.workflow import Status
from maseer.lib import arabic
from maseer.lib.clocks import clock
from maseer.lib.fields import LineField
from maseer.lib.http import absolute_url
from maseer.lib.refusal import refuse

DAYS = (1, 3, 7, 30)
LONGEST_AGENT = 200

# What fetches a link to show a card of it, or to index it; nobody reads there.
_MACHINE = re.compile(
    r"bot\b|crawl|spider|preview|whatsapp|facebookexternalhit|slack|^head |^$", re.IGNORECASE
)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def is_machine(agent: str) -> bool:
    return bool(_MACHINE.search(agent))


class PreviewLinkQuerySet(models.QuerySet):
    def open(self, now=None):
        """Those that still lead to their text."""
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now()).exclude(
            article__status__in=[Status.WITHDRAWN, Status.ARCHIVED]
        )

    def make(self, article, recipient: str, days: int, by) -> "PreviewLink":
        """A way to the working revision. Raises PermissionDenied and ValidationError."""
        with transaction.atomic():
            current = Article.objects.locked(article.pk)
            if not current.may_edit(by):
                refuse("preview link", by, article)
            if days not in DAYS:
                raise ValidationError({"days": gettext("Choose how long from the list.")})
            link = self.model(
                article=current,
                revision=current.working_revision,
                recipient=arabic.clean_line(recipient),
                made_by=by,
                expires_at=timezone.now() + timedelta(days=days),
            )
            link.clean_fields(exclude=["article", "revision", "made_by", "revoked_at"])
            link.save()
            link.note_in_log(TransitionLog.PREVIEW_LINK, by)
        return link


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

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.article_id}: {self.recipient}"

    def get_absolute_url(self):
        return reverse("articles:preview", args=[self.token])

    @property
    def address(self) -> str:
        return absolute_url(self.get_absolute_url())

    # Questions

    def is_over(self, now=None) -> bool:
        return self.revoked_at is not None or self.expires_at <= (now or timezone.now())

    def is_read_by_everybody(self) -> bool:
        """Whether its revision is what the public has now."""
        return self.article.live_revision_id == self.revision_id and self.article.is_public()

    # Verbs

    def note_opening(self, agent: str) -> "PreviewOpening":
        return self.openings.create(agent=agent[:LONGEST_AGENT])

    @transaction.atomic
    def revoke(self, by) -> None:
        """Ends it at once. One that has ended stays as it is. Raises PermissionDenied."""
        if not Article.objects.locked(self.article_id).may_edit(by):
            refuse(f"revoke preview link={self.pk}", by, self.article)
        self.refresh_from_db()
        if self.is_over():
            return
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        self.note_in_log(TransitionLog.PREVIEW_REVOKED, by)

    # How

    def note_in_log(self, transition: str, by) -> None:
        article = self.article
        until = clock(self.expires_at, "SHORT_DATETIME_FORMAT")
        note = gettext("For %(recipient)s, until %(when)s") % {"recipient": self.recipient, "when": until}
        before = (self.revision.stage, article.status)
        article._log(transition, before, by, note, revision=self.revision)


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

    @property
    def is_by_machine(self) -> bool:
        return is_machine(self.agent)

    @property
    def browser(self) -> str:
        """The name of it, for people; what it sent says little to them and much too long."""
        for mark, name in BROWSERS.items():
            if mark in self.agent:
                return name
        return ""


# The first that fits: each claims to be those after it as well.
BROWSERS = {
    "HEAD ": "HEAD",
    "WhatsApp": "WhatsApp",
    "TelegramBot": "Telegram",
    "facebookexternalhit": "Facebook",
    "Twitterbot": "X",
    "Slack": "Slack",
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
