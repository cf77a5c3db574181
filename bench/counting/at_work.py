"""A paper at work: web server and worker as processes that can be killed, and readers who come to it.

Every view is of another visitor, so that all of them should count, each once.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
REQUEST = (
    "POST /seen HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {agent}\r\nAccept-Language: ar\r\n"
    "Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: {address}\r\nContent-Length: {length}\r\n\r\n{said}"
)
ANSWERED = b"HTTP/1.1 204"
PATIENCE = 60  # seconds for processes to come up, on a machine that does other things


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Paper:
    def __init__(self, workers: int, **environment: str):
        self.port = free_port()
        # The readers' addresses are what the proxy says: all of them come from this machine.
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "maseer.settings",
            "BEHIND_PROXY": "1",
            "LOG_LEVEL": "ERROR",
            **environment,
        }
        self.web = self._start_web(workers)
        self.worker = self._start("django", "worker")
        self._wait_until_it_answers()

    def _start_web(self, workers: int) -> subprocess.Popen:
        self.workers = workers
        return self._start(
            *("granian", "--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4"),
            *("--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "10"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--no-ws", "--log-level", "error"),
            "maseer.wsgi:application",
        )

    def _start(self, *module: str) -> subprocess.Popen:
        return subprocess.Popen(  # noqa: S603  our own modules, no shell
            [sys.executable, "-m", *module],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _wait_until_it_answers(self) -> None:
        for _ in range(PATIENCE * 10):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.1)
        raise RuntimeError("the web server does not answer")

    def web_processes(self) -> list[int]:
        """Those that answer; their parent only starts them anew."""
        try:
            children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(pid) for pid in children.split() if not _is_the_tracker(pid)]

    def kill_worker(self) -> None:
        """At once and without a word; whoever watches it starts it again."""
        self.worker.kill()
        self.worker.wait()
        self.worker = self._start("django", "worker")

    def kill_web(self, chance: random.Random) -> None:
        """One of those that answer."""
        for _ in range(PATIENCE * 10):
            if answering := self.web_processes():
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(answering), signal.SIGKILL)
                return
            if self.web.poll() is not None:
                # One that dies twice in a few seconds ends the server, which whoever watches it starts again.
                self.web = self._start_web(self.workers)
            time.sleep(0.1)

    def restart(self) -> None:
        """As after an update: new processes answer, the old ones end what they have begun."""
        self.web.send_signal(signal.SIGHUP)

    def stop(self, number: int = signal.SIGTERM) -> None:
        for process in (self.web, self.worker):
            with suppress(ProcessLookupError):
                process.send_signal(number)
        for process in (self.web, self.worker):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _is_the_tracker(pid: str) -> bool:
    """Python's own helper process, which answers nobody."""
    with suppress(OSError):
        return b"tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return True


class Reader(Thread):
    """Says that a text was read, again and again. `answered` were answered; of `unanswered` nobody knows."""

    def __init__(self, number: int, port: int, article: int, views: int, ends: Event | None = None):
        super().__init__(daemon=True)
        self.number, self.port, self.article, self.views = number, port, article, views
        self.ends = ends or Event()
        self.answered = self.unanswered = 0
        self.connection: socket.socket | None = None

    def run(self) -> None:
        tries = 0
        while self.answered < self.views and not self.ends.is_set():
            tries += 1
            self._say(tries)
        self._hang_up()

    def _say(self, visit: int) -> None:
        if self.connection is None:
            try:
                self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            except OSError:
                time.sleep(0.05)
                return
        said = f"r {self.article}"
        address = f"2001:db8:{self.number:x}:{visit >> 16:x}::{visit & 0xFFFF:x}"
        request = REQUEST.format(agent=AGENT, address=address, length=len(said), said=said).encode()
        try:
            self.connection.sendall(request)
            answer = self.connection.recv(4096)
        except OSError:
            answer = b""
        if answer.startswith(ANSWERED):
            self.answered += 1
        else:
            self.unanswered += 1
            self._hang_up()

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
