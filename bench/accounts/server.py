"""The paper as it is served, and a browser as plain as can be."""

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings

from maseer.management.commands.serve import die_with_parent, end

HOST = "127.0.0.1"
SLOWEST_START = 60  # seconds


class Server:
    """Granian with so many processes. It takes us for its proxy, so that one client can come from many addresses."""

    def __init__(self, workers: int, redis: str = ""):
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.workers = workers
        self.environment = {
            **os.environ,
            "SITE_URL": f"http://localhost:{self.port}",
            "ALLOWED_HOSTS": "localhost",
            "BEHIND_PROXY": "1",
            "REDIS_URL": redis,
            "LOG_LEVEL": "ERROR",
        }

    def __enter__(self) -> "Server":
        manage = [sys.executable, "manage.py"]
        collect = [*manage, "collectstatic", "--no-input", "-v", "0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, env=self.environment, check=True)  # noqa: S603
        serve = [
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--host",
                HOST,
                "--port",
                str(self.port),
            ),
            *("--workers", str(self.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "error"),
            "maseer.wsgi:application",
        ]
        # Refusals are what is asked for here, by the hundred; each is a line of its log.
        with (settings.VAR_DIR / "server.log").open("w") as log:
            self.process = subprocess.Popen(  # noqa: S603
                serve,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        until = time.monotonic() + SLOWEST_START
        while time.monotonic() < until:
            with suppress(OSError):
                Browser(self).get("/accounts/login/")
                return self
            time.sleep(0.2)
        raise SystemExit("accounts: the server did not start")

    def __exit__(self, *failure) -> None:
        end(self.process)


class Browser:
    """One connection, one address, the cookies it was given."""

    def __init__(self, server: Server, address: str = ""):
        self.line = http.client.HTTPConnection(HOST, server.port, timeout=120)
        self.host = f"localhost:{server.port}"
        self.address = address or any_address()
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str):
        answer = self._ask("GET", path)
        if found := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text):
            self.token = found[1]
        return answer

    def post(self, path: str, **typed):
        return self._ask("POST", path, urlencode({**typed, "csrfmiddlewaretoken": self.token}))

    def _ask(self, method: str, path: str, body: str = ""):
        headers = {
            "Host": self.host,
            # Forged, and then what the proxy saw.
            "X-Forwarded-For": f"{any_address()}, {self.address}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        answer.text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        return answer


def any_address() -> str:
    return ".".join(["10", *(str(random.randrange(256)) for _ in range(3))])  # noqa: S311
