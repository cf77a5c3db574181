"""What is done about an account by a button: the whole table, each with a page that asks first."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from maseer.lib.refusal import refuse


@dataclass(frozen=True)
class Act:
    """`verb` takes the account, who does it and, where it is asked for, the reason."""

    name: str
    verb: Callable
    label: str
    # What will happen, and what has.
    words: str
    done: str
    is_open: Callable[[User], bool] = lambda account: account.is_active
    asks_why: bool = False
    ends_something: bool = False


ACTS = (
    Act(
        "suspend",
        User.suspend,
        _("Suspend"),
        _(
            "Nobody signs in to this account any more, and whoever is signed in is not by their next request. Texts"
            " and byline stay as they are; invitations this person has sent that are still open are revoked."
        ),
        _("The account is suspended."),
        asks_why=True,
        ends_something=True,
    ),
    Act(
        "restore",
        User.restore,
        _("Lift the suspension"),
        _("The person can sign in again, with the same password, roles and sections."),
        _("The suspension is lifted."),
        is_open=lambda account: not account.is_active,
        asks_why=True,
    ),
    Act(
        "reset_link",
        User.send_reset_link,
        _("Send a reset link"),
        _(
            "By a link in a mail, good for one hour, the person chooses a new password. Until then the old one holds."
        ),
        _("The mail with the link is on its way."),
        is_open=lambda account: account.is_active and account.email,
    ),
    Act(
        "remove_factor",
        User.free_of_second_factors,
        _("Remove the second factor"),
        _(
            "For somebody who lost the telephone or the key: the password alone opens the account until a new second"
            " factor is set up. Make sure that it is the person who asks."
        ),
        _("The second factor is removed."),
        is_open=lambda account: account.has_second_factor,
    ),
    Act(
        "sign_out",
        User.sign_out,
        _("Sign out everywhere"),
        _("On every computer and telephone the person has to sign in again."),
        _("The person is signed out everywhere."),
    ),
)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("It is in the mail to the person, and in the record of the account. It may stay empty."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )


class Acting:
    """For a ModelAdmin of accounts: the acts, each at `<id>/<name>/`, for who may change the account and is not it."""

    acts: tuple[Act, ...] = ACTS

    def get_urls(self):
        mine = [
            path(
                f"<int:account_id>/{act.name.replace('_', '-')}/",
                self.admin_site.admin_view(self._page(act)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{act.name}",
            )
            for act in self.acts
        ]
        return [*mine, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        # What was changed in the form alone: the account may have a new password, or be suspended, since it was read.
        own = {field.name for field in self.opts.concrete_fields}
        obj.save(update_fields=own.intersection(form.changed_data))

    def may_act(self, request, account) -> bool:
        return account.pk != request.user.pk and self.has_change_permission(request, account)

    def acts_on(self, request, account) -> list[tuple[Act, str]]:
        """Those that are possible now, with their addresses."""
        if not self.may_act(request, account):
            return []
        return [(act, self._address(act.name, account)) for act in self.acts if act.is_open(account)]

    def _address(self, name: str, account) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[account.pk])

    def _page(self, act: Act) -> Callable:
        @require_http_methods(["GET", "HEAD", "POST"])
        def answer(request, account_id: int):
            if not self.has_change_permission(request):
                refuse(act.name, request.user)
            account = self.get_object(request, str(account_id))
            if account is None:
                raise Http404
            if not self.may_act(request, account):
                refuse(f"{act.name} account={account.pk}", request.user)
            sent = request.POST if request.method == "POST" else None
            form = ReasonForm(sent) if act.asks_why else forms.Form(sent)
            if request.method == "POST" and form.is_valid():
                self._act(request, act, account, form.cleaned_data)
                return redirect(self._address("change", account))
            frame = self.admin_site.each_context(request)
            about = {"title": act.label, "subtitle": str(account), "opts": self.opts, "original": account}
            return TemplateResponse(
                request, "admin/accounts/user/act.html", frame | about | {"act": act, "form": form}
            )

        return answer

    def _act(self, request, act: Act, account, how: dict) -> None:
        try:
            act.verb(account, by=request.user, **how)
        except ValidationError as refusal:
            for said in refusal.messages:
                messages.error(request, said)
        else:
            messages.success(request, act.done)
