"""A web server and a worker, killed while people read: nothing that was answered is lost, nothing is counted twice.

The same at full size: `make bench ARGS=counting`.
"""

import os
import random
import time

import pytest
from django.db import connection

from articles import counting
from bench.counting.at_work import Paper, Reader
from bench.counting.tally import tally
from tests import factories

READERS, KILLS = 6, 2
# The web server writes, the worker counts; of what both do at these moments nothing may get lost.
MOMENTS = random.Random(5)  # noqa: S311  moments

pytestmark = pytest.mark.django_db(transaction=True)


def database() -> str:
    """The address of the database of the tests, for other processes."""
    has = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{has['NAME']}"
    return f"postgres://{has['USER']}:{has['PASSWORD']}@{has['HOST']}:{has['PORT']}/{has['NAME']}"


@pytest.fixture
def paper(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    running = Paper(2, VAR_DIR=str(tmp_path), DATABASE_URL=database(), REDIS_URL="", DATABASE_POOL="2")
    yield running
    running.stop()


def readers_of(paper, texts, views: int) -> list[Reader]:
    started = [Reader(number, paper.port, texts[number % len(texts)].pk, views) for number in range(READERS)]
    for reader in started:
        reader.start()
    return started


def counted(readers: list[Reader]):
    for reader in readers:
        reader.join(60)
    return tally(sum(reader.answered for reader in readers), sum(reader.unanswered for reader in readers))


def test_what_is_answered_is_stored_once_whoever_is_killed(paper):
    texts = [factories.article() for _ in range(3)]
    readers = readers_of(paper, texts, 10**9)
    for _ in range(KILLS):
        time.sleep(MOMENTS.uniform(0.2, 0.8))
        paper.kill_web(MOMENTS)
        time.sleep(MOMENTS.uniform(0.2, 0.8))
        paper.kill_worker()
    time.sleep(0.5)
    for reader in readers:
        reader.ends.set()
    for reader in readers:
        reader.join(20)
    paper.stop()
    while counting.take_over():
        pass
    found = counted(readers)
    assert found.answered > 100
    assert found.lost == 0
    assert found.is_possible, found
    assert not list((counting.settings.VAR_DIR / "spool").glob("*.events"))


def test_without_a_crash_every_view_is_counted_and_the_worker_comes_by_itself(paper):
    texts = [factories.article() for _ in range(3)]
    readers = readers_of(paper, texts, 50)
    found = counted(readers)
    for _ in range(200):
        if found.stored == READERS * 50:
            break
        time.sleep(0.1)
        found = counted(readers)
    assert (found.answered, found.unanswered, found.stored) == (READERS * 50, 0, READERS * 50)
    assert found.is_possible


def test_the_database_is_that_of_the_tests():
    assert os.fspath(connection.settings_dict["NAME"]) in database()
