import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.account_event import AccountEvent
from accounts.roles import Role
from maseer.lib import mail
from maseer.lib.fields import LineField
from maseer.lib.http import absolute_url
from maseer.lib.refusal import refuse

VALID_FOR = timedelta(days=7)


def hash_of(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _no_link() -> str:
    return hash_of(secrets.token_urlsafe(32))


class Ended(Exception):
    """The link is used, too old or revoked, or was never one: nobody is told which."""


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("an invitation", "open")
    EXPIRED = "expired", pgettext_lazy("an invitation", "expired")
    ACCEPTED = "accepted", pgettext_lazy("an invitation", "accepted")
    REVOKED = "revoked", pgettext_lazy("an invitation", "revoked")


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self._pending().filter(expires_at__gt=timezone.now())

    def in_state(self, state: str):
        return {
            State.OPEN: self.open,
            State.EXPIRED: lambda: self._pending().filter(expires_at__lte=timezone.now()),
            State.ACCEPTED: lambda: self.filter(accepted_at__isnull=False),
            State.REVOKED: lambda: self.filter(accepted_at=None, revoked_at__isnull=False),
        }[state]()

    def _pending(self):
        return self.filter(accepted_at=None, revoked_at=None)

    def by_word(self, word: str) -> "Invitation":
        """The open one this link leads to. Raises Ended."""
        found = self.open().filter(link_hash=hash_of(word)).first()
        if found is None:
            raise Ended
        return found

    def refuse_taken(self, email: str, besides: int | None = None) -> None:
        """Raises ValidationError if somebody with this address is here, or is invited already."""
        if account := get_user_model().objects.by_login(email):
            raise ValidationError(
                _("%(name)s has an account with this address already (%(login)s). Give the role there.")
                % {"name": account, "login": account.username}
            )
        if self.open().filter(email__iexact=email).exclude(pk=besides).exists():
            raise ValidationError(_("This address is invited already. Send that invitation again instead."))

    def revoke(self) -> int:
        return self._pending().update(revoked_at=timezone.now())


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
    note = models.TextField(
        _("a word to the person"), blank=True, max_length=500, help_text=_("It stands in the mail.")
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

    # Questions

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def state(self) -> State:
        if self.accepted_at:
            return State.ACCEPTED
        if self.revoked_at:
            return State.REVOKED
        return State.EXPIRED if self.has_expired else State.OPEN

    # Verbs

    @transaction.atomic
    def send(self, by) -> None:
        """A mail with a new link; whatever link there was before is dead. Raises ValidationError."""
        # Who invites may have lost the right a moment ago.
        if not get_user_model().objects.get(pk=by.pk).has_perm("accounts.add_invitation"):
            refuse(f"send invitation={self.pk}", by)
        current = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.accepted_at:
            raise ValidationError(_("This invitation was accepted already."))
        type(self).objects.refuse_taken(self.email, besides=self.pk)
        self.revoked_at, self.invited_by = None, by
        self.save(update_fields=["revoked_at", "invited_by"])
        address = absolute_url(reverse("accounts:invitation_link", args=[self.new_link()]))
        # Nobody knows yet which language the person reads; the paper's own is the best guess.
        with translation.override(settings.LANGUAGE_CODE):
            mail.queue(
                *("invitation", self.email),
                **{"invitation": self, "by": by, "url": address, "days": VALID_FOR.days},
            )

    @transaction.atomic
    def revoke(self) -> None:
        """The link leads nowhere from now on. Raises ValidationError."""
        if not type(self).objects.filter(pk=self.pk).revoke():
            raise ValidationError(_("This invitation was accepted or revoked already."))
        self.refresh_from_db()

    @classmethod
    @transaction.atomic
    def accept(cls, word: str, account, address: str | None = None):
        """Makes the account, which is not saved yet, with everything the invitation promises. Once.

        Raises Ended, and ValidationError where somebody else has the address by now.
        """
        row = cls.objects.select_for_update(of=("self",)).filter(link_hash=hash_of(word)).first()
        if row is None or not row.is_open:
            raise Ended
        account.email = row.email
        account.validate_constraints()
        account.save()
        account.take_role(Role(row.role))
        account.sections.set(row.sections.all())
        account.change_address(row.email, verified=True)
        if row.byline and not row.byline.user_id:
            row.byline.user = account
            row.byline.save(update_fields=["user"])
        joined = {"by": row.invited_by, "detail": row.get_role_display(), "address": address}
        account.record(AccountEvent.Kind.JOINED, **joined)
        # The word was for the mail, which has arrived.
        row.accepted_at, row.account, row.note = timezone.now(), account, ""
        row.save(update_fields=["accepted_at", "account", "note"])
        row._tell_inviter()
        return account

    def _tell_inviter(self) -> None:
        if self.invited_by and self.invited_by.is_active and self.invited_by.email:
            address = absolute_url(reverse("admin:accounts_user_change", args=[self.account_id]))
            with translation.override(self.invited_by.language):
                mail.queue("invitation-accepted", self.invited_by.email, invitation=self, url=address)

    def new_link(self) -> str:
        """Makes a link word that is good once and for `VALID_FOR`; the one before is dead. It is told only here."""
        word = secrets.token_urlsafe(32)
        now = timezone.now()
        self.link_hash, self.sent_at, self.expires_at = hash_of(word), now, now + VALID_FOR
        self.save(update_fields=["link_hash", "sent_at", "expires_at"])
        return word
