"""The embedded server: application server and worker, prepared, started, watched and stopped together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

HOST = "127.0.0.1"
GRANIAN = [
    *("--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--respawn-failed-workers"),
    # Not sooner: with a thread its connection goes.
    *("--blocking-threads-idle-timeout", "600"),
    *("--host", HOST, "--no-ws", "--log-level", "warning"),
]
TICK = 0.2  # seconds between two looks at the children
RESTART_PAUSE = 5  # seconds; a worker that cannot start must not fill the screen
PATIENCE = 15  # seconds for the requests and tasks under way when we stop


class Command(BaseCommand):
    help = "Serve the paper on http://localhost:PORT, with its background worker. PORT is 8000 if not set."

    def handle(self, **options):
        self.port = int(os.environ.get("PORT", 8000))
        refuse_taken(self.port)
        call_command("prepare", stdout=self.stdout)
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        self.server = start("granian", *GRANIAN, "--port", str(self.port), "maseer.wsgi:application")
        self.worker = start("django", "worker")
        try:
            self.watch()
        finally:
            end(self.server, self.worker)

    def stop(self, number, frame):
        self.stopping = True

    def watch(self):
        announced, started = False, time.monotonic()
        while not self.stopping:
            time.sleep(TICK)
            if not announced and answers(self.port):
                self.announce()
                announced = True
            if self.server.poll() is not None:
                raise CommandError(f"The application server stopped (exit code {self.server.returncode}).")
            if self.worker.poll() is not None and time.monotonic() > started + RESTART_PAUSE:
                self.stderr.write(
                    f"The worker stopped (exit code {self.worker.returncode}). Starting it again."
                )
                self.worker, started = start("django", "worker"), time.monotonic()

    def announce(self):
        accounts = settings.VAR_DIR / "demo-accounts.txt"
        self.stdout.write(f"\n  The paper: http://localhost:{self.port}/   its desk: /admin/   stop: Ctrl-C")
        if accounts.exists():
            self.stdout.write(f"  Demo accounts: {os.path.relpath(accounts)}")
        self.stdout.write("")
        self.stdout.flush()


def refuse_taken(port: int) -> None:
    """Both loopbacks: browsers try ::1 first for "localhost", and another program may be there."""
    for host in (HOST, "::1"):
        with suppress(OSError), socket.create_connection((host, port), timeout=1):
            raise CommandError(f"Port {port} is in use by another program. Try: PORT={port + 1} make run")


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def start(*module: str) -> subprocess.Popen:
    """In a session of its own, so that Ctrl-C comes to us alone and we stop it in order."""
    command = [sys.executable, "-m", *module]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "maseer.settings"}
    return subprocess.Popen(  # noqa: S603  our own modules, no shell
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, preexec_fn=die_with_parent
    )


def die_with_parent() -> None:
    """Linux only: should we be killed outright, the children must not keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def end(*children: subprocess.Popen) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
