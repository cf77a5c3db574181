"""Who searches when, where the database works inside our own process as SQLite does.

Most of a search is Python's work, of which a process does one thing at a time. Searches that interrupt each other all
come late; in the order in which they were asked, none waits much longer than another (docs/search.md has figures).
"""

from collections import deque
from contextlib import contextmanager
from functools import wraps
from threading import Event, Lock

from django.db import connection


class Turns:
    """One at a time, first come, first served. A lock alone serves whoever happens to run: some wait very long."""

    def __init__(self):
        self._is_taken = False
        self._waiting: deque[Event] = deque()
        self._changing = Lock()

    @contextmanager
    def turn(self):
        mine = self._queued()
        try:
            if mine:
                mine.wait()
            yield
        finally:
            self._leave(mine)

    def _queued(self) -> Event | None:
        """What is set when it is our turn; None where it is now."""
        with self._changing:
            if not self._is_taken:
                self._is_taken = True
                return None
            mine = Event()
            self._waiting.append(mine)
            return mine

    def _leave(self, mine: Event | None) -> None:
        with self._changing:
            if mine in self._waiting:
                # Interrupted before it was our turn.
                self._waiting.remove(mine)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


def in_turn(ask):
    """Calls of this function wait for each other, and for no other's. It must not call itself."""
    turns = Turns()

    @wraps(ask)
    def asked_in_turn(*args, **options):
        if connection.vendor != "sqlite":
            return ask(*args, **options)
        with turns.turn():
            return ask(*args, **options)

    return asked_in_turn
