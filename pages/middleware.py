"""The style of the paper around every request; and old addresses, looked up only when nothing else answers."""

import re
from urllib.parse import quote

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from maseer.lib import house_style
from maseer.lib.http import normal_path, requested_path
from pages.addresses import spelled_otherwise
from pages.models import Redirect, SiteSettings

# What WordPress hangs on an address: its feed, in four formats; its further pages; its page for telephones.
FEED = re.compile(r"(?P<of>.*)/feed(?:/(?:rss2?|rdf|(?P<atom>atom)))?")
FURTHER = re.compile(r"(?P<of>.+)/(?:page/[0-9]+|amp)")
# The further pages of its front page; its lists of a month or a day. (A year alone is the number of a text here.)
FRONT = re.compile(r"/page/[0-9]+")
MONTH = re.compile(r"/(?P<year>[12][0-9]{3})/(?P<month>0?[1-9]|1[0-2])(?:/[0-9]{1,2})?(?:/page/[0-9]+)?")
# What it asks its front page for: a text, a page or a picture by number (they share their numbers), a list by name.
BY_NUMBER = ("p", "page_id", "attachment_id")
BY_NAME = {"category_name": "/category/", "tag": "/tag/", "author_name": "/author/"}
INDEX = "/index.php"
# What stands in these folders has a feed, under the address of its list.
LISTS_WITH_FEED = ("/sections/", "/authors/", "/tags/")
# Addresses that every WordPress has, with and without its usual additions.
ALWAYS = {
    # What is left of /index.php: the front page itself is always there.
    "/": "articles:home",
    "/rss": "articles:feed",
    "/rss.xml": "articles:feed",
    "/atom.xml": "articles:feed_atom",
    "/feed.xml": "articles:feed",
    "/comments/feed": "articles:feed",
    "/sitemap_index.xml": "articles:sitemap_index",
    "/wp-sitemap.xml": "articles:sitemap_index",
    "/news-sitemap.xml": "articles:sitemap_of_news",
}


class HouseStyle:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.paper = SimpleLazyObject(SiteSettings.load)
        with house_style.of(request.paper):
            return self.get_response(request)


class OldAddresses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return response
        path = requested_path(request)
        if path == INDEX or path.startswith(f"{INDEX}/"):
            path = path.removeprefix(INDEX) or "/"
        asked = _asked_of_front(request.GET) if path == "/" else ""
        # A month looks like the number of a text, whose page then leads to its own address, or says that it is gone.
        is_month = response.status_code in {301, 410} and MONTH.fullmatch(path)
        if not asked and not is_month and response.status_code != 404:
            return response
        target = _target((asked or path)[:1000])
        return HttpResponsePermanentRedirect(target) if target else response


def _asked_of_front(query) -> str:
    """The old address of what a query asked the front page for; nothing if it asked for nothing."""
    for name in BY_NUMBER:
        if query.get(name, "").isdecimal():
            return f"/?p={query[name]}"
    for name, folder in BY_NAME.items():
        if query.get(name):
            return normal_path(folder + quote(query[name], safe="/%"))
    return "/feed" if "feed" in query else ""


def _target(path: str) -> str | None:
    if path in ALWAYS:
        return reverse(ALWAYS[path])
    if FRONT.fullmatch(path):
        return reverse("articles:archive")
    feed = FEED.fullmatch(path)
    if feed and not feed["of"]:
        return _feed_of("/", feed)
    asked = [feed["of"] if feed else path]
    if further := FURTHER.fullmatch(asked[0]):
        asked.append(further["of"])
    found = dict(Redirect.objects.filter(old_path__in=asked).values_list("old_path", "new_path"))
    target = next((found[old] for old in asked if old in found), None) or spelled_otherwise(asked[-1])
    if target is None and (month := MONTH.fullmatch(path)):
        return reverse("articles:archive_month", args=[month["year"], int(month["month"])])
    return _feed_of(target, feed) if feed and target else target


def _feed_of(page: str, asked: re.Match) -> str:
    """The feed of a list, in the format that was asked for; of what has none, the page itself."""
    if page in {"/", reverse("articles:archive")}:
        page = "/"
    elif page in LISTS_WITH_FEED or not page.startswith(LISTS_WITH_FEED):
        return page
    return reverse("articles:feed") + page[1:] + ("atom/" if asked["atom"] else "")
