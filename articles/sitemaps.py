"""What search engines fetch: robots.txt, the index of sitemaps, the sitemaps, and the one of the last two days.

A sitemap holds the public rows of one kind among `IN_A_BLOCK` numbers. So each costs the same in an archive of any
size, nothing is counted or skipped, and a text that is published late stands where its number says.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Byline, Placement, Section, Series, Tag, Tagged
from maseer.lib.http import absolute_url
from maseer.lib.paging import that_hold
from maseer.page_cache import public
from pages.models import Page, SiteSettings

IN_A_BLOCK = 5000
LAST_BLOCK = BigIntegerField.MAX_BIGINT // IN_A_BLOCK - 1
NEWS_LASTS = timedelta(hours=48)
MOST_NEWS = 1000
MINUTE = 60

XML = "application/xml"
CLOSED = ("/admin/", "/accounts/", "/search/", "/setup/", "/preview/")
# The pages of the paper that are no rows.
PAGES = tuple(f"articles:{name}" for name in ("home", "authors", "archive", "most_read", "corrections"))


class Map(Sitemap):
    """Of some rows. Its addresses are the public ones: none is built from the request."""

    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return list(self.rows)

    def lastmod(self, row):
        return getattr(row, "changed_at", None)

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class PagesMap(Map):
    def location(self, name):
        return reverse(name)


def newest_in(listing, row: str):
    """When the newest text of a list became public; none where readers find no text in it."""
    found = listing.objects.filter(**{row: OuterRef("pk")}, public_at__lte=timezone.now())
    return Subquery(found.order_by("-public_at").values("public_at")[:1])


def articles():
    found = Article.objects.published().canonical_here().only("slug", "updated_at", "published_at")
    return found.annotate(changed_at=Coalesce("updated_at", "published_at"))


def listed(model, listing, row: str):
    return model.objects.annotate(changed_at=newest_in(listing, row)).filter(changed_at__isnull=False)


# Kind -> its public rows. `changed_at` is when a row's page last changed, where that is known.
KINDS = {
    "articles": articles,
    "authors": lambda: listed(Author, Byline, "author"),
    "sections": lambda: listed(Section, Placement, "section"),
    "tags": lambda: listed(Tag, Tagged, "tag"),
    "series": lambda: Series.objects.public(),
    "pages": lambda: Page.objects.filter(is_public=True),
}


def blocks(kind: str) -> list[int]:
    """Those that hold a public row. Two queries, whatever the number of rows."""
    newest = KINDS[kind]().order_by("pk").values_list("pk", flat=True).last()
    if newest is None:
        return []
    return that_hold({block: rows_of(kind, block) for block in range(newest // IN_A_BLOCK + 1)})


def rows_of(kind: str, block: int):
    first = block * IN_A_BLOCK
    return KINDS[kind]().filter(pk__gte=first, pk__lt=first + IN_A_BLOCK).order_by("pk")


def news():
    """For the news of search engines: two days, a thousand texts at most, none that another paper published first."""
    return (
        Article.objects.newest_first().canonical_here().filter(published_at__gt=timezone.now() - NEWS_LASTS)
    )


@require_safe
@public("feed", "nav", "all", ttl=10 * MINUTE)
def index(request):
    places = [reverse("articles:sitemap_of_pages")]
    places += [reverse("articles:sitemap", args=[kind, block]) for kind in KINDS for block in blocks(kind)]
    if news().exists():
        places.append(reverse("articles:sitemap_of_news"))
    context = {"places": [absolute_url(place) for place in places]}
    return render(request, "articles/sitemaps/index.xml", context, content_type=XML)


@require_safe
@public("feed", "nav", "all", ttl=10 * MINUTE)
def rows(request, kind: str, block: int):
    if kind not in KINDS or block > LAST_BLOCK:
        raise Http404
    # An empty sitemap is not a valid one.
    if not (found := list(rows_of(kind, block))):
        raise Http404
    return _map(request, Map(found))


@require_safe
@public("nav", "all", ttl=60 * MINUTE)
def pages(request):
    return _map(request, PagesMap(PAGES))


@require_safe
@public("feed", "nav", "all", ttl=MINUTE)
def latest(request):
    found = news().defer("body")[:MOST_NEWS]
    context = {"articles": found, "paper": SiteSettings.load(), "language": settings.LANGUAGE_CODE}
    return render(request, "articles/sitemaps/news.xml", context, content_type=XML)


def _map(request, of: Map):
    return sitemap(request, {"rows": of}, template_name="articles/sitemaps/rows.xml", content_type=XML)


@require_safe
@public("all", ttl=60 * MINUTE)
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines.append(f"Sitemap: {absolute_url(reverse('articles:sitemap_index'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
