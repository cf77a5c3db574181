"""Telling readers what was changed: written, shown as they will see it, then said."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.admin import subpage
from articles.models import Correction
from articles.models.correction import LONGEST
from maseer.lib.refusal import refuse


def _label(name: str) -> str:
    return capfirst(Correction._meta.get_field(name).verbose_name)


class CorrectionForm(forms.Form):
    kind = forms.ChoiceField(label=_label("kind"), choices=Correction.Kind.choices)
    text = forms.CharField(
        label=_label("text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class RewordForm(CorrectionForm):
    kind = None


def _gate(request, article) -> None:
    if not article.may_correct(request.user):
        refuse("correct", request.user, article)


def correct(request, article):
    _gate(request, article)
    form = CorrectionForm(request.POST or None)
    if not article.is_public():
        messages.error(request, gettext("Only a text that readers have can be corrected in public."))
        return redirect("admin:articles_article_change", article.pk)
    return _say(
        request,
        article,
        form,
        title=gettext("Correct in public"),
        verb=lambda said: article.correct(said["kind"], said["text"], by=request.user),
    )


def reword(request, article, correction_id: int):
    _gate(request, article)
    correction = get_object_or_404(article.corrections, pk=correction_id)
    form = RewordForm(request.POST or None, initial={"text": correction.text})
    return _say(
        request,
        article,
        form,
        title=gettext("Reword the correction"),
        verb=lambda said: correction.reword(said["text"], by=request.user),
        correction=correction,
    )


def _say(request, article, form, *, title: str, verb, correction: Correction | None = None):
    shown = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        at, kind = (correction.at, correction.kind) if correction else (timezone.now(), said["kind"])
        shown = Correction(article=article, kind=kind, text=said["text"], at=at)
        try:
            shown.clean()
            if "confirmed" in request.POST:
                verb(said)
                messages.success(request, gettext("Readers see it now."))
                return redirect("admin:articles_article_change", article.pk)
        except ValidationError as refusal:
            shown = None
            form.add_error(None, refusal)
    return subpage.page(request, "correct.html", title, article, form=form, shown=shown)


def panel(request, article) -> dict:
    """What the page of the article shows of its corrections."""
    may = article.may_correct(request.user)
    return {
        "corrections": article.corrections.all(),
        "may_correct": may,
        "correction_form": CorrectionForm(auto_id="correction_%s") if may and article.is_public() else None,
    }
