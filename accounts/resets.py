"""Asking for a new password by user name or e-mail address. Whether there is such an account, the worker finds out."""

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from accounts.forms import OF_SIGN_IN
from accounts.models import ResetRequest


class ResetForm(forms.ModelForm):
    class Meta:
        model = ResetRequest
        fields = ["login"]
        labels = {"login": _("User name or e-mail")}
        widgets = {"login": forms.TextInput(attrs={**OF_SIGN_IN, "autofocus": True})}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    form = ResetForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/password_reset.html", {"form": form})
    limits.reset_asked(request, form.cleaned_data["login"])
    form.save()
    return redirect("account_reset_password_done")
