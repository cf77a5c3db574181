"""Lists of articles that somebody comes back to, by names of their own."""

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import subpage
from articles.models import SavedFilter
from maseer.lib.refusal import refuse


class SavedFilterForm(forms.Form):
    name = forms.CharField(
        label=_("name"), max_length=60, widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"})
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, knows, **kwargs):
        super().__init__(*args, **kwargs)
        self.knows = knows

    def clean_query(self) -> str:
        """Nothing is kept that the list would not answer: the address of a list is not a place for notes."""
        try:
            asked = QueryDict(self.cleaned_data["query"].lstrip("?"), mutable=True)
        except ValueError as error:
            raise forms.ValidationError(_("Too many filters. Choose fewer.")) from error
        for passing in (PAGE_VAR, ERROR_FLAG):
            asked.pop(passing, None)
        if not all(self.knows(name, value) for name, value in asked.items()):
            raise forms.ValidationError(
                _("The list does not know one of these filters. Choose them in the list.")
            )
        if not any(asked.values()):
            raise forms.ValidationError(_("Choose a filter or search for something first."))
        return asked.urlencode()


def keep(model_admin, request):
    def knows(name: str, value: str) -> bool:
        return name == SEARCH_VAR or model_admin.lookup_allowed(name, value, request)

    form = SavedFilterForm(request.POST, knows=knows)
    if form.is_valid() and (kept := _keep(request, form)):
        messages.success(request, gettext("The list is kept as “%(name)s”.") % {"name": kept.name})
        return redirect(f"{_list()}?{kept.query}")
    title, button = gettext("Keep this list"), gettext("Keep")
    return subpage.page(request, "name_again.html", title, form=form, button=button)


def _keep(request, form: SavedFilterForm) -> SavedFilter | None:
    try:
        return SavedFilter.keep(request.user, form.cleaned_data["name"], form.cleaned_data["query"])
    except ValidationError as refusal:
        form.add_error(None if "query" in refusal.message_dict else "name", refusal.messages)
        return None


def forget(model_admin, request, filter_id: int):
    kept = SavedFilter.objects.filter(pk=filter_id).first()
    if kept and kept.user_id != request.user.pk:
        refuse(f"forget saved filter={kept.pk}", request.user)
    if kept:
        kept.delete()
        messages.success(request, gettext("“%(name)s” is forgotten.") % {"name": kept.name})
    return redirect(_list())


def _list() -> str:
    return reverse("admin:articles_article_changelist")
