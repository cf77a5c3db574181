"""The forms of the signed-out pages: allauth's rules, our words, and hints for password managers."""

from allauth.account import forms as allauth
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.models import AccountEvent, User
from maseer.lib.http import client_address

PASSWORD_HINT = _("At least 8 letters or digits. A few words that only you put together are best.")

# Of a field for what one signs in with: nothing makes another word of it.
OF_SIGN_IN = {"dir": "ltr", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def dress(field: forms.Field, label: str, autocomplete: str, help_text: str = "", **attrs) -> None:
    """allauth names its fields by placeholders, which vanish as one types."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    # What is typed here is Latin, or its dots tell nothing: it begins where Latin begins.
    field.widget.attrs |= {"dir": "ltr", "autocomplete": autocomplete} | attrs


class SignInForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["login"], _("User name or e-mail"), **OF_SIGN_IN, maxlength=254)
        dress(self.fields["password"], _("Password"), "current-password")
        self.fields["login"].max_length = 254
        self.fields["remember"].label = _("Remember me")
        # Whoever mistyped has written the name already.
        first = "password" if self.data.get("login") else "login"
        self.fields[first].widget.attrs["autofocus"] = True


class RegistrationForm(allauth.SignupForm):
    display_name = User._meta.get_field("display_name").formfield(required=True)

    field_order = ["email", "display_name", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["email"], _("E-mail address"), "email", autofocus=True)
        dress(self.fields["password1"], _("Password"), "new-password", PASSWORD_HINT)
        name = self.fields["display_name"]
        name.label = _("Your name, as others see it")
        name.help_text = _("In any script. It stands under lists you make public.")
        name.widget.attrs |= {"dir": "auto", "autocomplete": "name"}

    def clean_display_name(self):
        name = self.cleaned_data["display_name"]
        names.check(name)
        names.check_is_own(name, as_reader=True)
        return name

    def try_save(self, request):
        """An address that has an account gets the same answer, after the same work."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Registered twice at the same moment.
            self.account_already_exists = True
            return super().try_save(request)

    def signup(self, request, user):
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])
        user.record(AccountEvent.Kind.JOINED, address=client_address(request))


class TwoPasswords:
    """A new password, twice: nobody sees what they type."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["password1"], _("New password"), "new-password", PASSWORD_HINT, autofocus=True)
        dress(self.fields["password2"], _("The same once more"), "new-password")

    def clean(self):
        # In our words; allauth's would be a second message beside it.
        typed = self.cleaned_data
        if {"password1", "password2"} <= typed.keys() and typed["password1"] != typed["password2"]:
            self.add_error("password2", _("These two are not the same."))
        return typed


class NewPasswordForm(TwoPasswords, allauth.ResetPasswordKeyForm):
    pass


class FirstPasswordForm(TwoPasswords, allauth.SetPasswordForm):
    pass


class ReauthenticateForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["password"], _("Password"), "current-password", autofocus=True)
