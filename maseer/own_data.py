"""Where somebody takes their data with them, or has it forgotten; and where an administrator does so for them."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import AccountEvent, User
from articles.models import Author
from maseer import personal_data
from maseer.lib.http import client_address
from maseer.lib.refusal import refuse

JSON = {"ensure_ascii": False, "indent": 2}


class EraseForm(forms.Form):
    byline = forms.ChoiceField(
        label=gettext_lazy("The byline"),
        choices=[
            ("keep", gettext_lazy("Keep it: published texts go on carrying the name")),
            ("anonymise", gettext_lazy("Anonymise it: they carry “Former writer”, without portrait and bio")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
    )
    username = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy(
            "Type the user name of the account that is to be deleted. There is no way back."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args, account: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        if not Author.objects.filter(user=account).exists():
            del self.fields["byline"]

    def clean_username(self):
        if self.cleaned_data["username"].strip().lower() != self.account.username.lower():
            raise ValidationError(_("This is not the user name of the account."))
        return self.account.username

    def erase(self, by) -> bool:
        """Whether it is done; what stands against it is among the errors."""
        keeps = self.cleaned_data.get("byline") != "anonymise"
        try:
            personal_data.erase(self.account, by=by, keep_byline=keeps)
        except ValidationError as error:
            self.add_error(None, error)
        return self.is_valid()


# One's own


@login_required
@require_safe
def own_data(request):
    return render(request, "accounts/data.html")


@login_required
@require_POST
def download(request):
    return _file(request, request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def erase_own(request):
    form = EraseForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid() and form.erase(by=request.user):
        logout(request)
        return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form})


# Somebody else's, in the back office


def _account(request, pk: int) -> User:
    account = get_object_or_404(User, pk=pk)
    if (
        account.is_above(request.user)
        or account == request.user
        or not request.user.has_perm("accounts.change_user")
    ):
        refuse(f"personal data of account={pk}", request.user)
    return account


@require_POST
def export_account(request, pk: int):
    return _file(request, _account(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def erase_account(request, pk: int):
    return _erase(request, _account(request, pk))


# Who may not is told so before anybody's password is asked for.


@reauthentication_required(allow_get=True)
def _erase(request, account: User):
    form = EraseForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid() and form.erase(by=request.user):
        messages.success(request, _("The account is deleted."))
        return redirect("admin:accounts_user_changelist")
    context = {"title": _("Delete personal data"), "original": account, "opts": User._meta, "form": form}
    return render(request, "admin/personal_data/erase.html", admin.site.each_context(request) | context)


@reauthentication_required
def _file(request, account: User):
    account.record(AccountEvent.Kind.EXPORTED, by=request.user, address=client_address(request))
    response = JsonResponse(personal_data.export(account, to=request.user), json_dumps_params=JSON)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="maseer-{account.username}.json"'
    return response
