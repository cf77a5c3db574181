"""Plain search: every word of the question must stand in the folded text; newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.models import Article, SearchDocument
from articles.models.article_queryset import ArticleQuerySet
from maseer.lib import arabic

LONGEST_QUERY = 200
MOST_WORDS = 8
# So many texts are read for one question, the newest: a word that nobody wrote would read the whole archive.
MOST_TEXTS = 20_000


@dataclass(frozen=True)
class Finding:
    articles: ArticleQuerySet
    since: datetime | None
    """Older texts were not searched; None where all were."""


def search(question: str) -> Finding:
    words = arabic.words(question[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return Finding(Article.objects.none().newest_first(), None)
    since = _oldest_read()
    return Finding(Article.objects.with_words(words, since), since)


def _oldest_read() -> datetime | None:
    newest = SearchDocument.objects.filter(public_at__lte=timezone.now()).order_by("-public_at")
    last_and_next = list(newest.values_list("public_at", flat=True)[MOST_TEXTS - 1 : MOST_TEXTS + 1])
    return last_and_next[0] if len(last_and_next) == 2 else None
