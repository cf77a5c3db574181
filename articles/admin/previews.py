"""A text as its page would be, before anybody reads it: saved or only typed, at three widths, as a card, as a result.

The page itself stands in a frame; what it shows is `articles/proof.py`.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import proof
from articles.admin import subpage
from articles.forms import ArticleForm
from articles.models import Article, Payload, Revision
from maseer.lib import arabic, html
from maseer.lib.counters import Numeral, counter
from maseer.lib.http import absolute_url
from maseer.lib.numbers import row_number
from pages.models import SiteSettings

# Its language, whichever its editors read the back office in.
PAPER = settings.LANGUAGE_CODE
# So many letters most search engines show.
TITLE_SHOWN, DESCRIPTION_SHOWN = 60, 155


class Mode(TextChoices):
    PHONE = "phone", _("Phone")
    TABLET = "tablet", _("Tablet")
    DESKTOP = "desktop", _("Desktop")
    CARD = "card", _("Card of a link")
    RESULT = "result", _("Search result")


class Theme(TextChoices):
    LIGHT = "light", _("By day")
    DARK = "dark", _("By night")


FRAMED = {Mode.PHONE, Mode.TABLET, Mode.DESKTOP}


@dataclass(frozen=True)
class Choice:
    name: str
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Measure:
    """One line of a search result: how long it is, and how much of it is shown."""

    text: str
    shown: int

    @property
    def letters(self) -> int:
        return arabic.count_letters(self.text)

    @property
    def is_long(self) -> bool:
        return self.letters > self.shown

    def __str__(self):
        sentence = gettext("%(length)s of about %(shown)s")
        if self.is_long:
            sentence = gettext("%(length)s of about %(shown)s; the end is cut off")
        return sentence % {"length": Numeral(self.letters), "shown": counter("letters", self.shown)}


# What is saved


def preview(request, article):
    revision = _revision(request, article)
    context = proof.of_revision(revision)
    frame = (
        f"{_address('proof', article)}?{urlencode({'revision': revision.pk, 'theme': _theme(request.GET)})}"
    )
    return _page(request, request.GET, article, context, revision=revision, frame=frame)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
def show_proof(request, article):
    revision = _revision(request, article)
    with translation.override(PAPER):
        context = proof.of_revision(revision)
    response = HttpResponse(_rendered(request, context, request.GET))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _revision(request, article) -> Revision:
    asked = request.GET.get("revision")
    if not asked:
        return article.working_revision
    return get_object_or_404(article.revisions.select_related("created_by"), pk=row_number(asked))


# What is only typed


def typed(request, article: Article | None = None):
    """Nothing of it is stored."""
    form_class = type("TypedForm", (ArticleForm,), {"user": request.user, "refusal": None})
    form = form_class(request.POST, instance=article)
    try:
        payload = _payload(form)
    except ValidationError as refusal:
        return subpage.page(
            request,
            "preview_missing.html",
            gettext("No preview yet"),
            article,
            missing=_missing(form, refusal),
        )
    with translation.override(PAPER):
        context = proof.context_of(payload, article, new_tags=form.new_tags())
    document = _rendered(request, context, request.POST)
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return _page(
        request,
        request.POST,
        article,
        context,
        document=document,
        fields=[pair for pair in sent if pair[0] not in {"csrfmiddlewaretoken", "as", "theme"}],
    )


def _payload(form: ArticleForm) -> Payload:
    """Raises ValidationError where saving would."""
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    payload = form.payload()
    if links := html.refused_links(payload.body[: html.MAX_LENGTH]):
        raise ValidationError({"body": gettext("This link cannot be used: %(link)s") % {"link": links[0]}})
    return payload.cleaned()


def _missing(form: ArticleForm, refusal: ValidationError) -> list[tuple[str, str]]:
    return [
        (form.fields[name].label if name in form.fields else "", " ".join(messages))
        for name, messages in refusal.message_dict.items()
    ]


# Both


@csp_replace({"frame-src": ["'self'"]})
def _page(request, asked, article, context, *, revision=None, frame="", document="", fields=None):
    mode = Mode(asked["as"]) if asked.get("as") in Mode.values else Mode.PHONE
    theme = _theme(asked)
    shown = context["article"]
    with translation.override(PAPER):
        title = f"{shown.title} · {SiteSettings.load().name}"

    def choices(table, name, current):
        other = {"as": mode.value, "theme": theme} | ({"revision": revision.pk} if revision else {})
        return [
            Choice(row.value, row.label, f"?{urlencode(other | {name: row.value})}", row.value == current)
            for row in table
        ]

    return subpage.page(
        request,
        "preview.html",
        gettext("Preview"),
        article,
        # The frames need the room.
        is_nav_sidebar_enabled=False,
        mode=mode,
        theme=theme,
        modes=choices(Mode, "as", mode),
        themes=choices(Theme, "theme", theme),
        revision=revision,
        is_framed=mode in FRAMED,
        frame=frame,
        document=document,
        fields=fields,
        shown=shown,
        picture=(context["share_image"] and context["share_image"].url)
        or (shown.image.file.url if shown.image and shown.image.file else ""),
        host=absolute_url("").partition("://")[2],
        address=unquote(shown.get_absolute_url()),
        result_title=Measure(title, TITLE_SHOWN),
        result_text=Measure(shown.deck, DESCRIPTION_SHOWN),
    )


def _theme(asked) -> str:
    return asked["theme"] if asked.get("theme") in Theme.values else Theme.LIGHT.value


def _rendered(request, context: dict, asked) -> str:
    with translation.override(PAPER):
        return render_to_string(
            "articles/proof.html", context | {"theme": _theme(asked), "framed": True}, request
        )


def _address(name: str, article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])
