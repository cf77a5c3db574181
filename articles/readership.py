"""What readers see of counting: the lists of the most read, and the numbers beside a text as they are now."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import most_read
from articles.models import Article, ArticleCount, MostRead, bylines_of
from maseer.lib.counters import counter
from maseer.lib.numbers import row_number
from maseer.page_cache import public

# A page shows no more; and no more addresses than pages should be kept.
MOST_NUMBERS = 60
IN_A_BLOCK = 5
SECONDS = 30
NOW = "now"


@require_safe
@public("nav", "all", ttl=2 * SECONDS)
def page(request, window: str = MostRead.Window.DAY):
    found = _list(window, most_read.PLACES)
    return render(
        request, "articles/most_read.html", {"found": found, "window": window, "windows": MostRead.Window}
    )


@require_safe
@public("all", ttl=2 * SECONDS)
def block(request, window: str):
    """The list alone, for pages that were kept while others read on; "now" is of the day, if there is anything."""
    if window == NOW:
        window, found = most_read.of_now(IN_A_BLOCK)
        bylines_of(found)
    else:
        found = _list(window, IN_A_BLOCK)
    return render(
        request, "components/most_read.html", {"found": found, "window": window, "windows": MostRead.Window}
    )


def _list(window: str, places: int) -> list[Article]:
    if window not in MostRead.Window.values:
        raise Http404
    found = most_read.list_of(window=window, places=places)
    bylines_of(found)
    return found


@require_safe
@public(ttl=SECONDS)
def numbers(request):
    """Views and shares in words: one small answer for all that a page shows."""
    asked = {
        row_number(number) for number in request.GET.get("of", "").split(",", MOST_NUMBERS)[:MOST_NUMBERS]
    }
    public_ones = Article.objects.published().filter(pk__in=asked - {None})
    return JsonResponse(
        {
            row.pk: {
                "views": _words("views", row.all_views),
                "shares": _words("shares", row.shares),
            }
            for row in ArticleCount.objects.filter(article__in=public_ones)
        }
    )


def _words(name: str, number: int) -> str:
    """Nothing as long as it is nothing."""
    return counter(name, number) if number else ""
