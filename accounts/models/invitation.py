import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from maseer.lib.fields import LineField

VALID_FOR = timedelta(days=7)


def hash_of(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _no_link() -> str:
    return hash_of(secrets.token_urlsafe(32))


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A place kept for somebody: whoever opens the link in the mail makes the account. Only its hash is stored."""

    email = models.EmailField(_("e-mail address"))
    display_name = LineField(_("display name"), max_length=100)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    sections = models.ManyToManyField(
        "articles.Section", blank=True, related_name="+", verbose_name=_("sections")
    )
    byline = models.ForeignKey(
        "articles.Author",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("byline"),
        help_text=_("The name the person's texts carry. It may be chosen later."),
    )
    link_hash = models.CharField(max_length=64, unique=True, default=_no_link, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    sent_at = models.DateTimeField(_("mail sent"), null=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="invitation",
        verbose_name=_("account"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.display_name} <{self.email}>"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def new_link(self) -> str:
        """Makes a link word that is good once and for `VALID_FOR`; the one before is dead. It is told only here."""
        word = secrets.token_urlsafe(32)
        now = timezone.now()
        self.link_hash, self.sent_at, self.expires_at = hash_of(word), now, now + VALID_FOR
        self.save(update_fields=["link_hash", "sent_at", "expires_at"])
        return word
