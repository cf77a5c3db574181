"""How often somebody may do something, counted in the database and so across all processes."""

import time
from datetime import UTC, datetime

from django.db.models import F

from maseer.models import Throttle


class TooMany(Exception):
    """The limit is reached; `wait` seconds from now there is room again."""

    def __init__(self, wait: int):
        super().__init__(wait)
        self.wait = wait


def count(key: str, limit: int, seconds: int) -> None:
    """Counts one more in the current window of `seconds`. Raises TooMany past `limit`."""
    now = time.time()
    end = (now // seconds + 1) * seconds
    window = {"key": key, "ends_at": datetime.fromtimestamp(end, UTC)}
    Throttle.objects.bulk_create([Throttle(**window)], ignore_conflicts=True)
    # One statement looks and counts: of two that come together for the last place, one gets it.
    if not Throttle.objects.filter(**window, count__lt=limit).update(count=F("count") + 1):
        raise TooMany(wait=int(end - now) + 1)
