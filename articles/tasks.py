"""Background work of the newsroom: whatever is due. Right with any number of workers at once, and killed anywhere."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone

from articles import most_read
from articles.models import (
    Article,
    Autosave,
    CountedBatch,
    EditLock,
    HourlyCount,
    MostRead,
    Notice,
    PreviewLink,
    SearchCount,
    SearchTally,
    Sighting,
    search_rebuild,
)
from articles.search.engines import engine

log = logging.getLogger("maseer.newsroom")

# What is wrong with one article and none of the others: a row that does not fit, and the usual mistakes in a program.
FAILURES = (
    *(DatabaseError, ObjectDoesNotExist),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
# So many are told of in one run, and none is begun later than this.
BATCH = 200
MOST_SECONDS = 20
# Those that fail stay at the head of the list; so many may.
MOST_LOOKED_AT = 1_000
# Of the same failure the log speaks once in so many seconds.
SILENCE = 600

# The lists of the most read are made anew when they are so old.
LISTED_ANEW_AFTER = timedelta(seconds=25)

PRUNED_AT_ONCE = 1_000


def announce() -> int:
    """Tells of what became public."""
    return _each(Article.objects.to_announce(), Article.announce, _say_it_is_untold)


def remind() -> int:
    """Tells of what is overdue."""
    return _each(Article.objects.to_remind(), Article.remind, lambda pk: None)


def _each(due: QuerySet, tell: Callable[[int], bool], mend: Callable[[int], None]) -> int:
    """Each in its own transaction, in turn, so that one that cannot be told of does not hold up the others."""
    done, begun = 0, time.monotonic()
    for pk in due.values_list("pk", flat=True)[:MOST_LOOKED_AT]:
        if done == BATCH or time.monotonic() - begun > MOST_SECONDS:
            break
        try:
            done += tell(pk)
        except OperationalError:
            # Not the article but the database is in trouble. The worker tries again later.
            raise
        except FAILURES:
            if cache.add(f"untold:{tell.__name__}:{pk}", True, SILENCE):
                log.exception("%s failed for article=%s", tell.__name__, pk)
                mend(pk)
    return done


def _say_it_is_untold(pk: int) -> None:
    try:
        Article.objects.get(pk=pk).say_it_is_untold()
    except FAILURES:
        log.exception("nor could its editors be told of article=%s", pk)


def list_most_read() -> int:
    if MostRead.objects.filter(made_at__gt=timezone.now() - LISTED_ANEW_AFTER).exists():
        return 0
    return most_read.work_out()


def read_for_search() -> int:
    """What search has not read yet: articles with changed names, all of them after the analyser changed."""
    done, begun = 0, time.monotonic()
    while time.monotonic() - begun < MOST_SECONDS:
        some = search_rebuild.catch_up() + SearchTally.add_up()
        if search_rebuild.is_due():
            some += search_rebuild.go_on()
        if not some:
            break
        done += some
    return done


def merge_search_index() -> int:
    """A part of it, while there is more: nobody who writes waits for it."""
    return int(engine().merge())


def prune() -> int:
    """Forgets what nobody will ask for again."""
    now = timezone.now()
    stale = (
        Notice.objects.filter(read_at__lt=now - timedelta(days=90)),
        Autosave.objects.stale(now),
        EditLock.objects.filter(heard_at__lt=now - timedelta(days=1)),
        PreviewLink.objects.filter(expires_at__lt=now - timedelta(days=90)),
        Sighting.objects.filter(counted_at__lt=int(now.timestamp()) - 2 * 86_400),
        HourlyCount.objects.filter(hour__lt=int(now.timestamp()) // 3600 - 35 * 24),
        SearchCount.objects.stale(now),
        # A file that is older than this is on no disk any more.
        CountedBatch.objects.filter(counted_at__lt=now - timedelta(days=7)),
    )
    # A part at a time, so that nobody waits for a table; the worker comes back while there is more.
    return sum(_forget(rows) for rows in stale)


def _forget(rows: QuerySet) -> int:
    some = list(rows.order_by().values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    return rows.model.objects.filter(pk__in=some).delete()[0] if some else 0
