"""Two saved versions of one text, read as prose."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.admin import subpage, wording
from articles.models import Revision
from maseer.lib.numbers import row_number

# Of a text with more, the older ones are chosen in the list of its versions.
OFFERED = 100


@dataclass(frozen=True)
class Pair:
    """The older and the newer of the two that were asked for; `trouble` says why it is another pair than that."""

    older: Revision | None
    newer: Revision | None
    trouble: str = ""


def compare(request, article):
    pair = _asked_for(article, request.GET)
    hide_noise = request.GET.get("noise") == "hide"
    comparison = None
    if pair.older and pair.newer:
        comparison = wording.comparison(pair.older.content, pair.newer.content, hide_noise=hide_noise)
    return subpage.page(
        request,
        "compare.html",
        _("Compare versions"),
        article,
        pair=pair,
        offered=_offered(article, pair),
        hide_noise=hide_noise,
        may_edit=article.may_edit(request.user),
        comparison=comparison,
    )


def _asked_for(article, query) -> Pair:
    """`a` and `b` in any order. Without `b` the newest, without `a` the one before."""
    versions = article.revisions.select_related("created_by")
    asked = [query.get(name, "") for name in ("a", "b")]
    numbers = [row_number(text) for text in asked]
    known = versions.in_bulk(list(filter(None, numbers)))
    first, second = map(known.get, numbers)
    trouble = ""
    if (asked[0] and not first) or (asked[1] and not second):
        trouble = _("This text has no such version. Choose from the list.")
    newer = second or article.working_revision
    older = first or versions.filter(pk__lt=newer.pk).first()
    if older and older.pk == newer.pk:
        trouble = trouble or _("This is the same version twice. Choose two different ones.")
    elif older and older.pk > newer.pk:
        older, newer = newer, older
    return Pair(older, newer, trouble)


def _offered(article, pair: Pair) -> list[Revision]:
    newest = article.revisions.select_related("created_by").defer("payload")[:OFFERED]
    chosen = {version.pk: version for version in (pair.older, pair.newer) if version}
    offered = {version.pk: version for version in newest} | chosen
    return [offered[pk] for pk in sorted(offered, reverse=True)]
