"""Plain search: every word of the question must stand in the folded text; newest first."""

from articles.models import Article
from articles.models.article_queryset import ArticleQuerySet
from maseer.lib import arabic

LONGEST_QUERY = 200
MOST_WORDS = 8


def search(question: str) -> ArticleQuerySet:
    words = arabic.words(question[:LONGEST_QUERY])[:MOST_WORDS]
    found = Article.objects.newest_first()
    if not words:
        return found.none()
    for word in words:
        found = found.filter(search_document__text__contains=word)
    return found
