"""A large archive for benchmarks: paragraphs of the demo's own texts in ever new order, written in bulk."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import Article, Author, Byline, Placement, Revision, SearchDocument, Section, Tag, Tagged
from articles.models.payload import BylineRole, Kind, Payload
from articles.workflow import Stage, Status
from maseer.demo import content
from maseer.lib import arabic, html, planner

BATCH = 1000
DISTINCT_BODIES = 400
YEARS = 15
# The largest section of a paper is its news, by far.
WEIGHTS = (50, 15, 8, 12, 4, 4, 6, 1)


def grow(articles: int, seed: int = 1) -> Iterator[int]:
    """Adds so many published articles, a batch a transaction; yields how many are there after each."""
    chance = random.Random(seed)  # noqa: S311  the same archive each time, nothing secret
    archive = _Archive(chance)
    made = 0
    while made < articles:
        size = min(BATCH, articles - made)
        with transaction.atomic():
            archive.add(size)
        made += size
        yield made
    planner.learn(Article, Revision, Placement, Byline, Tagged, SearchDocument)


class _Archive:
    def __init__(self, chance: random.Random):
        self.chance = chance
        self.now = timezone.now()
        self.sections = list(Section.objects.all())[: len(WEIGHTS)]
        self.authors = list(Author.objects.values_list("pk", flat=True))
        self.tags = list(Tag.objects.values_list("pk", flat=True))
        stories = content.stories()
        self.words = [word for story in stories for word in story.title.split()]
        paragraphs = [part for story in stories for part in story.body.split("\n") if part.startswith("<p>")]
        self.bodies = []
        for _ in range(DISTINCT_BODIES):
            body = html.clean("\n".join(chance.sample(paragraphs, 4)))
            text = html.plain_text(body)
            self.bodies.append((body, arabic.fold(text), arabic.reading_minutes(text)))

    def add(self, size: int) -> None:
        drafts = [self._draft() for _ in range(size)]
        articles = Article.objects.bulk_create(article for article, _folded in drafts)
        Revision.objects.bulk_create(
            Revision(article=article, title=article.title, payload=_payload(article), stage=Stage.APPROVED)
            for article in articles
        )
        first = Subquery(Revision.objects.filter(article=OuterRef("pk")).values("pk")[:1])
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(
            live_revision=first, working_revision=first, approved_revision=first
        )
        Placement.objects.bulk_create(
            Placement(article=article, section_id=article.section_id, public_at=article.published_at)
            for article in articles
        )
        Byline.objects.bulk_create(
            Byline(
                article=article,
                author_id=self.chance.choice(self.authors),
                role=BylineRole.WRITER,
                public_at=article.published_at,
            )
            for article in articles
        )
        Tagged.objects.bulk_create(
            Tagged(content_object=article, tag_id=tag, public_at=article.published_at)
            for article in articles
            for tag in self.chance.sample(self.tags, 2)
        )
        SearchDocument.objects.bulk_create(
            SearchDocument(
                article=article,
                title=arabic.fold(article.title),
                text=f"{arabic.fold(article.title)} {folded}",
                public_at=article.published_at,
            )
            for article, (_article, folded) in zip(articles, drafts, strict=True)
        )

    def _draft(self) -> tuple[Article, str]:
        title = " ".join(self.chance.sample(self.words, 7))
        body, folded, minutes = self.chance.choice(self.bodies)
        published_at = self.now - timedelta(seconds=self.chance.randrange(60, YEARS * 365 * 86_400))
        article = Article(
            status=Status.PUBLISHED,
            published_at=published_at,
            first_published_at=published_at,
            updated_at=published_at,
            kind=Kind.NEWS,
            title=title,
            slug=arabic.slugify(title),
            deck=title,
            body=body,
            section=self.chance.choices(self.sections, WEIGHTS[: len(self.sections)])[0],
            reading_minutes=minutes,
        )
        return article, folded


def _payload(article: Article) -> dict:
    return Payload(
        title=article.title, deck=article.deck, body=article.body, section=article.section_id
    ).as_json()
