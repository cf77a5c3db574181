from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe


@require_safe
def menu(request):
    """What stands in place of “Sign in” on public pages: fetched by static/js/account_menu.js."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    # Public pages are Arabic, whatever language one works in.
    with translation.override(settings.LANGUAGE_CODE):
        return render(request, "accounts/menu.html")


class ConfirmAddress(ConfirmEmailView):
    def logout_other_user(self, confirmation):
        """allauth signs out whoever is signed in as somebody else as soon as the link is opened."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


class NewPassword(PasswordResetFromKeyView):
    def logout(self):
        """As above: to open a page changes nothing."""
        if self.request.method == "POST":
            super().logout()
