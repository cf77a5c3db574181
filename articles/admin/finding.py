"""What editors find in the list of articles: what readers find, and drafts, new titles and parts of words besides."""

from django.db.models import Q

from articles.models import Article, Revision, SearchDocument
from articles.search import numbers
from maseer.lib import arabic
from maseer.lib.backoffice import folded_words, typed_words
from maseer.lib.numbers import row_number

MOST_FOUND = 500
# What is at work is never as much.
MOST_AT_WORK = 2_000


def found(user, question: str) -> set[int]:
    """The numbers of texts, some of which this person may not see; the list knows which."""
    words = " ".join(typed_words(question))
    documents = SearchDocument.objects.order_by("-article")
    number = row_number(arabic.ascii_digits(question.strip()))
    if user.has_perm("articles.see_all_article"):
        by_stem = numbers(words, MOST_FOUND)
    else:
        # Among everybody's, their own would be beyond the newest MOST_FOUND.
        documents = documents.filter(article__in=Article.objects.visible_to(user).order_by().values("pk"))
        by_stem = _numbers(_with_stems(documents, words))
    by_letters = documents
    for word in folded_words(question):
        by_letters = by_letters.filter(heading__contains=word)
    return {*by_stem, *_numbers(by_letters), *_retitled(words), *([number] if number else ())}


def _numbers(documents) -> list[int]:
    return list(documents.values_list("article", flat=True)[:MOST_FOUND])


def _with_stems(documents, words: str):
    for stem in arabic.analyse(words)[1]:
        inside = f" {stem} "
        documents = documents.filter(
            Q(title__contains=inside) | Q(lead__contains=inside) | Q(body__contains=inside)
        )
    return documents


def _retitled(words: str) -> list[int]:
    """Of what readers have, search knows the words they read; who works on it may have given it a new title."""
    spelled, stems = arabic.analyse(words)
    at_work = Revision.objects.at_open_stage().filter(article__live_revision__isnull=False).order_by("-pk")
    return [
        article
        for article, title in at_work.values_list("article", "title")[:MOST_AT_WORK]
        if all(word in arabic.fold(title) for word in spelled) or set(stems) <= set(arabic.analyse(title)[1])
    ]
