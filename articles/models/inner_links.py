"""Links in a text to the paper's own pages, and which of them a reader could not open."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models.author import Author
from articles.models.section import Section
from articles.models.source import Series, Source
from articles.models.tag import Tag
from maseer.lib.http import normal_path
from pages.models import Page, Redirect

# No text has more; whoever pastes a directory is not made to wait for it.
MOST_LINKS = 300

# As `maseer.lib.html.clean` writes them.
_HREF = re.compile(r'<a(?: [a-z-]+="[^"]*")*? href="([^"]*)"')
# Where a link that does not begin with a slash starts from: a text has its own number and words as address.
_ANY_ARTICLE = "/0/0/"
_LARGEST_NUMBER = 2**63 - 1

# The pages that stand for a row, by the names of their URLs; every other page of the site is always there.
_ROWS = {
    "articles:section": Section.objects,
    "articles:author": Author.objects,
    "articles:tag": Tag.objects,
    "articles:series": Series.objects,
    "articles:source": Source.objects,
    "pages:page": Page.objects.filter(is_public=True),
    "pages:about": Page.objects.filter(is_public=True),
}
_ARTICLES = {"articles:article", "articles:short"}


@dataclass(frozen=True)
class Faults:
    """Addresses as the editor wrote them: those that lead to nothing, and those that will lead somewhere later."""

    broken: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def own_links(body: str) -> dict[str, str]:
    """The links of a cleaned text that stay on the site: what is written, and the path it means."""
    own: dict[str, str] = {}
    for written in map(unescape, _HREF.findall(body)):
        path = _own_path(written)
        if path and len(own) < MOST_LINKS:
            own[written] = path
    return own


def readable(link: str) -> str:
    """Without the host that is ours anyway, and in letters."""
    return unquote(link.removeprefix(settings.SITE_URL)) or "/"


def faults(body: str, articles, of, at: datetime) -> Faults:
    """What is wrong with the links of a text that readers get `at` this moment.

    One query for each kind of page it links to, however many links there are. `articles` are all there are; `of`, the
    number of the text itself, may be linked to: it will be there when somebody can read the link.
    """
    matches = {written: (path, _match(path)) for written, path in own_links(body).items()}
    if not matches:
        return Faults()
    here, later = _articles(articles, {_number(match) for _path, match in matches.values()} - {0, of}, at)
    rows = _slugs(match for _path, match in matches.values())
    broken, waiting = {}, []
    for written, (path, match) in matches.items():
        if (number := _number(match)) in later:
            waiting.append(written)
        elif not (number in here | {of} if number else _is_open(match, rows)):
            broken[written] = normal_path(path)
    moved = set(
        Redirect.objects.filter(old_path__in=broken.values()).values_list("old_path", flat=True)
        if broken
        else ()
    )
    return Faults(tuple(written for written, path in broken.items() if path not in moved), tuple(waiting))


def _own_path(written: str) -> str:
    """The path on our site that a link means; "" where it leads elsewhere, or to a place in the same text."""
    try:
        parts = urlsplit(written)
    except ValueError:
        # No address at all; browsers make nothing of it either, and the cleaner has let it through as words.
        return ""
    if parts.scheme not in {"", "http", "https"} or written.startswith("#"):
        return ""
    if parts.netloc and parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower():
        return ""
    path = parts.path or "/" if parts.netloc else urljoin(_ANY_ARTICLE, parts.path)
    return "" if path.startswith(settings.STATIC_URL) else path


def _match(path: str) -> ResolverMatch | None:
    """The page at an address; None if there can be none. One that lacks its last slash is led there."""
    path = unquote(path)
    for spelling in (path, f"{path}/"):
        try:
            return resolve(spelling)
        except Resolver404:
            continue
    return None


def _number(match: ResolverMatch | None) -> int:
    """Of the article it leads to, or 0."""
    number = match.kwargs["article_id"] if match and match.view_name in _ARTICLES else 0
    return min(number, _LARGEST_NUMBER)


def _articles(articles, numbers: set[int], at: datetime) -> tuple[set[int], set[int]]:
    """Those of the numbers that are public at that moment, and those that will be later."""
    found = articles.filter(pk__in=numbers).only("status", "published_at").order_by() if numbers else ()
    here, later = set(), set()
    for article in found:
        if article.is_public(at):
            here.add(article.pk)
        elif article.is_scheduled(at):
            later.add(article.pk)
    return here, later


def _slugs(matches) -> set[tuple[str, str]]:
    """(name of the page, slug) of all rows there are among what is linked to."""
    wanted: dict[str, set[str]] = {}
    for match in matches:
        if match and match.view_name in _ROWS:
            wanted.setdefault(match.view_name, set()).add(match.kwargs["slug"])
    return {
        (name, slug)
        for name, slugs in wanted.items()
        for slug in _ROWS[name].filter(slug__in=slugs).order_by().values_list("slug", flat=True)
    }


def _is_open(match: ResolverMatch | None, rows: set[tuple[str, str]]) -> bool:
    if match is None or "admin" in match.namespaces:
        # What is in the back office is closed to every reader.
        return False
    return match.view_name not in _ROWS or (match.view_name, match.kwargs["slug"]) in rows
