"""Search reads articles again: those whose names changed, and all of them when the analyser has."""

from collections import Counter

from django.db import transaction

from articles.models.article import Article
from articles.models.search_document import COUNTED, SearchDocument, difference
from articles.models.search_words import SearchDue, SearchState, SearchTally, SearchTerm, count
from maseer.lib import arabic

BATCH = 200


@transaction.atomic
def catch_up(most: int = BATCH) -> int:
    """Reads some of the articles that print a changed name. Returns how many."""
    due = list(SearchDue.objects.select_for_update(skip_locked=True).order_by("pk")[:most])
    numbers = [row.pk for row in due]
    Article.objects.filter(pk__in=numbers).read_now()
    SearchDue.objects.filter(pk__in=numbers).delete()
    return len(due)


def is_due() -> bool:
    state = SearchState.load()
    return state.position is not None or state.version != arabic.VERSION


@transaction.atomic
def begin() -> None:
    """From the first article, whatever had been read."""
    SearchState.objects.update_or_create(pk=1, defaults={"position": 0, "target": arabic.VERSION})


@transaction.atomic
def go_on(most: int = BATCH) -> int:
    """Reads the next articles, each of them and the place where it goes on in one transaction. Returns how many.

    Killed anywhere, it goes on from there. An analyser that changed meanwhile begins anew.
    """
    SearchState.load()
    state = SearchState.objects.select_for_update().get(pk=1)
    if state.position is None or state.target != arabic.VERSION:
        state.position, state.target = 0, arabic.VERSION
    some = Article.objects.filter(pk__gt=state.position).order_by("pk")
    numbers = list(some.values_list("pk", flat=True)[:most])
    if numbers:
        Article.objects.filter(pk__in=numbers).read_now()
        state.position = numbers[-1]
    else:
        state.position, state.version = None, arabic.VERSION
    state.save()
    return len(numbers)


def left() -> int:
    """How many articles are still to be read."""
    state = SearchState.load()
    if state.position is None and state.version == arabic.VERSION:
        return 0
    return Article.objects.filter(pk__gt=state.position or 0).count()


def count_anew() -> int:
    """Counts in how many public texts each word is, whatever was believed before. Returns how many words there are."""
    # What is published meanwhile leaves tallies of its own.
    newest = SearchTally.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    total: Counter = Counter()
    at = 0
    while rows := list(SearchDocument.objects.filter(pk__gt=at).order_by("pk").values_list(*COUNTED)[:BATCH]):
        total.update(difference([], rows))
        at = rows[-1][0]
    with transaction.atomic():
        SearchTally.objects.filter(pk__lte=newest).delete()
        SearchTerm.objects.all().delete()
        count(total)
    return len(total)
