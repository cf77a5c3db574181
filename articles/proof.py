"""A text as its page would be: an article made of a payload alone, which the public templates take for a real one.

It reads rows and writes none. What was deleted since is left out, as if it had never been chosen.
"""

from dataclasses import replace

from django.utils import timezone

from articles import article_page
from articles.models import Article, Author, Byline, Payload, Revision, Section, Tag, publication
from articles.workflow import Status
from maseer.lib import arabic, html

ONE_OF = ("section", "image", "gallery", "source", "series")


def of_revision(revision: Revision) -> dict:
    return context_of(revision.content, revision.article, revision)


def context_of(
    payload: Payload, of: Article | None = None, revision: Revision | None = None, new_tags=()
) -> dict:
    """What `articles/proof.html` accepts. `of` is whose text it is, `new_tags` the names of those there are not yet."""
    payload = replace(payload, body=html.clean(payload.body))
    article = Article(pk=of.pk if of else 0, status=Status.PUBLISHED)
    publication.set_text(article, payload)
    for name in ONE_OF:
        model = Article._meta.get_field(name).related_model
        setattr(article, name, model.objects.filter(pk=getattr(payload, name)).first())
    _date(article, of, revision)
    # Where Django looks before it asks the database: what is here is in no table.
    article._prefetched_objects_cache = {"tags": _tags(payload, new_tags)}
    article.credits = _bylines(article, payload)
    article.has_corrections = of is not None
    further = Section.objects.filter(pk__in=payload.sections).exclude(pk=payload.section)
    return article_page.context_of(article, further)


def _date(article: Article, of: Article | None, revision: Revision | None) -> None:
    """The dates that readers would find if it went out now; for what they have already, those they find."""
    now = timezone.now()
    article.published_at = (of and of.published_at) or now
    if revision and of.live_revision_id == revision.pk:
        article.updated_at = of.updated_at
    else:
        article.updated_at = now if of and of.first_published_at else article.published_at


def _bylines(article: Article, payload: Payload) -> list[Byline]:
    authors = Author.objects.select_related("portrait").in_bulk([author for author, _role in payload.bylines])
    return [
        Byline(article=article, author=authors[author], role=role, order=order)
        for order, (author, role) in enumerate(payload.bylines)
        if author in authors
    ]


def _tags(payload: Payload, new_tags) -> list[Tag]:
    found = Tag.objects.in_bulk(payload.tags)
    return [
        *(found[pk] for pk in payload.tags if pk in found),
        *(Tag(name=name, slug=arabic.slugify(name) or "-") for name in new_tags),
    ]
