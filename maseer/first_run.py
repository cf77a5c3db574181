"""An empty paper's first page: somebody who can read this machine's files makes the first account."""

from django import forms
from django.contrib.auth import get_user_model, login, password_validation
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.roles import Role
from articles.models import Section
from maseer.demo import content
from maseer.lib import setup_code
from pages.models import SiteSettings

CODE_FILE = setup_code.FILE


def make_code() -> str:
    """The code that proves one is at home here; kept until the first account is made."""
    if not CODE_FILE.exists():
        CODE_FILE.touch(mode=0o600)
        CODE_FILE.write_text(get_random_string(20))
    return CODE_FILE.read_text()


def is_open() -> bool:
    return CODE_FILE.exists() and not get_user_model().objects.exists()


class FirstRunForm(forms.ModelForm):
    code = forms.CharField(
        label=_("Setup code"),
        help_text=format_lazy(
            _("It was printed when the paper started, and is kept in {place}."),
            # A path keeps its direction also between Arabic words.
            place=f"\N{LEFT-TO-RIGHT ISOLATE}{setup_code.place()}\N{POP DIRECTIONAL ISOLATE}",
        ),
    )
    paper = forms.CharField(label=_("Name of the paper"), max_length=100)
    usual_sections = forms.BooleanField(
        label=_("Begin with the usual sections"), required=False, initial=True
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=10,
    )

    class Meta:
        model = User
        fields = ["username", "display_name", "email"]

    field_order = ["code", "paper", "usual_sections", "display_name", "username", "email", "password"]

    def clean_code(self):
        if not constant_time_compare(self.cleaned_data["code"].strip(), make_code()):
            raise ValidationError(_("This is not the setup code. It was printed when the paper started."))

    def clean_password(self):
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password

    @transaction.atomic
    def save(self, commit=True):
        data = self.cleaned_data
        user = User.objects.create_user(
            data["username"], data["email"], data["password"], display_name=data["display_name"]
        )
        user.change_address(data["email"], verified=True)
        for role in (Role.ADMIN, Role.MANAGING_EDITOR):
            user.take_role(role)
        paper = SiteSettings.load()
        paper.name = data["paper"]
        paper.save()
        if data["usual_sections"] and not Section.objects.exists():
            for order, section in enumerate(content.newsroom()["sections"]):
                Section.objects.create(order=order, **section)
        return user


@never_cache
def first_run(request):
    if not is_open():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        CODE_FILE.unlink()
        login(request, user)
        return redirect("admin:index")
    return render(request, "first_run.html", {"form": form})
