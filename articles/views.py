from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import around, front_page
from articles.models import Article, Author, Section, Series, Source, Tag, bylines_of
from articles.search import LONGEST_QUERY
from articles.search import search as find
from articles.workflow import Status
from images import renditions
from maseer.lib import throttle
from maseer.lib.http import absolute_url, client_address
from maseer.lib.paging import KeysetPage
from maseer.page_cache import public

MINUTE = 60
SEARCHES_A_MINUTE = 60


@require_safe
@public("home", "nav", "all", ttl=5 * MINUTE)
def home(request):
    sections = list(Section.objects.in_menu())
    front = front_page.lay_out(sections)
    if not front.lead:
        return render(request, "articles/empty.html", {"setup_needed": not get_user_model().objects.exists()})
    return render(request, "articles/home.html", vars(front) | {"menu": sections})


@require_safe
@public("article:{article_id}", "nav", "all", ttl=30 * MINUTE)
def article(request, article_id: int, slug: str = ""):
    found = get_object_or_404(
        Article.objects.select_related("section", "image", "gallery", "source", "series"), pk=article_id
    )
    if found.status == Status.WITHDRAWN:
        return render(request, "410.html", {"note": found.withdrawn_note}, status=410)
    if not found.is_public():
        raise Http404
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    parts = list(Article.objects.published().as_cards().in_parts(found.series)) if found.series else []
    earlier, later = around.parts_around(found, parts) if parts else around.neighbours(found)
    related = around.related(found, leaving_out=[earlier, later, *parts])
    bylines_of([found, *related])
    return render(
        request,
        "articles/article.html",
        {
            "article": found,
            "earlier": earlier,
            "later": later,
            "parts": parts,
            "related": related,
            "pictures": found.gallery.items.select_related("image") if found.gallery else [],
            "further_sections": Section.objects.filter(placements__article=found).exclude(
                pk=found.section_id
            ),
            "permalink": absolute_url(found.short_url),
            "canonical": found.canonical_url or absolute_url(iri_to_uri(found.get_absolute_url())),
            "share_image": share_picture(found),
            "share": share_links(found),
        },
    )


def listing(request, template: str, rows, keep=None, **context):
    """A page of cards out of any list of articles; the links to further pages `keep` what was asked."""
    page = KeysetPage(rows.as_cards(), request.GET, keep=keep)
    bylines_of(page.articles)
    return render(request, template, {"page": page, **context})


@require_safe
@public("section:{slug}", "nav", "all", ttl=5 * MINUTE)
def section(request, slug: str):
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    parts = list(found.children.all())
    return listing(
        request,
        "articles/section.html",
        Article.objects.in_sections([found, *parts]),
        section=found,
        parts=[part for part in parts if part.in_menu],
    )


@require_safe
@public("author:{slug}", "nav", "all", ttl=5 * MINUTE)
def author(request, slug: str):
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    return listing(request, "articles/author.html", Article.objects.by_author(found), author=found)


@require_safe
@public("tag:{slug}", "nav", "all", ttl=5 * MINUTE)
def tag(request, slug: str):
    found = get_object_or_404(Tag, slug=slug)
    return listing(request, "articles/tag.html", Article.objects.tagged_with(found), tag=found)


@require_safe
@public("source:{slug}", "nav", "all", ttl=5 * MINUTE)
def source(request, slug: str):
    found = get_object_or_404(Source, slug=slug)
    return listing(request, "articles/source.html", Article.objects.of_source(found), source=found)


@require_safe
@public("series:{slug}", "nav", "all", ttl=5 * MINUTE)
def series(request, slug: str):
    found = get_object_or_404(Series, slug=slug)
    parts = list(Article.objects.published().as_cards().in_parts(found)[:200])
    bylines_of(parts)
    return render(request, "articles/series.html", {"series": found, "articles": parts})


@require_safe
@public("feed", "nav", "all", ttl=MINUTE)
def search(request):
    question = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if not question:
        return render(request, "articles/search.html", {"query": "", "page": None})
    # Searching is the one thing here that costs what the visitor likes.
    throttle.count(f"search:{client_address(request)}", SEARCHES_A_MINUTE, MINUTE)
    found = find(question)
    return listing(
        request,
        "articles/search.html",
        found.articles,
        keep={"q": question},
        query=question,
        since=found.since,
    )


def share_picture(article: Article) -> str:
    """The address of the picture networks show beside a link to it, or ""."""
    path = renditions.share_url(article.image) if article.image else ""
    return absolute_url(path) if path else ""


@dataclass(frozen=True)
class ShareLink:
    channel: str
    label: str
    url: str


def share_links(article: Article) -> list[ShareLink]:
    """Plain links to the networks; none of their scripts."""
    address = absolute_url(article.short_url)
    text = f"{article.title}\n{address}"
    return [
        ShareLink("whatsapp", _("WhatsApp"), f"https://wa.me/?{urlencode({'text': text}, quote_via=quote)}"),
        ShareLink(
            "telegram",
            _("Telegram"),
            f"https://t.me/share/url?{urlencode({'url': address, 'text': article.title})}",
        ),
        ShareLink(
            "facebook",
            _("Facebook"),
            f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}",
        ),
        ShareLink(
            "x", _("X"), f"https://x.com/intent/post?{urlencode({'text': article.title, 'url': address})}"
        ),
        ShareLink(
            "email",
            _("E-mail"),
            f"mailto:?{urlencode({'subject': article.title, 'body': text}, quote_via=quote)}",
        ),
    ]
