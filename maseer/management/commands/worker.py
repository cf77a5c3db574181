import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management.base import BaseCommand
from django.db import close_old_connections

import images.tasks
import maseer.tasks
from maseer.models import Lease


@dataclass(frozen=True)
class Task:
    name: str
    do: Callable[[], int]
    every: float
    # Longer than one run ever takes; after it another worker may take the task from a dead one.
    lease: int = 300


TASKS = (
    Task("mail", maseer.tasks.send_mail, every=5),
    Task("renditions", images.tasks.make_renditions, every=2),
    Task("prune", maseer.tasks.prune, every=3600),
)


class Command(BaseCommand):
    help = "Does the background work that is due. Any number of them may run; a killed one loses nothing."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args, once, **options):
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        if once:
            for task in TASKS:
                while self.run(task):
                    pass
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        due = dict.fromkeys(TASKS, 0.0)
        while not stop.is_set():
            for task in TASKS:
                if time.monotonic() >= due[task] and not stop.is_set():
                    done = self.run(task)
                    due[task] = time.monotonic() + (0 if done else task.every)
            close_old_connections()
            stop.wait(1)

    def run(self, task: Task) -> int:
        if not Lease.take(task.name, self.holder, task.lease):
            return 0
        try:
            done = task.do()
        finally:
            Lease.release(task.name, self.holder)
        if done:
            self.stdout.write(f"{task.name}: {done}")
        return done
