"""The second step of signing in. allauth does it; here is what it leaves open."""

import logging

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import parse_authentication_response, parse_registration_response
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from accounts import limits
from maseer.lib import arabic

log = logging.getLogger("maseer.accounts")

# How long one code is good for: its own period, and the neighbours that a clock may be off by.
CODE_LASTS = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


# Codes


class CodeField(forms.CharField):
    """Digits as people type them: Arabic ones too, in groups or in one."""

    def __init__(self, label, autofocus=True):
        super().__init__(label=label, max_length=20)
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        self.widget.attrs["autofocus"] = autofocus

    def to_python(self, value):
        return arabic.ascii_digits(super().to_python(value))


class OnceOnly:
    """Codes are counted before they are looked at, and none opens twice.

    allauth forgets a used code after one period, but takes it for three; and it counts in the cache, which forgets
    what it has no room for.
    """

    def clean_code(self):
        place = limits.code_tried(self.user)
        try:
            code = self._right_code()
        except forms.ValidationError:
            log.warning("refused: code %s", limits.who_and_where(context.request, self.user))
            raise
        place.give_back()
        return code

    def _right_code(self):
        code = super().clean_code()
        if not cache.add(f"code-used:{self.user.pk}:{''.join(filter(str.isdigit, code))}", "y", CODE_LASTS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(OnceOnly, AuthenticateForm):
    code = CodeField(_("The code"))


class ConfirmByCodeForm(OnceOnly, ReauthenticateForm):
    code = CodeField(_("The code"))


class SetUpAppForm(OnceOnly, ActivateTOTPForm):
    # The page is read from its beginning.
    code = CodeField(_("The code that the app shows"), autofocus=False)

    def secret_in_groups(self) -> list[str]:
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


# Passkeys


class CredentialField(forms.JSONField):
    """What a browser answers for a passkey. allauth trusts its shape; anybody may send another."""

    widget = forms.HiddenInput

    def __init__(self, parse):
        super().__init__()
        self.parse = parse

    def clean(self, value):
        credential = super().clean(value)
        try:
            self.parse(credential)
        except (TypeError, ValueError, LookupError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return credential


class NameField(forms.CharField):
    def __init__(self, **options):
        super().__init__(label=_("The name of this passkey"), max_length=60, **options)

    def to_python(self, value):
        return arabic.clean_line(super().to_python(value))


class AddPasskeyForm(AddWebAuthnForm):
    """Every passkey opens by itself: it asks for the finger, the face or the PIN (MFA_WEBAUTHN_USER_VERIFICATION)."""

    name = NameField(required=False)
    credential = CredentialField(parse_registration_response)
    passwordless = None


class RenamePasskeyForm(EditWebAuthnForm):
    name = NameField()


class SecondStepPasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField(parse_authentication_response)


class SignInPasskeyForm(LoginWebAuthnForm):
    credential = CredentialField(parse_authentication_response)


class ConfirmByPasskeyForm(ReauthenticateWebAuthnForm):
    credential = CredentialField(parse_authentication_response)


# Pages


class SecondStep(IndexView):
    """What is set up, and what is missing."""

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            has_factor=user.has_second_factor,
            needs_factor=user.needs_second_factor,
            should_have_factor=user.should_have_second_factor,
            **kwargs,
        )


class RemovePasskey(RemoveWebAuthnView):
    """allauth asks for apps alone whether they may be removed."""

    form_class = DeactivateTOTPForm

    def get_form_kwargs(self):
        # Bound at once, so that the page says no before anybody asks.
        return {"data": {}, **super().get_form_kwargs(), "authenticator": self.object}
