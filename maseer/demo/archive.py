"""A large archive for benchmarks: paragraphs of the demo's own texts in ever new order, written in bulk."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Byline,
    Placement,
    Revision,
    SearchDocument,
    Section,
    Tag,
    Tagged,
    search_document,
)
from articles.models.payload import BylineRole, Kind, Payload
from articles.workflow import Stage, Status
from maseer.demo import content
from maseer.lib import arabic, html, planner

BATCH = 1000
DISTINCT_BODIES = 400
YEARS = 15
# Of names that nobody has.
CONSONANTS = (
    *("\N{ARABIC LETTER SHEEN}", "\N{ARABIC LETTER REH}", "\N{ARABIC LETTER DAL}", "\N{ARABIC LETTER GHAIN}"),
    *("\N{ARABIC LETTER ZAIN}", "\N{ARABIC LETTER MEEM}", "\N{ARABIC LETTER TAH}", "\N{ARABIC LETTER QAF}"),
    *("\N{ARABIC LETTER NOON}", "\N{ARABIC LETTER JEEM}", "\N{ARABIC LETTER HAH}", "\N{ARABIC LETTER SAD}"),
)
SYLLABLES = [
    one + other for one in CONSONANTS for other in ("", "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER YEH}")
]
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
            self.bodies.append((body, arabic.reading_minutes(text)))

    def add(self, size: int) -> None:
        articles = Article.objects.bulk_create(self._draft() for _ in range(size))
        payloads = {article: self._payload(article) for article in articles}
        Revision.objects.bulk_create(
            Revision(article=article, title=article.title, payload=payload.as_json(), stage=Stage.APPROVED)
            for article, payload in payloads.items()
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
            Byline(article=article, author_id=author, role=role, public_at=article.published_at)
            for article, payload in payloads.items()
            for author, role in payload.bylines
        )
        Tagged.objects.bulk_create(
            Tagged(content_object=article, tag_id=tag, public_at=article.published_at)
            for article, payload in payloads.items()
            for tag in payload.tags
        )
        search_document.replace(list(search_document.documents_of(list(payloads.items()))))

    def _name(self) -> str:
        """One of the many that are in few texts each."""
        return "".join(self.chance.choice(SYLLABLES) for _ in range(3))

    def _payload(self, article: Article) -> Payload:
        return Payload(
            title=article.title,
            deck=article.deck,
            body=article.body,
            section=article.section_id,
            bylines=((self.chance.choice(self.authors), BylineRole.WRITER),),
            tags=tuple(self.chance.sample(self.tags, 2)),
        )

    def _draft(self) -> Article:
        title = " ".join(self.chance.sample(self.words, 7))
        body, minutes = self.chance.choice(self.bodies)
        published_at = self.now - timedelta(seconds=self.chance.randrange(60, YEARS * 365 * 86_400))
        return Article(
            status=Status.PUBLISHED,
            published_at=published_at,
            first_published_at=published_at,
            updated_at=published_at,
            kind=Kind.NEWS,
            title=title,
            slug=arabic.slugify(title),
            deck=f"{title} {self._name()}",
            body=body,
            section=self.chance.choices(self.sections, WEIGHTS[: len(self.sections)])[0],
            reading_minutes=minutes,
        )
