"""What an administrator decides about somebody's account."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models.account_event import AccountEvent
from accounts.models.invitation import Invitation
from accounts.models.reset_request import ResetRequest
from accounts.roles import Role
from maseer.lib import mail
from maseer.lib.refusal import refuse

Kind = AccountEvent.Kind

SHOWN_EVENTS = 30


def wait_your_turn() -> None:
    """Decisions about accounts are made one after another, each seeing what the one before came to.

    The row of the administrators' group is the lock; on SQLite the IMMEDIATE transaction is.
    """
    Group.objects.select_for_update(no_key=True).filter(name=Role.ADMIN.value).first()


class Standing:
    """An account as somebody's place at the paper. Every verb raises PermissionDenied and ValidationError."""

    # Questions. `refuse_if_…` is for after `wait_your_turn`, or the answer may be old.

    def is_above(self, other) -> bool:
        """A superuser's account is worth more than the right to change accounts."""
        return self.is_superuser and not other.is_superuser

    @property
    def is_last_administrator(self) -> bool:
        others = get_user_model().objects.filter(is_active=True, groups__name=Role.ADMIN).exclude(pk=self.pk)
        return self.is_active and Role.ADMIN in self.roles and not others.exists()

    def refuse_if_last_administrator(self) -> None:
        if self.is_last_administrator:
            raise ValidationError(_("This is the last active administrator. Make somebody else one first."))

    @property
    def role_names(self) -> str:
        return pgettext("between names", ", ").join(str(role.label) for role in self.roles)

    def newest_events(self):
        return self.events.select_related("by")[:SHOWN_EVENTS]

    # Verbs

    def suspend(self, by, reason: str = "") -> None:
        """Nobody signs in to it any more, and whoever is signed in is not by their next request. Texts stay."""
        with self._decided(by):
            if not self.is_active:
                raise ValidationError(_("This account is suspended already."))
            self.refuse_if_last_administrator()
            self.is_active = False
            self.save(update_fields=["is_active"])
            self.end_sessions()
            self.revoke_invitations()
            self.record(Kind.SUSPENDED, by=by, detail=reason)
            self._write("suspension", reason=reason)

    def restore(self, by, reason: str = "") -> None:
        with self._decided(by):
            if self.is_active:
                raise ValidationError(_("This account is not suspended."))
            self.is_active = True
            self.save(update_fields=["is_active"])
            self.record(Kind.RESTORED, by=by, detail=reason)
            self._write("suspension", reason=reason)

    def sign_out(self, by) -> None:
        with self._decided(by):
            self.end_sessions()
            self.record(Kind.SESSIONS_ENDED, by=by)

    def free_of_second_factors(self, by) -> None:
        """For somebody who lost theirs."""
        with self._decided(by):
            self.remove_second_factors(by=by)

    def send_reset_link(self, by) -> None:
        """As if the person had asked for it. The worker sends the mail."""
        with self._decided(by):
            if not self.is_active or not self.email:
                raise ValidationError(_("This account is suspended, or has no e-mail address."))
            ResetRequest.objects.create(login=self.email)

    def rights_were_changed(self, before: str, by) -> None:
        """Written down from what to what; whoever is signed in with the old ones is not any more."""
        self.end_sessions()
        if Role.ADMIN not in self.roles:
            self.revoke_invitations()
        words = _("%(before)s; now: %(after)s") % {"before": before, "after": self.rights_in_words()}
        self.record(Kind.RIGHTS_CHANGED, by=by, detail=words)

    def email_was_changed(self, before: str, by) -> None:
        """By an administrator: nobody has confirmed the new one yet."""
        self.change_address(self.email, verified=False)
        words = _("%(before)s; now: %(after)s") % {"before": before or "-", "after": self.email or "-"}
        self.record(Kind.EMAIL_CHANGED, by=by, detail=words)
        self.tell(Kind.EMAIL_CHANGED, to=before)

    def rights_in_words(self) -> str:
        sections = pgettext("between names", ", ").join(map(str, self.sections.all()))
        words = [self.role_names or _("no role"), sections, _("superuser") if self.is_superuser else ""]
        return " · ".join(filter(None, words))

    def revoke_invitations(self) -> None:
        """Whoever may no longer invite has nobody invited."""
        Invitation.objects.open().filter(invited_by=self.pk).revoke()

    # How

    @contextmanager
    def _decided(self, by):
        """The account as it is now, held until the decision stands; nobody decides about themselves."""
        with transaction.atomic():
            wait_your_turn()
            # Who decides may have been suspended a moment ago.
            by = get_user_model().objects.get(pk=by.pk)
            get_user_model().objects.select_for_update(no_key=True).get(pk=self.pk)
            self.refresh_from_db()
            if self.pk == by.pk or self.is_above(by) or not by.has_perm("accounts.change_user"):
                refuse(f"decide about account={self.pk}", by)
            yield

    def _write(self, template: str, **context) -> None:
        if self.email:
            with translation.override(self.language):
                mail.queue(template, self.email, account=self, **context)
