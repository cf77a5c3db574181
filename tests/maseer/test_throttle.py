import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from maseer import tasks
from maseer.lib import throttle
from maseer.models import Throttle

BEGIN = 1_800_000_000  # a whole hour


@pytest.fixture
def clock(monkeypatch):
    now = [BEGIN]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


@pytest.mark.django_db
def test_a_window_is_as_long_as_was_asked(clock):
    for minute in range(5):
        clock[0] = BEGIN + 60 * minute
        throttle.count("a", limit=5, seconds=3600)
    for later, wait in ((5 * 60 + 1, 3299), (3599, 1)):
        clock[0] = BEGIN + later
        with pytest.raises(throttle.TooMany) as refused:
            throttle.count("a", limit=5, seconds=3600)
        assert abs(refused.value.wait - wait) <= 1
    throttle.count("b", limit=5, seconds=3600)
    clock[0] = BEGIN + 3600
    throttle.count("a", limit=5, seconds=3600)


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten():
    Throttle.objects.create(key="over", ends_at=datetime(2020, 1, 1, tzinfo=UTC))
    throttle.count("now", limit=5, seconds=3600)
    assert tasks.prune() == 1
    assert Throttle.objects.get().key == "now"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_the_limit_pass(clock):
    barrier, passed, refused = threading.Barrier(4), [], []

    def count():
        barrier.wait()
        for _ in range(5):
            try:
                throttle.count("a", limit=7, seconds=3600)
                passed.append(1)
            except throttle.TooMany:
                refused.append(1)
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), len(refused)) == (7, 13)
