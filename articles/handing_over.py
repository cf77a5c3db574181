"""Passing on what somebody has in work. Whoever manages accounts does it, and sees numbers, not titles."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles import handover
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse


class ReceiverForm(forms.Form):
    receiver = forms.ModelChoiceField(
        User.objects.none(), label=_("Who receives them"), empty_label=_("Choose somebody")
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = people


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request, account_id: int):
    accounts = admin.site.get_model_admin(User)
    if not accounts.has_change_permission(request):
        refuse("hand over", request.user)
    person = get_object_or_404(User, pk=account_id)
    if not accounts.may_act(request, person):
        refuse(f"hand over of account={person.pk}", request.user)
    sent = request.POST if request.method == "POST" else None
    form = ReceiverForm(sent, people=handover.receivers(person, request.user))
    if request.method == "POST" and form.is_valid() and _hand_over(request, person, form):
        return redirect("admin:accounts_user_change", person.pk)
    context = {
        "title": gettext("Hand over drafts"),
        "subtitle": str(person),
        "opts": User._meta,
        "original": person,
        "work": handover.work_of(person),
        "form": form,
    }
    frame = admin.site.each_context(request)
    return TemplateResponse(request, "admin/accounts/user/hand_over.html", frame | context)


def _hand_over(request, person: User, form: ReceiverForm) -> bool:
    receiver = form.cleaned_data["receiver"]
    try:
        count = handover.hand_over(person, receiver, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    said = ngettext("%(count)s text passed to %(name)s.", "%(count)s texts passed to %(name)s.", count)
    messages.success(request, said % {"count": Numeral(count), "name": receiver})
    return True
