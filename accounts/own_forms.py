"""What people change about their own accounts."""

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import TwoPasswords, dress
from accounts.models import User


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "language"]
        help_texts = {
            "display_name": _(
                "In any script, as others here should read it. Your user name if you leave it out."
            ),
            "language": _("Of the newsroom and these pages. The paper itself is Arabic."),
        }
        widgets = {"display_name": forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"})}

    def save(self, commit=True):
        # These alone: an administrator may have suspended the account since it was read.
        self.instance.save(update_fields=self.Meta.fields)
        return self.instance


class ChangePasswordForm(TwoPasswords, allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["oldpassword"], _("Present password"), "current-password", autofocus=True)
        del self.fields["password1"].widget.attrs["autofocus"]


class AddressForm(allauth.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self.fields["email"], _("New e-mail address"), "email")
