from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maseer.lib.fields import LineField


class AccountEvent(models.Model):
    """Something that happened to an account. Written once, never changed."""

    class Kind(models.TextChoices):
        JOINED = "joined", _("Account made")
        SIGNED_IN = "signed_in", _("Signed in")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        PASSWORD_RESET = "password_reset", _("Password chosen anew by mail")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        CODES_MADE = "codes_made", _("Recovery codes made")
        RIGHTS_CHANGED = "rights_changed", _("Rights changed")
        SESSIONS_ENDED = "sessions_ended", _("Signed out everywhere")
        SUSPENDED = "suspended", _("Suspended")
        RESTORED = "restored", _("Suspension lifted")
        HANDED_OVER = "handed_over", _("Drafts handed over")
        EXPORTED = "exported", _("Personal data exported")
        ERASED = "erased", _("Personal data deleted")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="events", verbose_name=_("account")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    # Who did it, where that was somebody else.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    detail = LineField(_("detail"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "-id"], name="event_of_account")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.account_id}"
