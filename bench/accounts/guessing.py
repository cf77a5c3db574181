"""S5: whether an answer, or how long it takes, tells that there is such an account."""

import itertools
import os
import random
import re
import secrets
import statistics
import time
from math import erfc, sqrt

from django.contrib.auth.hashers import make_password

from accounts.models import ResetRequest, User
from bench.accounts.server import Browser, Server, any_address
from bench.newsroom.cast import say

TRIES = int(os.environ.get("BENCH_TRIES", "500"))
WARM_UP = 5
MOST_MS, MOST_RATIO = 5, 0.05
# Names of one length each. The first is the one the others are compared with.
NOBODY = "unknown"
KINDS = {
    "present": {},
    "dormant": {"is_active": False},
    "keyless": {"password": make_password(None)},
}


def run(server: Server) -> None:
    # Each name is tried once: no limit is met.
    series = secrets.token_hex(4)
    hashed = {"password": make_password("the right one"), "is_staff": True}
    for kind, fields in KINDS.items():
        User.objects.bulk_create(
            User(username=name(kind, series, number), email=f"{name(kind, series, number)}@paper.example")
            for number in range(TRIES + WARM_UP)
        )
        User.objects.filter(username__startswith=f"{kind}-{series}").update(**{**hashed, **fields})
    for what, path, typed in (
        ("signing in", "/accounts/login/", {"password": "a wrong one"}),
        ("asking for a new password", "/accounts/password/reset/", {}),
    ):
        compare(server, what, path, typed, series)
    ResetRequest.objects.filter(login__contains=series).delete()
    User.objects.filter(username__contains=series).delete()


def name(kind: str, series: str, number: int) -> str:
    return f"{kind}-{series}-{number:04}"


def compare(server: Server, what: str, path: str, typed: dict, series: str) -> None:
    browser = Browser(server)
    browser.get(path)
    kinds = [NOBODY, *KINDS]
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    answers: dict[str, set] = {kind: set() for kind in kinds}
    for number in range(TRIES + WARM_UP):
        # In another order each time, so that none always follows the same.
        for kind in random.sample(kinds, len(kinds)):
            login = name(kind, series, number)
            browser.address = any_address()
            begun = time.perf_counter()
            answer = browser.post(path, login=login, **typed)
            if number >= WARM_UP:
                times[kind].append((time.perf_counter() - begun) * 1000)
            answers[kind].add(without_tokens(answer, login))
    medians = {kind: statistics.median(found) for kind, found in times.items()}
    for kind in KINDS:
        apart = abs(medians[kind] - medians[NOBODY])
        say(
            f"{what}, {kind} / {NOBODY}: {medians[kind]:.2f} / {medians[NOBODY]:.2f} ms,"
            f" apart {apart:.2f} ms = {apart / medians[NOBODY]:.1%},"
            f" rank test p = {rank_test(times[kind], times[NOBODY]):.3f} ({TRIES} each)",
            less_than_5_ms=apart < MOST_MS,
            less_than_5_percent=apart < MOST_RATIO * medians[NOBODY],
        )
    different = set().union(*answers.values())
    say(f"{what}: {len(different)} answer for all kinds", the_same_answer=len(different) == 1)


def without_tokens(answer, login: str) -> tuple:
    """Status, headers, cookies and page, but for what is new in every answer."""
    headers = sorted(
        (name.lower(), re.sub(r"=[^;]{20,};", "=;", value))
        for name, value in answer.getheaders()
        if name.lower() not in {"date", "expires"}
    )
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.text).replace(login, "")
    return answer.status, tuple(headers), page


def rank_test(one: list[float], other: list[float]) -> float:
    """Mann-Whitney: how likely two series of one kind are as far apart as these."""
    ordered = sorted(itertools.chain(((value, 1) for value in one), ((value, 0) for value in other)))
    ranks = sum(rank for rank, (_value, is_one) in enumerate(ordered, 1) if is_one)
    n, m = len(one), len(other)
    expected, spread = n * (n + m + 1) / 2, sqrt(n * m * (n + m + 1) / 12)
    return erfc(abs(ranks - expected) / spread / sqrt(2))
