"""Guessing accounts by time, and limits under fifty clients at once, against a real server with the real hashes.

BENCH_TRIES (500) sets how often each kind of account is tried, BENCH_CLIENTS (50) how many come at once, REDIS_URL
where the second kind of counting is (none: only the table is tried). On an idle machine: it measures milliseconds.
"""

import os

from django.db import connection

from bench import paper
from bench.accounts import guessing, limits
from bench.accounts.server import Server
from bench.newsroom import cast

REDIS = os.environ.get("REDIS_URL", "")


def run() -> None:
    paper.prepare()
    with Server(workers=1) as server:
        cast.say(f"{connection.vendor}, one process")
        guessing.run(server)
    for store in ["", REDIS] if REDIS else [""]:
        with Server(workers=4, redis=store) as server:
            cast.say(f"{connection.vendor}, four processes, limits in {'Redis' if store else 'the table'}")
            limits.run(server)
    if cast.failed:
        raise SystemExit("accounts: " + "; ".join(cast.failed))
