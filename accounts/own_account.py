"""The pages of one's own account. Everybody has their own, and nobody else's."""

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sessions
from accounts.own_forms import ProfileForm
from maseer.lib.numbers import row_number

EVENTS = 10


@login_required
@require_safe
def overview(request):
    user = request.user
    address = EmailAddress.objects.filter(user=user, email__iexact=user.email).first()
    return render(
        request,
        "accounts/overview.html",
        {
            "sign_in_before": user.events.filter(kind=user.events.model.Kind.SIGNED_IN)[1:2].first(),
            "is_confirmed": address is not None and address.verified,
            "places": sessions.places(request),
            "events": user.events.select_related("by")[:EVENTS],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST":
        if form.is_valid():
            user = form.save()
            with translation.override(user.language):
                messages.success(request, _("Saved."))
            return redirect("accounts:profile")
        # The form has put into the account what it refused; the page speaks of the account as it is.
        request.user.refresh_from_db()
    return render(request, "accounts/profile.html", {"form": form})


class Address(EmailView):
    def _action_primary(self, request):
        """An account has one address, and gets another by confirming it: in no other way."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request):
    if request.method != "POST":
        return render(request, "usersessions/usersession_list.html", {"places": sessions.places(request)})
    if "everywhere" in request.POST:
        sessions.end_all(request)
    elif "others" in request.POST:
        sessions.end_others(request)
        messages.success(request, _("You are signed in here and nowhere else."))
    elif (pk := row_number(request.POST.get("end"))) is not None:
        sessions.end(request, pk)
        if request.user.is_authenticated:
            messages.success(request, _("That session is over."))
    return redirect("usersessions_list" if request.user.is_authenticated else "account_login")
