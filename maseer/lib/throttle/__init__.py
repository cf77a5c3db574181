"""How often somebody may do something: at most so often in any stretch of time of that length, in all processes.

Counted in Redis where there is one, else in the database. A Redis that does not answer is no way past a limit: then
the database counts.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from maseer.lib.throttle.in_table import Table

log = logging.getLogger("maseer.throttle")


class TooMany(Exception):
    """The limit is reached; `wait` seconds from now there is room again."""

    def __init__(self, wait: int):
        super().__init__(wait)
        self.wait = wait


class Store(Protocol):
    def take(self, key: str, limit: int, seconds: int, now: float) -> float | None:
        """Writes down `now`; or, where there are `limit` moments already, the one that must pass first.

        Looks and writes in one step: of two that come together for the last place, one gets it.
        """

    def give_back(self, key: str, moment: float) -> None:
        """Forgets one moment."""


@dataclass(frozen=True)
class Place:
    """What was counted once."""

    store: Store
    key: str
    moment: float

    def give_back(self) -> None:
        """For what turned out not to count. It is counted first all the same: others come at the same time."""
        try:
            self.store.give_back(self.key, self.moment)
        except ConnectionError as error:
            # Then it stays counted: rather too strict than too lax.
            log.warning("a place was not given back: %s", error)


def count(key: str, limit: int, seconds: int) -> Place:
    """Counts one more. Raises TooMany where there were `limit` in the last `seconds`."""
    now = time.time()
    for store in _stores():
        try:
            first = store.take(key, limit, seconds, now)
        except ConnectionError as error:
            log.warning("limits are counted in the database meanwhile: %s", error)
            continue
        if first is not None:
            raise TooMany(wait=max(int(first + seconds - now), 0) + 1)
        return Place(store, key, now)
    raise AssertionError  # the table raises what databases raise


TABLE = Table()


def _stores() -> tuple[Store, ...]:
    if settings.REDIS_URL:
        return _redis(settings.REDIS_URL), TABLE
    return (TABLE,)


@cache
def _redis(url: str) -> Store:
    # By name, as Django loads its backends: a small install has no Redis library.
    return import_string("maseer.lib.throttle.in_redis.Redis")(url)
