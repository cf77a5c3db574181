import time
from datetime import UTC, datetime

import pytest
from django.conf import settings as configured

from maseer import tasks
from maseer.lib import throttle
from maseer.models import Throttle
from tests.at_once import at_once

BEGIN = 1_800_000_000.25
NOBODY_ANSWERS = "redis://127.0.0.1:1/0"


@pytest.fixture
def clock(monkeypatch):
    now = [BEGIN]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


@pytest.fixture(params=["table", "redis", "redis away"])
def store(request, settings):
    """Each way of counting. Redis is tried where the suite has one."""
    if request.param == "redis" and not configured.REDIS_URL:
        pytest.skip("REDIS_URL is not set")
    if request.param == "table":
        settings.REDIS_URL = ""
    if request.param == "redis away":
        settings.REDIS_URL = NOBODY_ANSWERS
        throttle._redis.cache_clear()
    return request.param


@pytest.mark.django_db
def test_no_stretch_of_that_length_has_more_than_the_limit(clock, store):
    for minute in range(5):
        clock[0] = BEGIN + 600 * minute
        throttle.count("a", limit=5, seconds=3600)
    for later, wait in ((2401, 1199), (3599, 1)):
        clock[0] = BEGIN + later
        with pytest.raises(throttle.TooMany) as refused:
            throttle.count("a", limit=5, seconds=3600)
        assert abs(refused.value.wait - wait) <= 1
    throttle.count("b", limit=5, seconds=3600)
    # Each is forgotten an hour after it came, not at the full hour.
    for minute in range(5):
        clock[0] = BEGIN + 3600 + 600 * minute
        throttle.count("a", limit=5, seconds=3600)
        with pytest.raises(throttle.TooMany):
            throttle.count("a", limit=5, seconds=3600)


@pytest.mark.django_db
def test_what_is_given_back_was_never_counted(clock, store):
    places = [throttle.count("a", limit=3, seconds=60) for clock[0] in (BEGIN, BEGIN + 1, BEGIN + 1)]
    with pytest.raises(throttle.TooMany):
        throttle.count("a", limit=3, seconds=60)
    places[1].give_back()
    throttle.count("a", limit=3, seconds=60)
    with pytest.raises(throttle.TooMany):
        throttle.count("a", limit=3, seconds=60)


@pytest.mark.django_db
def test_it_is_counted_where_the_settings_say(store):
    throttle.count("a", limit=3, seconds=60)
    assert Throttle.objects.exists() == (store != "redis")


@pytest.mark.django_db
def test_a_redis_that_goes_away_meanwhile_is_no_way_past_the_limit(settings):
    settings.REDIS_URL = NOBODY_ANSWERS
    throttle._redis.cache_clear()
    for _ in range(3):
        throttle.count("a", limit=3, seconds=60)
    with pytest.raises(throttle.TooMany):
        throttle.count("a", limit=3, seconds=60)
    # While it rests it is not asked, so that nobody waits for it; afterwards it is.
    redis = throttle._redis(NOBODY_ANSWERS)
    with pytest.raises(ConnectionError, match="a moment ago"):
        redis.give_back("a", BEGIN)
    redis.rests_until = 0
    with pytest.raises(ConnectionError, match="does not answer"):
        redis.give_back("a", BEGIN)


@pytest.mark.django_db
def test_what_counts_no_more_is_forgotten(settings):
    settings.REDIS_URL = ""
    Throttle.objects.create(key="over", ends_at=datetime(2020, 1, 1, tzinfo=UTC))
    throttle.count("now", limit=5, seconds=3600)
    assert tasks.prune() == 1
    assert Throttle.objects.get().key == "now"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_the_limit_pass(store):
    def count():
        passed = 0
        for _ in range(5):
            try:
                throttle.count("a", limit=7, seconds=3600)
                passed += 1
            except throttle.TooMany:
                pass
        return passed

    assert sum(at_once(*[count] * 4)) == 7
