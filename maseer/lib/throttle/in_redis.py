"""Limits counted in Redis: a list for each key, with the moments that still count."""

import time

from django.conf import settings
from redis import Redis as Client
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

# One that does not answer is asked again so many seconds later, so that not every request waits for it.
REST = 5
TIMEOUT = 1

# Redis runs a script as one step.
TAKE = """
local now, seconds, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local oldest = redis.call('LINDEX', KEYS[1], 0)
while oldest and tonumber(oldest) <= now - seconds do
    redis.call('LPOP', KEYS[1])
    oldest = redis.call('LINDEX', KEYS[1], 0)
end
if redis.call('LLEN', KEYS[1]) >= limit then
    return redis.call('LINDEX', KEYS[1], -limit)
end
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], seconds + 1)
return false
"""


class Redis:
    def __init__(self, url: str):
        # Once more at once, for connections that a restart of Redis has cut.
        self.client = Client.from_url(
            url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 1)
        )
        self.script = self.client.register_script(TAKE)
        self.rests_until = 0.0

    def take(self, key: str, limit: int, seconds: int, now: float) -> float | None:
        first = self._ask(lambda: self.script(keys=[self._name(key)], args=[repr(now), seconds, limit]))
        return None if first is None else float(first)

    def give_back(self, key: str, moment: float) -> None:
        self._ask(lambda: self.client.lrem(self._name(key), 1, repr(moment)))

    def _name(self, key: str) -> str:
        # As the cache does, for whoever shares one Redis with others.
        return f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:throttle:{key}"

    def _ask(self, question):
        if time.monotonic() < self.rests_until:
            raise ConnectionError("Redis did not answer a moment ago")
        try:
            return question()
        except (RedisError, OSError) as error:
            self.rests_until = time.monotonic() + REST
            raise ConnectionError(f"Redis does not answer: {error}") from error
