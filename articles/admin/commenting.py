"""Whether readers may comment on a text: chosen beside it. The verb is `Article.set_commenting`."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Commenting
from maseer.lib.refusal import refuse


class CommentingForm(forms.Form):
    commenting = forms.ChoiceField(
        label=_("Comments of readers"),
        choices=Commenting.choices,
        required=False,
        widget=forms.Select(attrs={"id": "commenting-choice"}),
    )


def choose(request, article):
    if not article.may_open_comments(request.user):
        refuse("comments", request.user, article)
    form = CommentingForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose one of the ways there are."))
    elif article.set_commenting(Commenting(form.cleaned_data["commenting"]), by=request.user):
        messages.success(request, _now(article))
    else:
        messages.info(request, _now(article))
    return redirect("admin:articles_article_change", article.pk)


def _now(article) -> str:
    if article.takes_comments():
        return gettext("Readers may comment on this text.")
    return gettext("Readers may not comment on this text.")


def panel(request, article) -> dict:
    """For the page of a text."""
    if not article.may_open_comments(request.user):
        return {}
    form = CommentingForm(initial={"commenting": article.commenting})
    return {"commenting_form": form, "takes_comments": article.takes_comments()}
