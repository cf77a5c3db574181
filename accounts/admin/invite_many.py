"""Inviting a whole list of people: pasted or as a file, checked first, then all at once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.invite_list import MOST_LINES, InviteList
from maseer.lib.counters import Numeral

LONGEST_TEXT = 100_000


class InviteManyForm(forms.Form):
    people = forms.CharField(
        label=_("The list"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(
            attrs={
                "placeholder": _("Laila Shaban, laila@example.com, Contributor, News / Opinion"),
                "rows": 10,
                "class": "vLargeTextField",
                "spellcheck": "false",
            }
        ),
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("A table saved as CSV or TSV (in Excel: CSV UTF-8)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LONGEST_TEXT:
            raise ValidationError(_("The file is too large. Invite in smaller parts."))
        data = file.read()
        try:
            # Excel's "Unicode text" is UTF-16, and says so.
            return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is not in UTF-8. Save it as “CSV UTF-8”.")) from error

    def clean(self):
        super().clean()
        self.text = self.cleaned_data.get("file") or self.cleaned_data.get("people") or ""
        if not self.errors and not self.text.strip():
            raise ValidationError(_("Paste a list, or choose a file."))
        if "\0" in self.text:
            raise ValidationError(_("This is no table in plain text."))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, model_admin):
    form = InviteManyForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    people = None
    if request.method == "POST" and form.is_valid():
        people = InviteList(form.text)
        if people.is_right and "_invite" in request.POST and _invite(request, people):
            return redirect("admin:accounts_invitation_changelist")
        # What was read from a file is in the field from now on, where it can be mended.
        form = InviteManyForm(initial={"people": form.text})
    context = {
        "title": gettext("Invite many"),
        "opts": model_admin.opts,
        "form": form,
        "people": people,
        "most": MOST_LINES,
    }
    frame = model_admin.admin_site.each_context(request)
    return TemplateResponse(request, "admin/accounts/invitation/many.html", frame | context)


def _invite(request, people: InviteList) -> bool:
    try:
        count = people.invite(by=request.user)
    except ValidationError as refusal:
        # Somebody else invited one of them meanwhile.
        for said in refusal.messages:
            messages.error(request, said)
        return False
    said = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
    messages.success(request, said % {"count": Numeral(count)})
    return True
