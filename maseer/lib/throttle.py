"""How often somebody may do something, counted in the shared cache and so across all processes."""

import time

from django.core.cache import cache


class TooMany(Exception):
    """The limit is reached; `wait` seconds from now there is room again."""

    def __init__(self, wait: int):
        super().__init__(wait)
        self.wait = wait


def count(key: str, limit: int, seconds: int) -> None:
    """Counts one more in the current window of `seconds`. Raises TooMany past `limit`."""
    now = time.time()
    window = int(now // seconds)
    slot = f"throttle:{key}:{window}"
    if cache.add(slot, 1, seconds):
        return
    if cache.incr(slot) > limit:
        raise TooMany(wait=int((window + 1) * seconds - now) + 1)
