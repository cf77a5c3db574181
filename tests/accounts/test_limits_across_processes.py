"""Four processes try at once, each with a memory of its own: together they get what one would."""

import json
import os
import random
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import user

PROCESSES, TRIES = 4, 12
ROOT = Path(__file__).resolve().parents[2]

# They part before they have any connection, and say each thing in one piece. Who is ready waits for a line.
TRY = f"""
import os, sys
import django
django.setup()
from django.test import Client
login, address = sys.argv[1:]
for _ in range({PROCESSES - 1}):
    if not os.fork():
        break
client = Client(SERVER_NAME="localhost")
client.get("/accounts/login/")
os.write(1, b"ready\\n")
os.read(0, 1)
typed = {{"login": login, "password": "wrong"}}
answers = [client.post("/accounts/login/", typed, REMOTE_ADDR=address).status_code for _ in range({TRIES})]
os.write(1, f"{{answers}}\\n".encode())
"""


@pytest.fixture(params=["table", "redis"])
def environment(request):
    if request.param == "redis" and not settings.REDIS_URL:
        pytest.skip("REDIS_URL is not set")
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database,
        "REDIS_URL": settings.REDIS_URL if request.param == "redis" else "",
    }


@pytest.mark.django_db(transaction=True)
def test_ten_wrong_tries_are_ten_in_all_processes_together(environment):
    # Redis is shared with other runs of the tests.
    name = f"owner-{uuid.uuid4().hex}"
    address = f"10.{random.randrange(256)}.{random.randrange(256)}.7"  # noqa: S311
    user(name)
    running = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", TRY, name, address],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(PROCESSES):
        assert running.stdout.readline() == "ready\n"
    told, _ = running.communicate("\n" * PROCESSES, timeout=120)
    answers = [status for line in told.splitlines() for status in json.loads(line)]
    assert len(answers) == PROCESSES * TRIES
    assert answers.count(200) == 10
    assert answers.count(429) == PROCESSES * TRIES - 10
