"""Old addresses. Looked up only when nothing else answers, so they cost the living pages nothing."""

import re

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse

from maseer.lib.http import requested_path
from pages.models import Redirect

# What WordPress hangs on an address: its feed, in four formats; its further pages; its page for telephones.
FEED = re.compile(r"(?P<of>.*)/feed(?:/(?:rss2?|atom|rdf))?")
FURTHER = re.compile(r"(?P<of>.+)/(?:page/[0-9]+|amp)")
# Lists here that have a feed; it stands under the address of the list.
LISTS_WITH_FEED = ("/sections/", "/authors/", "/tags/")
# Addresses that every WordPress has, with and without its usual additions.
ALWAYS = {
    "/rss": "articles:feed",
    "/rss.xml": "articles:feed",
    "/atom.xml": "articles:feed_atom",
    "/feed.xml": "articles:feed",
    "/comments/feed": "articles:feed",
    "/sitemap_index.xml": "articles:sitemap_index",
    "/wp-sitemap.xml": "articles:sitemap_index",
    "/news-sitemap.xml": "articles:sitemap_of_news",
}


class OldAddresses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return response
        path = requested_path(request)
        number = request.GET.get("p") or request.GET.get("page_id") if path == "/" else None
        if number and number.isdecimal():
            path = f"/?p={number}"
        elif path == "/" and "feed" in request.GET:
            path = "/feed"
        elif response.status_code != 404:
            return response
        target = _target(path[:1000])
        return HttpResponsePermanentRedirect(target) if target else response


def _target(path: str) -> str | None:
    if path in ALWAYS:
        return reverse(ALWAYS[path])
    feed = FEED.fullmatch(path)
    if feed and not feed["of"]:
        return reverse("articles:feed")
    asked = [feed["of"] if feed else path]
    if further := FURTHER.fullmatch(asked[0]):
        asked.append(further["of"])
    found = dict(Redirect.objects.filter(old_path__in=asked).values_list("old_path", "new_path"))
    target = next((found[old] for old in asked if old in found), None)
    if not feed or not target:
        return target
    if target == reverse("articles:archive"):
        return reverse("articles:feed")
    return reverse("articles:feed").rstrip("/") + target if target.startswith(LISTS_WITH_FEED) else target
