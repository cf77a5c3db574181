"""Several writers or tags that are one: which of them stays is asked on a page of its own."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from articles import joining
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse

# More are no one thing under several names.
MOST = 20


class JoinForm(forms.Form):
    into = forms.ModelChoiceField(
        None, label=_("Which name stays"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, among, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = among


class Joined:
    """For a ModelAdmin of things whose names readers see. `joined_by` is the right it takes."""

    actions = ["join"]
    joined_by = "change"

    def has_join_permission(self, request):
        return request.user.has_perm(f"articles.{self.joined_by}_{self.opts.model_name}")

    @admin.action(description=_("Make one of the chosen"), permissions=["join"])
    def join(self, request, queryset):
        if not self.has_join_permission(request):
            refuse(f"join {self.opts.model_name}", request.user)
        rows = list(queryset.order_by("sorted_as", "name_key")[: MOST + 1])
        if not 2 <= len(rows) <= MOST:
            messages.error(request, gettext("Choose between 2 and %(most)s names.") % {"most": Numeral(MOST)})
            return None
        form = JoinForm(
            request.POST if "into" in request.POST or "sure" in request.POST else None, among=queryset
        )
        if form.is_valid() and self._join(request, rows, form):
            return None
        context = {
            "title": gettext("Make one of them"),
            "opts": self.opts,
            "rows": rows,
            "form": form,
            "chosen": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(
            request, "admin/articles/join.html", self.admin_site.each_context(request) | context
        )

    def _join(self, request, rows, form) -> bool:
        into = form.cleaned_data["into"]
        others = [row for row in rows if row != into]
        names = pgettext("between names", ", ").join(f"{row} ({row.pk})" for row in others)
        try:
            count = joining.join(others, into, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        self.log_change(request, into, gettext("Joined with it: %(names)s") % {"names": names})
        said = ngettext(
            "All that was under the other names is under “%(name)s” now: %(count)s text.",
            "All that was under the other names is under “%(name)s” now: %(count)s texts.",
            count,
        )
        messages.success(request, said % {"name": into, "count": Numeral(count)})
        return True
