import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.utils.functional import SimpleLazyObject

import accounts.tasks
import articles.counting
import articles.tasks
import images.tasks
import maseer.tasks
from maseer.lib import house_style
from maseer.models import Lease
from pages.models import SiteSettings

log = logging.getLogger("maseer.worker")

# What one task may die of without taking the others with it: the world (disk, network, database, memory) and the
# usual mistakes in a program. Anything else ends the worker, which is started again from outside.
FAILURES = (
    *(OSError, DatabaseError, MemoryError, ImproperlyConfigured, ObjectDoesNotExist),
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
)
PAUSE = 30  # seconds until a task that failed is tried again


@dataclass(frozen=True)
class Task:
    name: str
    do: Callable[[], int]
    every: float
    # Longer than one run ever takes; after it another worker may take the task from a dead one. None: the task itself
    # is right with any number of workers at once, and nobody waits for a dead one.
    lease: int | None = 300


TASKS = (
    Task("mail", maseer.tasks.send_mail, every=5),
    Task("resets", accounts.tasks.answer_resets, every=2, lease=None),
    Task("renditions", images.tasks.make_renditions, every=2),
    Task("renewal", images.tasks.renew, every=600),
    Task("announce", articles.tasks.announce, every=5, lease=None),
    Task("remind", articles.tasks.remind, every=30, lease=None),
    Task("counts", articles.counting.take_over, every=2, lease=None),
    # A dead worker's lease holds the lists up no longer than this.
    Task("most read", articles.tasks.list_most_read, every=30, lease=30),
    Task("search", articles.tasks.read_for_search, every=5),
    Task("search index", articles.tasks.merge_search_index, every=3600),
    Task("prune", maseer.tasks.prune, every=3600),
    Task("prune accounts", accounts.tasks.prune, every=3600),
    Task("prune newsroom", articles.tasks.prune, every=3600),
)


class Command(BaseCommand):
    help = "Does the background work that is due. Any number of them may run; a killed one loses nothing."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args, once, **options):
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        self.failed = set()
        if once:
            for task in TASKS:
                while self.attempt(task) == 0:
                    pass
            if self.failed:
                raise CommandError(f"Failed: {', '.join(sorted(self.failed))}. The log says why.")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        due = dict.fromkeys(TASKS, 0.0)
        while not stop.is_set():
            for task in TASKS:
                if time.monotonic() >= due[task] and not stop.is_set():
                    due[task] = self.attempt(task) + time.monotonic()
                    # One that broke must not fail the next task too.
                    close_old_connections()
            stop.wait(1)

    def attempt(self, task: Task) -> float:
        """Seconds until the task is due again: none while there is more to do."""
        try:
            with house_style.of(SimpleLazyObject(SiteSettings.load)):
                return 0 if self.run(task) else task.every
        except FAILURES:
            log.exception("task %s failed", task.name)
            self.failed.add(task.name)
            return max(task.every, PAUSE)

    def run(self, task: Task) -> int:
        if task.lease is None:
            done = task.do()
        elif Lease.take(task.name, self.holder, task.lease):
            try:
                done = task.do()
            finally:
                Lease.release(task.name, self.holder)
        else:
            return 0
        if done:
            self.stdout.write(f"{task.name}: {done}")
        return done
