"""An account whose owner is to be forgotten."""

from django.db.models import Q

from accounts import names
from accounts.models.account_event import AccountEvent
from accounts.models.invitation import Invitation
from accounts.models.reset_request import ResetRequest


class Erasable:
    """The row stays, so that what was done keeps pointing at somebody; nothing in it says at whom."""

    @property
    def is_erased(self) -> bool:
        return not self.is_active and self.username == f"{names.OF_DELETED}{self.pk}"

    def erase(self, by) -> None:
        """What accounts know of the person. `maseer.personal_data.erase` calls it, and does the rest."""
        self.revoke_invitations()
        invited = Q(email__iexact=self.email) if self.email else Q()
        Invitation.objects.filter(Q(account=self) | invited).delete()
        ResetRequest.objects.filter(login__in={self.username, self.email} - {""}).delete()
        self.groups.clear()
        self.user_permissions.clear()
        self.sections.clear()
        self.authenticator_set.all().delete()
        self.emailaddress_set.all().delete()
        self.username = f"{names.OF_DELETED}{self.pk}"
        self.display_name = self.email = ""
        self.is_active = self.is_staff = self.is_superuser = False
        self.last_login = None
        self.set_unusable_password()
        self.save()
        self.end_sessions()
        self.usersession_set.all().delete()
        # That something happened stays; from where, and in which words, goes.
        self.events.update(address=None, detail="")
        self.record(AccountEvent.Kind.ERASED, by=by)
