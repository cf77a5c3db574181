"""What stands around an article: its neighbours, the parts of its series, texts like it."""

from django.db.models import Q, Subquery

from articles.models import Article
from articles.models.article_queryset import ArticleQuerySet

RELATED = 3


def in_section(article: Article) -> tuple[Article | None, Article | None]:
    """The one before and the one after it in its section, by date; one query for both."""
    if not article.section:
        # Only a proof has none.
        return None, None
    listed = Article.objects.in_section(article.section)
    earlier = _next_to(listed, article, "lt").order_by("-listed_at", "-listed_id")
    later = _next_to(listed, article, "gt").order_by("listed_at", "listed_id")
    both = Article.objects.as_cards().filter(
        Q(pk=Subquery(earlier.values("pk")[:1])) | Q(pk=Subquery(later.values("pk")[:1]))
    )
    found = {_position(other) < _position(article): other for other in both}
    return found.get(True), found.get(False)


def parts_around(article: Article, parts: list[Article]) -> tuple[Article | None, Article | None]:
    """In a series its neighbours are the parts before and after."""
    index = parts.index(article) if article in parts else -1
    if index < 0:
        return None, None
    return (parts[index - 1] if index else None), (parts[index + 1] if index + 1 < len(parts) else None)


def chosen(article: Article, cards: ArticleQuerySet) -> list[Article]:
    """Those of the cards that were chosen by hand to go with it and are public, in their order."""
    return cards.published().in_this_order(article.related or ())


def related(article: Article, leaving_out=()) -> list[Article]:
    """Those chosen by hand that are public, then the newest of its section besides what is on the page already."""
    cards = Article.objects.as_full_cards()
    by_hand = chosen(article, cards)
    room = RELATED - len(by_hand)
    if room <= 0 or not article.section:
        return by_hand
    taken = {article.pk, *(other.pk for other in (*leaving_out, *by_hand) if other)}
    newest = cards.in_section(article.section)[: room + len(taken)]
    return [*by_hand, *[other for other in newest if other.pk not in taken][:room]]


def _position(article: Article):
    return article.published_at, article.pk


def _next_to(listed: ArticleQuerySet, article: Article, side: str) -> ArticleQuerySet:
    at, pk = _position(article)
    return listed.filter(**{f"listed_at__{side}e": at}).filter(
        Q(**{f"listed_at__{side}": at}) | Q(**{f"listed_id__{side}": pk})
    )
