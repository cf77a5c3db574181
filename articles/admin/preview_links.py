"""Ways to a text for people without an account: made, listed with who came, ended."""

import logging

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.admin import subpage
from articles.models import PreviewLink, PreviewOpening
from articles.models.preview_link import DAYS
from maseer.lib.counters import Numeral
from maseer.lib.refusal import refuse

log = logging.getLogger("maseer.newsroom")

SHOWN_LINKS = 10
ALL_LINKS = 200
SHOWN_OPENINGS = 20


def _days() -> list[tuple[int, str]]:
    return [
        (days, ngettext("%(days)s day", "%(days)s days", days) % {"days": Numeral(days)}) for days in DAYS
    ]


class PreviewLinkForm(forms.Form):
    recipient = forms.CharField(
        label=capfirst(PreviewLink._meta.get_field("recipient").verbose_name),
        max_length=100,
        help_text=_("The name is printed on the page and kept in the log."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=_("Ends after"), choices=_days, coerce=int, initial=7)


def links(request, article):
    if not article.may_edit(request.user):
        refuse("preview links", request.user, article)
    form = PreviewLinkForm(request.POST or None, auto_id="link_%s")
    if request.method == "POST" and form.is_valid():
        try:
            PreviewLink.objects.make(article, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("The link is made. Copy its address and send it yourself."))
            return redirect("admin:articles_article_links", article.pk)
    return subpage.page(
        request,
        "links.html",
        gettext("Preview links"),
        article,
        **panel(request, article, ALL_LINKS) | {"link_form": form},
    )


def revoke(request, article, link_id: int):
    link = get_object_or_404(article.preview_links, pk=link_id)
    link.revoke(by=request.user)
    messages.success(request, gettext("The link leads nowhere now."))
    return redirect("admin:articles_article_links", article.pk)


def panel(request, article, most: int = SHOWN_LINKS) -> dict:
    """What the page of the article shows of its links: only to those who may make one, since each is a key."""
    if not article.may_edit(request.user):
        return {"preview_links": [], "link_form": None}
    openings = PreviewOpening.objects.order_by("-id")[:SHOWN_OPENINGS]
    made = article.preview_links.select_related("made_by", "revision").defer("revision__payload")
    return {
        "preview_links": made.prefetch_related(Prefetch("openings", openings, to_attr="newest_openings"))[
            :most
        ],
        "link_form": PreviewLinkForm(auto_id="link_%s"),
    }
