"""Everybody who has written for the paper, by letter, a hundred on a page."""

from urllib.parse import urlencode

from django.db.models.functions import Left
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Author
from maseer.lib import arabic
from maseer.page_cache import public

MINUTE = 60
ON_A_PAGE = 100


@require_safe
@public("feed", "nav", "all", ttl=10 * MINUTE)
def writers(request):
    every = Author.objects.public().with_a_name()
    begins = arabic.key(request.GET.get("from", ""))
    # One more than shown tells whether there is a page beyond.
    found = list(every.filter(sorted_as__gte=begins).select_related("portrait")[: ON_A_PAGE + 1])
    shown, beyond = found[:ON_A_PAGE], found[ON_A_PAGE:]
    letters: dict[str, list[Author]] = {}
    for writer in shown:
        letters.setdefault(_letter(writer.sorted_as), []).append(writer)
    is_whole = not begins and not beyond
    context = {
        "letters": letters,
        "places": {letter: f"#{letter}" for letter in letters} if is_whole else _places(every),
        "page": {"back": _back(every, begins), "onward": _from(beyond[0].sorted_as) if beyond else ""},
    }
    return render(request, "articles/writers.html", context)


def _letter(sorted_as: str) -> str:
    return sorted_as[:1].upper()


def _places(every) -> dict[str, str]:
    """Each letter there is, and the page that begins with it."""
    firsts = every.order_by().annotate(first=Left("sorted_as", 1)).values_list("first", flat=True).distinct()
    return {_letter(first): _from(first) for first in sorted(firsts)}


def _back(every, begins: str) -> str:
    if not begins:
        return ""
    before = list(
        every.filter(sorted_as__lt=begins).reverse().values_list("sorted_as", flat=True)[:ON_A_PAGE]
    )
    return _from(before[-1]) if before else ""


def _from(name: str) -> str:
    return "?" + urlencode({"from": name})
