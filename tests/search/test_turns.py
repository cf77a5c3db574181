"""Searches of one process wait for each other where the database works in it."""

import ctypes
import threading
import time

import pytest
from django.db import connection

from articles import search as searching
from articles.models import SearchTally
from articles.search.turns import Turns, in_turn
from tests.at_once import at_once
from tests.factories import article

# Seconds in which a thread that may go on surely does, and in which all have.
WAIT, LONG = 0.05, 10


def test_first_come_first_served_and_one_at_a_time():
    turns, served, inside = Turns(), [], []

    def come(number):
        with turns.turn():
            inside.append(number)
            assert len(inside) == 1
            served.append(number)
            time.sleep(0.001)
            inside.remove(number)
        # Who asks again at once waits behind those who wait: it would stand among the first five.
        with turns.turn():
            served.append(number + 10)

    with turns.turn():
        threads = [threading.Thread(target=come, args=(number,), daemon=True) for number in range(5)]
        for number, thread in enumerate(threads):
            thread.start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
        assert served == []
    for thread in threads:
        thread.join(LONG)
    assert served[:5] == [0, 1, 2, 3, 4]
    # Those who ask again do so in whatever order they run.
    assert sorted(served[5:]) == [10, 11, 12, 13, 14]


def test_who_is_interrupted_while_waiting_leaves_the_queue():
    turns = Turns()
    interrupted = threading.Event()

    def wait_in_vain():
        with pytest.raises(KeyboardInterrupt), turns.turn():
            raise AssertionError("never its turn")
        interrupted.set()

    with turns.turn():
        thread = threading.Thread(target=wait_in_vain, daemon=True)
        thread.start()
        while not turns._waiting:
            time.sleep(0.001)
        interrupt = ctypes.py_object(KeyboardInterrupt)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), interrupt)
        # It is raised once the thread runs again: as if its turn had come, but it has not.
        turns._waiting[0].set()
        assert interrupted.wait(LONG)
        assert not turns._waiting
    assert not turns._is_taken


def test_a_search_that_fails_gives_its_turn_away():
    turns = Turns()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), turns.turn():
            1 / 0  # noqa: B018
    with turns.turn():
        pass


@pytest.mark.django_db(transaction=True)
def test_on_sqlite_one_search_of_a_process_at_a_time_on_postgresql_all():
    inside, most = set(), []

    takes_turns = connection.vendor == "sqlite"
    all_inside = threading.Barrier(1 if takes_turns else 3, timeout=LONG)

    @in_turn
    def ask():
        inside.add(threading.get_ident())
        all_inside.wait()
        time.sleep(WAIT)
        most.append(len(inside))
        inside.discard(threading.get_ident())

    at_once(*[ask] * 3)
    assert max(most) == (1 if takes_turns else 3)


@pytest.mark.django_db(transaction=True)
def test_many_search_and_are_suggested_to_at_once():
    text = article(title="كناري في القفص")
    SearchTally.add_up()

    def ask():
        return searching.search("كناري").articles, searching.suggest("كنا").articles

    assert at_once(*[ask] * 8) == [([text], [text])] * 8
