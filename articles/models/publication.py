"""From an approved revision to what readers find: the live row, the places it is listed at, its words for search."""

from datetime import datetime

from articles.models.listings import SearchDocument
from articles.models.payload import Payload
from articles.models.revision import Revision
from articles.workflow import Status
from maseer.lib import arabic, html


def go_live(article, revision: Revision, at: datetime) -> None:
    """Copies what the revision says to where readers find it. The caller saves the row."""
    payload = revision.content
    article.live_revision, article.updated_at = revision, at
    article.kind, article.title, article.deck, article.body = (
        payload.kind,
        payload.title,
        payload.deck,
        payload.body,
    )
    article.section_id, article.image_id, article.gallery_id = payload.section, payload.image, payload.gallery
    article.source_id, article.source_url = payload.source, payload.source_url
    article.series_id, article.series_part = payload.series, payload.series_part
    article.slug = arabic.slugify(payload.title)
    text = html.plain_text(payload.body)
    article.reading_minutes = arabic.reading_minutes(text)
    _place(article, payload)
    article.tags.set(payload.tags)
    SearchDocument.objects.update_or_create(
        article=article,
        defaults={
            "title": arabic.fold(payload.title)[:300],
            "text": arabic.fold(" ".join([payload.title, payload.deck, *payload.tags, text])),
        },
    )


def refresh_listings(article) -> None:
    """Where it is listed, it is listed from the moment it became public."""
    public_at = article.published_at if article.status == Status.PUBLISHED else None
    for listing in (article.placements, article.bylines, article.tagged):
        listing.update(public_at=public_at)
    article.bylines.filter(pk__in=_repeated(article)).update(public_at=None)
    SearchDocument.objects.filter(article=article).update(public_at=public_at)


def _repeated(article) -> list[int]:
    """Further bylines of a writer who signs twice, for words and pictures: a writer's page lists the text once."""
    signed, repeated = set(), []
    for byline, author in article.bylines.values_list("pk", "author"):
        if author in signed:
            repeated.append(byline)
        signed.add(author)
    return repeated


def _place(article, payload: Payload) -> None:
    sections = {section for section in (payload.section, *payload.sections) if section}
    article.placements.exclude(section__in=sections).delete()
    for section in sections - set(article.placements.values_list("section", flat=True)):
        article.placements.create(section_id=section)
    article.bylines.all().delete()
    for order, (author, role) in enumerate(payload.bylines):
        article.bylines.create(author_id=author, role=role, order=order)
