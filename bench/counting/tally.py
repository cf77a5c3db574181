"""What was stored, against what was said."""

import shutil
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from articles import counting
from articles.models import (
    ArticleCount,
    CountedBatch,
    DailyCount,
    HourlyCount,
    MostRead,
    ShareCount,
    Sighting,
)


@dataclass(frozen=True)
class Tally:
    answered: int
    unanswered: int
    stored: int
    twice: int
    agrees: bool

    @property
    def lost(self) -> int:
        """Of those that were answered. Those that were not may be stored or not."""
        return max(self.answered - self.stored, 0)

    @property
    def is_possible(self) -> bool:
        return self.stored <= self.answered + self.unanswered and not self.twice and self.agrees


def tally(answered: int, unanswered: int) -> Tally:
    views = {
        model: model.objects.aggregate(Sum("views"))["views__sum"] or 0
        for model in (ArticleCount, DailyCount, HourlyCount)
    }
    seen = Sighting.objects.filter(what="r")
    # Nobody came twice: each visitor has a line of his own, noted once.
    twice = views[ArticleCount] - seen.count() + seen.filter(times__gt=1).count()
    return Tally(answered, unanswered, views[ArticleCount], twice, len(set(views.values())) == 1)


def drain() -> float:
    """Takes over what is left, as the worker would. Returns the seconds."""
    began = time.perf_counter()
    while counting.take_over():
        pass
    return time.perf_counter() - began


def clear() -> None:
    for model in (ArticleCount, CountedBatch, DailyCount, HourlyCount, MostRead, ShareCount, Sighting):
        model.objects.all().delete()
    shutil.rmtree(settings.VAR_DIR / "spool", ignore_errors=True)
