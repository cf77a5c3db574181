"""The talk about a text: on the text's own page its newest part, on a page of its own all of it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.admin import subpage
from articles.models import Remark
from articles.models.audience import readers
from articles.models.remark import MOST_PEOPLE, names_of
from maseer.lib import mentions
from maseer.lib.numbers import row_number

SHOWN = 15
SHOWN_ALONE = 50


class RemarkForm(forms.Form):
    # That there is something in it, and how long it may be, is for the verb to say.
    text = forms.CharField(
        label=gettext_lazy("Your remark"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 3, "dir": "auto", "id": "remark-text", "aria-describedby": "remark-hint"}
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Name somebody"),
        required=False,
        max_length=150,
        widget=forms.TextInput(
            attrs={"list": "people", "autocomplete": "off", "id": "remark-name", "dir": "auto"}
        ),
    )

    def said(self) -> str:
        """The remark; who is chosen beside it and not named in it is named at its end."""
        text, name = self.cleaned_data["text"], self.cleaned_data["name"].strip().removeprefix("@")
        return text if not (name and text.strip()) or f"@{name}" in text else f"{text.rstrip()} @{name}"


def panel(
    article, form: RemarkForm | None = None, before: int | None = None, size: int | None = None
) -> dict:
    """For the template: remarks, the oldest first, and who can be named in another one."""
    rows, size = article.remarks.order_by("-id"), size or SHOWN
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    people = _people(article)
    remarks = found[size - 1 :: -1] if len(found) > size else found[::-1]
    names = names_of(people)
    for remark in remarks:
        remark.pieces = remark.parts(names)
    return {
        "remarks": remarks,
        "earlier": remarks[0].pk if len(found) > size else None,
        "people": people,
        "remark_form": form or RemarkForm(),
    }


def _people(article) -> list:
    return list(readers(article).only(*User.NAMED_BY).order_by("sorted_as")[:MOST_PEOPLE])


def discussion(request, article):
    form = RemarkForm(request.POST) if request.method == "POST" else RemarkForm()
    if request.method == "POST" and form.is_valid():
        try:
            remark, untold = Remark.add(article, form.said(), by=request.user)
        except ValidationError as refusal:
            form.add_error("text", refusal)
        else:
            for user in untold:
                messages.warning(request, _("%(who)s cannot see this text and was not told.") % {"who": user})
            for word in mentions.strays(remark.text, names_of([*_people(article), *untold])):
                messages.warning(
                    request, _("“%(word)s” is nobody's whole name, so nobody was told.") % {"word": word}
                )
            return redirect(f"{reverse('admin:articles_article_change', args=[article.pk])}#discussion")
    before = row_number(request.GET.get("before"))
    return subpage.page(
        request,
        "discussion_page.html",
        _("Discussion"),
        article,
        **panel(article, form, before, SHOWN_ALONE),
        is_alone=True,
        is_newest=not before,
    )
