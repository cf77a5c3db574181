"""What the link in an invitation leads to: a page on which somebody makes the account that waits for them."""

import re

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.forms import OF_SIGN_IN
from accounts.models import Invitation, User
from accounts.models.invitation import Ended
from maseer.lib.http import client_address

WORD = "invitation"


class AcceptForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        help_text=_("At least 8 letters. A short sentence is easy to remember and hard to guess."),
    )

    class Meta:
        model = User
        fields = ["username", "display_name"]
        widgets = {
            "username": forms.TextInput(attrs=OF_SIGN_IN),
            "display_name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        }
        help_texts = {
            "username": _("You sign in with it, or with your e-mail address."),
            "display_name": _("What your colleagues see, in any script."),
        }

    field_order = ["display_name", "username", "password"]

    def __init__(self, *args, invitation: Invitation, **kwargs):
        initial = {
            "username": free_name(invitation.email),
            "display_name": invitation.display_name,
        }
        self.promised_names = {invitation.display_name, getattr(invitation.byline, "name", "")}
        super().__init__(*args, instance=User(email=invitation.email), initial=initial, **kwargs)
        self.fields["display_name"].required = True

    def _post_clean(self):
        # A name that an administrator wrote, or the byline that is to be theirs, is not somebody else's.
        self.instance.named_at_desk = self.cleaned_data.get("display_name") in self.promised_names
        super()._post_clean()
        # Now that the account has its names, the password is compared with them.
        if password := self.cleaned_data.get("password"):
            try:
                password_validation.validate_password(password, self.instance)
            except ValidationError as refusal:
                self.add_error("password", refusal)
            else:
                self.instance.set_password(password)


def free_name(email: str) -> str:
    """A user name to begin with, from what stands before the @."""
    stem = re.sub(r"[^a-z0-9._-]+", "", email.partition("@")[0].lower()).strip("._-")[:50] or "writer"
    like_it = User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    taken = {name.lower() for name in like_it}
    candidates = [stem, *(f"{stem}{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in candidates if name not in taken)


@never_cache
@require_safe
def follow(request, word: str):
    """Takes the word out of the address, so that no page after this one can tell it on."""
    limits.invitation_followed(request)
    try:
        Invitation.objects.by_word(word)
    except Ended:
        return ended(request)
    request.session[WORD] = word
    return redirect("accounts:invitation")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request):
    try:
        found = Invitation.objects.by_word(request.session.get(WORD, ""))
        if request.user.is_authenticated:
            return render(request, "accounts/invitation_of_another.html", {"invitation": found})
        form = AcceptForm(request.POST if request.method == "POST" else None, invitation=found)
        if request.method == "POST" and form.is_valid() and (account := _accept(request, form)):
            del request.session[WORD]
            # The mail came to this address, so it needs no confirming.
            return perform_login(request, account, redirect_url=reverse("admin:index"))
    except Ended:
        return ended(request)
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def _accept(request, form: AcceptForm) -> User | None:
    try:
        return Invitation.accept(request.session[WORD], form.instance, client_address(request))
    except IntegrityError:
        # Somebody else took the name in the same moment.
        form.add_error("username", User._meta.get_field("username").error_messages["unique"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def ended(request):
    """The same answer whatever is wrong with the link: used, too old, revoked or made up."""
    request.session.pop(WORD, None)
    return render(request, "accounts/invitation_ended.html", status=410)
