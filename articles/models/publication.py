"""From an approved revision to what readers find: the live row, the places it is listed at, its words for search."""

from datetime import datetime

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from articles.models.author import Author
from articles.models.listings import Byline
from articles.models.payload import Payload
from articles.models.refusals import TransitionRefused
from articles.models.revision import Revision
from articles.models.search_document import SearchDocument
from articles.models.section import Section
from articles.models.source import Series, Source
from articles.models.tag import Tag
from articles.workflow import Status
from images.models import Gallery, Image
from maseer.lib import arabic, html

# What a move may change on the row, and what only going live does.
STATE = ("status", "published_at", "first_published_at", "withdrawn_note")
LIVE_TEXT = (
    *("live_revision", "updated_at", "kind", "title", "slug", "deck", "body", "section", "image", "gallery"),
    *("source", "source_url", "series", "series_part", "related", "reading_minutes"),
)


def change_status(article, status: str, note: str, at: datetime | None) -> None:
    """What a change of status means for the row. The caller saves it."""
    if status == Status.PUBLISHED:
        _publish(article, at)
    elif article.is_scheduled():
        _forget_an_hour_that_never_came(article)
        article.published_at = article.first_published_at
    article.withdrawn_note = note if status == Status.WITHDRAWN else ""
    article.status = status


def _forget_an_hour_that_never_came(article) -> None:
    """What is only scheduled never was what readers got, unless it had been once before."""
    if article.is_scheduled() and article.first_published_at == article.published_at:
        article.first_published_at = None


def _publish(article, at: datetime | None) -> None:
    now = timezone.now()
    _forget_an_hour_that_never_came(article)
    if article.is_public(now):
        if at:
            raise TransitionRefused(_("It is public already; its time cannot be changed."))
    else:
        # What is scheduled keeps its hour, and what readers had before comes back with its old date.
        keeps = article.is_scheduled(now) or article.first_published_at
        article.published_at = at or (article.published_at if keeps else None) or now
    # Mostly they are the same, and the one that was read already.
    is_newest = article.approved_revision_id == article.working_revision_id
    revision = article.working_revision if is_newest else article.approved_revision
    if missing := _missing(revision.content):
        raise TransitionRefused(
            _(
                "What this text refers to is no longer there: %(missing)s. Choose again, save, and have it approved."
            )
            % {"missing": get_text_list(missing, _("and"))}
        )
    # Search notes at once where it stands.
    article.status = Status.PUBLISHED
    # A first publication is no change of the text; readers are told of changes after it.
    go_live(article, revision, now if article.first_published_at else article.published_at)
    article.first_published_at = article.first_published_at or article.published_at


def _missing(payload: Payload) -> list[str]:
    """The names of those references whose rows were deleted after the text was saved."""
    named = {
        Image: {payload.image},
        Gallery: {payload.gallery},
        Source: {payload.source},
        Series: {payload.series},
        Section: {payload.section, *payload.sections},
        Author: {author for author, _role in payload.bylines},
    }
    return [
        str(model._meta.verbose_name)
        for model, pks in named.items()
        if len(pks - {None}) != model.objects.filter(pk__in=pks - {None}).count()
    ]


def go_live(article, revision: Revision, at: datetime) -> None:
    """Copies what the revision says to where readers find it. The caller saves the row."""
    payload = revision.content
    stays = article.live_revision and article.live_revision.content.places == payload.places
    article.live_revision, article.updated_at = revision, at
    set_text(article, payload)
    if not stays:
        _place(article, payload)
        tags = Tag.objects.in_bulk(payload.tags)
        article.tags.set([tags[pk] for pk in payload.tags if pk in tags])
    SearchDocument.write(article, payload)


def set_text(article, payload: Payload) -> None:
    """What a payload means for the row, which is not saved."""
    article.kind, article.title, article.deck, article.body = (
        payload.kind,
        payload.title,
        payload.deck,
        payload.body,
    )
    article.section_id, article.image_id, article.gallery_id = payload.section, payload.image, payload.gallery
    article.source_id, article.source_url = payload.source, payload.source_url
    article.series_id, article.series_part = payload.series, payload.series_part
    article.related = list(payload.related) or None
    article.slug = arabic.slugify(payload.title)
    article.reading_minutes = html.body_minutes(payload.body)


def refresh_listings(article) -> None:
    """Where it is listed, it is listed from the moment it became public."""
    public_at = article.published_at if article.status == Status.PUBLISHED else None
    for listing in (article.placements, article.bylines, article.tagged):
        listing.update(public_at=public_at)
    article.bylines.filter(pk__in=_repeated(article)).update(public_at=None)
    SearchDocument.move(article)


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
    if tuple(article.bylines.values_list("author", "role")) != payload.bylines:
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author_id=author, role=role, order=order)
            for order, (author, role) in enumerate(payload.bylines)
        )
