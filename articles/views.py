from functools import partial

from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import article_page, front_page, most_read, proof
from articles.models import (
    Article,
    Author,
    Correction,
    MostRead,
    PreviewLink,
    Section,
    Series,
    Source,
    Tag,
    bylines_of,
)
from articles.workflow import Status
from maseer.counting.channels import Channel
from maseer.lib import setup_code, throttle
from maseer.lib.http import client_address
from maseer.lib.paging import KeysetPage
from maseer.page_cache import PRIVATE, public

MINUTE = 60
PREVIEWS_A_MINUTE = 30


@require_safe
@public("home", "nav", "all", ttl=5 * MINUTE)
def home(request):
    sections = list(Section.objects.in_menu())
    front = front_page.lay_out(sections)
    if not front.lead:
        waits = {"setup_needed": not get_user_model().objects.exists(), "code_file": setup_code.place()}
        return render(request, "articles/empty.html", waits)
    context = vars(front) | {"menu": sections, "windows": MostRead.Window}
    response = render(request, "articles/home.html", context)
    response.cache_until = front.changes_at
    return response


@require_safe
@public("article:{article_id}", "nav", "all", ttl=30 * MINUTE)
def article(request, article_id: int, slug: str = ""):
    found = get_object_or_404(Article.objects.as_page(), pk=article_id)
    if found.status == Status.WITHDRAWN:
        return render(request, "410.html", {"note": found.withdrawn_note}, status=410)
    if not found.is_public():
        raise Http404
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url() + _mark(request))
    further = found.further_sections() if found.has_further_sections else []
    context = article_page.context_of(found, further) | article_page.comments_of(found)
    response = render(request, "articles/article.html", context | {"counted": True})
    # Whatever becomes of a text, no page names it any longer than it is public; one chosen by hand may come back.
    shown = {text.pk for text in (context["earlier"], context["later"], *context["related"]) if text}
    response.cache_tags = [f"article:{number}" for number in {*shown, *(found.related or ())}]
    if found.series:
        response.cache_tags.append(f"series:{found.series.slug}")
    return response


def _mark(request) -> str:
    """The channel a shared address was sent by goes on to the page, whose script counts it."""
    mark = request.GET.get("s")
    return f"?s={mark}" if mark in Channel.values else ""


@require_safe
def preview(request, token: str):
    """A text for somebody who was sent a link to it. Whatever ended the link, the answer is the same."""
    throttle.count(f"preview:{client_address(request)}", PREVIEWS_A_MINUTE, MINUTE)
    link = PreviewLink.objects.open().select_related("article", "revision").filter(token=token).first()
    if link is None:
        response = render(request, "articles/preview_ended.html", status=404)
    elif link.is_read_by_everybody():
        response = HttpResponseRedirect(link.article.get_absolute_url())
    else:
        agent = request.headers.get("User-Agent", "")
        opening = link.note_opening(f"HEAD {agent}" if request.method == "HEAD" else agent)
        if opening.is_by_machine:
            # Cards of links are made, and kept, by others than those who were sent it.
            response = render(request, "articles/preview_card.html")
        else:
            link.revision.article = link.article
            context = proof.of_revision(link.revision)
            response = render(request, "articles/proof.html", context | {"link": link})
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def listing(request, template: str, rows, keep=None, most_read_of=list, **context):
    """A page of cards out of any list of articles; the links to further pages `keep` what was asked.

    `most_read_of` says which of them stand on the first page once more, as the most read.
    """
    page = KeysetPage(rows.as_cards(), request.GET, keep=keep)
    most = [] if page.has_newer else most_read_of()
    if len(most) >= len(page.articles):
        # It would say the whole list again.
        most = []
    bylines_of([*page.articles, *most])
    return render(request, template, {"page": page, "most_read": most, **context})


@require_safe
@public("section:{slug}", "nav", "all", ttl=5 * MINUTE)
def section(request, slug: str):
    found = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    parts = list(found.children.all())
    return listing(
        request,
        "articles/section.html",
        Article.objects.in_sections([found, *parts]),
        most_read_of=partial(most_read.of_section, found),
        section=found,
        parts=[part for part in parts if part.in_menu],
    )


@require_safe
@public("author:{slug}", "nav", "all", ttl=5 * MINUTE)
def author(request, slug: str):
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    return listing(
        request,
        "articles/author.html",
        Article.objects.by_author(found),
        most_read_of=partial(most_read.of_writer, found),
        author=found,
        share_image=article_page.shared_picture(found.portrait),
    )


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
@public("corrections", "nav", "all", ttl=5 * MINUTE)
def corrections(request):
    rows = Correction.objects.public().newest_first().select_related("article").defer("article__body")
    return render(request, "articles/corrections.html", {"page": KeysetPage(rows, request.GET)})
