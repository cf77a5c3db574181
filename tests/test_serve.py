"""`manage.py serve`, as `make run` starts it: in a process of its own, on a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


@pytest.fixture
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def server(port, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "maseer.settings",
        "SITE_URL": f"http://localhost:{port}",
        "PORT": str(port),
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/maseer.sqlite3",
        "REDIS_URL": "",
        "DEMO": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def answer(port):
    with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as response:
        return response.status


def wait_for_answer(port, seconds=60):
    for _ in range(seconds * 5):
        try:
            return answer(port)
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail(f"no answer in {seconds} s")


def test_it_serves_on_an_empty_folder_and_stops_without_leaving_anybody_behind(server, port, tmp_path):
    assert wait_for_answer(port) == 200
    assert (tmp_path / "maseer.sqlite3").exists()
    assert (tmp_path / "static" / "staticfiles.json").exists()
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=30) == 0
    assert f"http://localhost:{port}" in server.stdout.read().decode()
    with pytest.raises(urllib.error.URLError):
        answer(port)


@pytest.fixture
def tables(kept_tables, tmp_path):
    """Made before it starts, if another test has made them already."""
    if kept_tables.exists():
        shutil.copy(kept_tables, tmp_path / "maseer.sqlite3")


def test_it_leaves_nobody_behind_even_when_it_is_killed(tables, server, port):
    wait_for_answer(port)
    server.kill()
    server.wait()
    for _ in range(100):
        try:
            answer(port)
        except urllib.error.URLError:
            return
        except ConnectionError:
            # It took the question and died before it answered; the next one finds nobody.
            pass
        time.sleep(0.2)
    pytest.fail("the port is still in use")


def test_it_says_which_port_to_take_when_this_one_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} is in use .* PORT={port + 1} make run"):
            call_command("serve")
