"""What readers look for: words and numbers, nothing of who looked."""

import re
from datetime import timedelta

from django.db import connection, models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic

KEPT = timedelta(days=90)
LONGEST = 80
# Addresses and numbers of telephones or cards are somebody's.
PERSONAL = re.compile(r"@|\d[\d\s()/.+-]{5,}\d")

NOTE = """\
INSERT INTO "articles_searchcount" AS counted (day, words, times, found_nothing) VALUES (%s, %s, 1, %s)
ON CONFLICT (day, words) DO UPDATE SET
    times = counted.times + 1,
    found_nothing = counted.found_nothing + excluded.found_nothing
"""


class SearchCountQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(day__gte=day)

    def stale(self, now):
        return self.filter(day__lt=timezone.localdate(now) - KEPT)

    def in_order(self, by: str):
        """The words with their numbers over all days, those first that have most of it."""
        summed = self.order_by().values("words").annotate(asked=Sum("times"), missed=Sum("found_nothing"))
        return summed.filter(**{f"{by}__gt": 0}).order_by(f"-{by}", "words")


class SearchCount(models.Model):
    """How often words were looked for on a day of the paper's calendar, folded, and how often they found nothing."""

    day = models.DateField()
    words = models.CharField(max_length=LONGEST)
    times = models.PositiveIntegerField()
    found_nothing = models.PositiveIntegerField()

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of searches")
        verbose_name_plural = _("counts of searches")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="search_count_once")]

    def __str__(self):
        return f"{self.words} {self.day}: {self.times}"

    @classmethod
    def note(cls, text: str, found: bool) -> None:
        """One statement, which waits for nobody. What is somebody's, and what is too long to be words, is not kept."""
        words = " ".join(arabic.words(text))
        if words and len(words) <= LONGEST and not PERSONAL.search(arabic.ascii_digits(text)):
            with connection.cursor() as cursor:
                cursor.execute(NOTE, [timezone.localdate(), words, 0 if found else 1])
