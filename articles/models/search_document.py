"""What search knows of an article: its words as they are found, apart from the row so that lists never read them.

The engines index these columns by themselves (migration 0007: triggers on SQLite, a generated column on PostgreSQL),
so that whoever writes a row here, in whatever way, has indexed it in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter

from django.db import models

from articles.models.author import Author
from articles.models.payload import Payload
from articles.models.search_words import MARK, SearchTally
from articles.models.source import Series
from articles.models.tag import Tag
from articles.workflow import Status
from images.figures import written
from images.models import GalleryItem, Image
from maseer.lib import arabic, html

# Of a text, so many are read. A tsvector of PostgreSQL has at most 1 MB and refuses more.
MOST_WORDS = 10_000
SMALLEST, GREATEST = -(1 << 62), 1 << 62
# The lower bits of a place are the number of the article: there is room for 33 million. With more bits two places may
# be 2^56 apart, and of lists longer than a few pages FTS5 (3.40) then skips some when it walks back by date. With these
# it takes more than 68 years.
SECOND = 25
LAST_NUMBER = (1 << SECOND) - 1
# How often a word must stand in a text of usual length to be what the text is about, and much about.
USUAL_LENGTH = 300
SATURATED = ((1.2, "2"), (1.6, "3"))
K1, B = 1.2, 0.75
# Between what stands apart: a word that nobody asks for, so that no phrase reaches across.
BORDER = MARK


class SearchDocument(models.Model):
    """The words of an article's live text, or of its newest draft where readers never had it."""

    # When it became public, in seconds, and the article's number below: newest first, unique, and a place to go on
    # from. What is not public stands below zero, where readers' searches do not look.
    # Never given by the database: SQLite stores rows in the order of a key only if it is an "auto" one.
    ord = models.BigAutoField(primary_key=True, serialize=False)
    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="search_document")
    version = models.PositiveSmallIntegerField()
    # Words, counted with those that say nothing.
    length = models.PositiveIntegerField()
    # The title as it is spelled, folded: what has the same is a twin.
    heading = models.CharField(max_length=300)
    title = models.TextField()
    lead = models.TextField()
    # What it is in (section, writers, kind), and which words are in its title or often in its text.
    marks = models.TextField()
    body = models.TextField()
    # All its words once more as they are spelled.
    surface = models.TextField()

    class Meta:
        indexes = [
            # Covers a search among titles alone, newest first, without reading the texts beside them.
            models.Index(fields=["-article", "heading"], name="search_titles"),
        ]

    def __str__(self):
        return self.heading

    @classmethod
    def of(cls, article, payload: Payload | None = None) -> "SearchDocument":
        """The document of one article; for many, `documents_of` asks once for all names."""
        return next(documents_of([(article, payload or payload_of(article))]))

    @classmethod
    def write(cls, article, payload: Payload | None = None) -> None:
        """What was said of the article is replaced. The caller holds the article's row."""
        replace([cls.of(article, payload)])

    @classmethod
    def move(cls, article) -> None:
        """Its words stay; whether and since when readers find them has changed."""
        place = place_of(article)
        found = cls.objects.filter(article=article).exclude(pk=place)
        before = found.values_list(*COUNTED).first()
        if before and found.update(ord=place):
            SearchTally.add(difference([before], [(place, *before[1:])]))


WORDED = ("title", "lead", "marks", "body")
COUNTED = ("ord", "length", *WORDED)
_counted = attrgetter(*COUNTED)
_said = attrgetter(*COUNTED, "heading", "surface", "version")


def place_of(article) -> int:
    if article.status != Status.PUBLISHED:
        return -article.pk
    return place(article.published_at, article.pk)


def place(at: datetime, number: int = 0) -> int:
    # What is older than 1970 is public too.
    return max(int(at.timestamp()), 1) << SECOND | number


def number_of(ord: int) -> int:
    return ord & LAST_NUMBER


def public_until(at: datetime) -> tuple[int, int]:
    """The least and the greatest place of what had become public then."""
    return 1, place(at, LAST_NUMBER)


def payload_of(article) -> Payload | None:
    revision = article.live_revision or article.working_revision
    return revision.content if revision else None


def replace(documents: list[SearchDocument]) -> None:
    """These instead of what was said of their articles before. What says the same stays, and so does its index."""
    numbers = [document.article_id for document in documents]
    before = {row.article_id: row for row in SearchDocument.objects.filter(article__in=numbers)}
    documents = [
        row
        for row in documents
        if row.article_id not in before or _said(row) != _said(before[row.article_id])
    ]
    old = [before[row.article_id] for row in documents if row.article_id in before]
    if old:
        SearchDocument.objects.filter(pk__in=[row.pk for row in old]).delete()
    SearchDocument.objects.bulk_create(documents)
    SearchTally.add(difference(map(_counted, old), map(_counted, documents)))


def documents_of(pairs: list[tuple[object, Payload | None]]) -> Iterator[SearchDocument]:
    """The documents of articles and what they say, with one query for each kind of name."""
    pairs = [(article, payload) for article, payload in pairs if payload]
    payloads = [payload for _article, payload in pairs]
    names = _Names(payloads)
    for article, payload in pairs:
        yield _document(article, payload, names)


class _Names:
    """What the numbers in some payloads stand for."""

    def __init__(self, payloads: list[Payload]):
        self.authors = _named(Author, (author for payload in payloads for author, _role in payload.bylines))
        self.tags = _named(Tag, (tag for payload in payloads for tag in payload.tags))
        self.series = _named(Series, (payload.series for payload in payloads))
        self.written = {id(payload): written(payload.body) for payload in payloads}
        inside = {number for found in self.written.values() for number, _alt in found}
        shown = Image.objects.filter(pk__in=(inside | {payload.image for payload in payloads}) - {None})
        self.images = {pk: (alt, caption) for pk, alt, caption in shown.values_list("pk", "alt", "caption")}
        self.galleries: dict[int, list[str]] = {}
        shown = {payload.gallery for payload in payloads} - {None}
        if shown:
            items = GalleryItem.objects.filter(gallery__in=shown).values_list(
                "gallery", "caption", "image__caption", "image__alt"
            )
            for gallery, *words in items:
                self.galleries.setdefault(gallery, []).extend(words)

    def lead(self, payload: Payload) -> list[str]:
        """Of the tags, the writers and the series."""
        authors = dict.fromkeys(author for author, _role in payload.bylines)
        return [
            *(self.authors.get(author, "") for author in authors),
            *(self.tags.get(tag, "") for tag in payload.tags),
            self.series.get(payload.series, ""),
        ]

    def pictures(self, payload: Payload) -> list[str]:
        """The words of pictures, and in drawings: a cartoon's are in its description."""
        words = [*self.images.get(payload.image, ()), *self.galleries.get(payload.gallery, ())]
        for number, alt in self.written[id(payload)]:
            words.append(alt or self.images.get(number, ("",))[0])
        return list(dict.fromkeys(words))


def _named(model, numbers) -> dict[int, str]:
    wanted = set(numbers) - {None}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _document(article, payload: Payload, names: _Names) -> SearchDocument:
    title = arabic.analyse(payload.title)
    lead = _analyse([payload.deck, *names.lead(payload)])
    body = _analyse([html.plain_text(payload.body), *names.pictures(payload)])
    body = tuple(words[:MOST_WORDS] for words in body)
    length = len(lead[1]) + len(body[1])
    marks = [
        *(f"{MARK}s{section}" for section in dict.fromkeys((payload.section, *payload.sections)) if section),
        *(f"{MARK}a{author}" for author in dict.fromkeys(author for author, _role in payload.bylines)),
        f"{MARK}k{payload.kind}",
        *(f"{word}{MARK}t" for word in dict.fromkeys(title[1])),
    ]
    counts = Counter(lead[1])
    counts.update(lead[1])
    counts.update(body[1])
    del counts[BORDER]
    norm = K1 * (1 - B + B * length / USUAL_LENGTH)
    for word, count in counts.items():
        if count > 1:
            saturation = count * (K1 + 1) / (count + norm)
            marks += [f"{word}{MARK}{level}" for bound, level in SATURATED if saturation >= bound]
    return SearchDocument(
        ord=place_of(article),
        article=article,
        version=arabic.VERSION,
        length=length,
        heading=arabic.fold(payload.title)[:300],
        title=_text(title[1]),
        # PostgreSQL's index has the title before it.
        lead=_text([BORDER, *lead[1]]),
        marks=_text(marks),
        body=_text(body[1]),
        surface=_text([*title[0], "|", *lead[0], "|", *body[0]]),
    )


def _analyse(parts: list[str]) -> tuple[list[str], list[str]]:
    spelled, found = [], []
    for part in filter(None, parts):
        if spelled:
            spelled.append("|")
            found.append(BORDER)
        words = arabic.analyse(part)
        spelled += words[0]
        found += words[1]
    return spelled, found


def _text(words: list[str]) -> str:
    """With a space on each side of each word, so that one can be counted as " word "."""
    return f" {' '.join(words)} "


def difference(before: Iterable[tuple], after: Iterable[tuple]) -> Counter:
    """What a change means for how many public texts there are, how long they are, and how many have each word."""
    change: Counter = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for ord, length, *texts in rows:
            if ord > 0:
                words = {word for text in texts for word in text.split()} - {BORDER}
                change.update(dict.fromkeys([*words, SearchTally.TEXTS], sign))
                change[SearchTally.LENGTH] += sign * length
    return Counter({word: count for word, count in change.items() if count})
