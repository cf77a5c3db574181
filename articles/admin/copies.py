"""What begins from a text that is there: a copy of it, or a template for those to come."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import keeping, subpage
from articles.models import StoryTemplate
from maseer.lib.numbers import row_number
from maseer.lib.refusal import refuse


class CopyForm(forms.Form):
    form_key = forms.UUIDField(required=False)


class TemplateNameForm(forms.Form):
    name = forms.CharField(
        label=_("name"),
        max_length=StoryTemplate._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )


def duplicate(request, article):
    """A button pressed twice makes one copy."""
    form = CopyForm(request.POST)
    key = form.cleaned_data.get("form_key") if form.is_valid() else None
    copy = keeping.begun_with(request)
    if copy is None:
        try:
            copy = article.duplicate(by=request.user, form_key=key)
        except IntegrityError:
            # At the same moment, and the other came first.
            copy = keeping.begun_with(request)
            if copy is None:
                raise
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("admin:articles_article_change", article.pk)
        messages.success(request, gettext("This is the copy: a draft of yours. Give it a title of its own."))
    return redirect("admin:articles_article_change", copy.pk)


def as_template(request, article):
    if not request.user.has_perm("articles.add_storytemplate"):
        refuse("template", request.user, article)
    form = TemplateNameForm(request.POST)
    if form.is_valid() and _keep(request, article, form):
        return redirect("admin:articles_article_change", article.pk)
    title, button = gettext("Save as a template"), gettext("Save")
    return subpage.page(request, "name_again.html", title, article, form=form, button=button)


def _keep(request, article, form: TemplateNameForm) -> bool:
    try:
        StoryTemplate().keep(form.cleaned_data["name"], article.working_revision.content, by=request.user)
    except ValidationError as refusal:
        form.add_error("name", refusal.messages)
        return False
    messages.success(request, gettext("“%(name)s” is a template now.") % {"name": form.cleaned_data["name"]})
    return True


def panel(request) -> dict:
    """For the page of a text."""
    may_copy = request.user.has_perm("articles.add_article")
    return {
        "copy_key": uuid.uuid4() if may_copy else "",
        "may_make_templates": request.user.has_perm("articles.add_storytemplate"),
    }


def begins_with(request) -> StoryTemplate | None:
    """The template that the address of the form for a new text names."""
    asked = request.GET.get("template", "")
    if not asked:
        return None
    offered = StoryTemplate.objects if request.user.has_perm("articles.view_storytemplate") else None
    found = offered and offered.filter(pk=row_number(asked)).first()
    if not found:
        messages.error(request, gettext("There is no such template. Here is an empty form."))
    return found
