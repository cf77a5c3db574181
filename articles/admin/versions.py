"""The saved versions of one text: their list, a name for one of them, and the way back to one of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin import subpage
from articles.models import Autosave, Revision
from articles.models.refusals import StaleRevision, who_saved
from maseer.lib.clocks import clock
from maseer.lib.numbers import row_number

SHOWN = 30


@dataclass(frozen=True)
class Versions:
    """Newest first. `older` is where the next page goes on."""

    rows: list[Revision]
    older: int | None


def versions_of(article, before: int | None = None) -> Versions:
    """What was typed between two saves is with the later one, as `folded`."""
    typed = Autosave.objects.select_related("by").defer("data")
    found = (
        article.revisions.select_related("created_by", "restored_from")
        .defer("payload", "restored_from__payload")
        .prefetch_related(Prefetch("autosaves", typed, to_attr="folded"))
    )
    if before:
        found = found.filter(pk__lt=before)
    # One more than shown tells whether there is a page beyond.
    rows = list(found[: SHOWN + 1])
    return Versions(rows[:SHOWN], rows[SHOWN - 1].pk if len(rows) > SHOWN else None)


def panel(request, article) -> dict:
    """What the list of versions needs, on whichever page it stands."""
    may_edit = article.may_edit(request.user)
    return {"may_edit_versions": may_edit, "last_move": article.last_move}


def versions(request, article):
    before = row_number(request.GET.get("before"))
    return subpage.page(
        request,
        "versions.html",
        _("Saved versions"),
        article,
        **panel(request, article),
        versions=versions_of(article, before),
        is_first_page=before is None,
    )


def name_version(request, article, revision_id: int):
    revision = _version(article, revision_id)
    try:
        revision.call(request.POST.get("name", ""), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = (
            _("This version is called “%(name)s” now.")
            if revision.name
            else _("This version has no name now.")
        )
        messages.success(request, said % {"name": revision.name} if revision.name else said)
    return redirect(f"{_back(request, article)}#version-{revision.pk}")


def restore(request, article, revision_id: int):
    """The old text as a new version; the page says which was the newest when it was made."""
    revision = _version(article, revision_id)
    opened = {name: row_number(request.POST.get(name)) for name in ("base", "seen")}
    try:
        article.restore(revision, **opened, by=request.user)
    except StaleRevision as refusal:
        messages.error(request, _("%s Look at the newer text first.") % who_saved(refusal.newer))
        return redirect(_back(request, article))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_back(request, article))
    when = clock(revision.created_at, "SHORT_DATETIME_FORMAT")
    messages.success(request, _("The text of %(when)s is the newest version again.") % {"when": when})
    return redirect("admin:articles_article_change", article.pk)


def _version(article, revision_id: int) -> Revision:
    revision = article.revisions.filter(pk=revision_id).first() if len(str(revision_id)) < 19 else None
    if revision is None:
        raise Http404
    # The verbs ask it; it is here already.
    revision.article = article
    return revision


def _back(request, article) -> str:
    """To the page with the button, named by a word: an address could lead anywhere."""
    name = "versions" if request.POST.get("from") == "versions" else "change"
    return reverse(f"admin:articles_article_{name}", args=[article.pk])
