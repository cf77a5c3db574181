"""S13: many clients at once against one limit; the owner gets in meanwhile."""

import os
import secrets
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from accounts.models import ResetRequest, User
from accounts.roles import Role
from bench.accounts.server import Browser, Server, any_address
from bench.newsroom.cast import say

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "50"))
EACH = 4
SIGN_IN, RESET = "/accounts/login/", "/accounts/password/reset/"


def run(server: Server) -> None:
    series = secrets.token_hex(4)
    owner = User.objects.create_user(f"owner-{series}", f"owner-{series}@paper.example", "the right one")
    owner.take_role(Role.CONTRIBUTOR)
    one_account(server, owner)
    many_names(server, series)
    resets(server, owner)
    searches(server)
    ResetRequest.objects.filter(login__contains=series).delete()
    owner.delete()


def storm(server: Server, address: str, path: str, typed) -> tuple[Counter, list[float]]:
    """So many browsers at one address, each so often; `typed` says what they send by their number."""
    browsers = [Browser(server, address) for _ in range(CLIENTS)]
    for browser in browsers:
        browser.get(path)

    def press(number: int) -> list[tuple[int, float]]:
        came = []
        for again in range(EACH):
            begun = time.perf_counter()
            answer = browsers[number].post(path, **typed(number * EACH + again))
            came.append((answer.status, time.perf_counter() - begun))
        return came

    with ThreadPoolExecutor(CLIENTS) as pool:
        came = list(chain.from_iterable(pool.map(press, range(CLIENTS))))
    return Counter(status for status, _took in came), [took for _status, took in came]


def tell(what: str, came: Counter, took: list[float], limit: int, **holds: bool) -> None:
    got_in = came.total() - came[429]
    middle = statistics.median(took) * 1000
    say(
        f"{what}: {got_in} of {came.total()} tries, the limit is {limit}; median {middle:.0f} ms",
        exactly_the_limit=got_in == min(limit, came.total()),
        no_error=not any(status >= 500 for status in came),
        **holds,
    )


def one_account(server: Server, owner: User) -> None:
    home = Browser(server, any_address())
    known = signed_in(home, owner) and "known_browser" in home.cookies
    attacker = any_address()

    def owner_comes() -> dict[str, bool]:
        elsewhere, neighbour = Browser(server), Browser(server, attacker)
        neighbour.cookies["known_browser"] = home.cookies["known_browser"]
        return {
            "the owner gets in from another network": signed_in(elsewhere, owner),
            "and from the attacker's with a known browser": signed_in(neighbour, owner),
            "but not with another": not signed_in(Browser(server, attacker), owner),
        }

    with ThreadPoolExecutor(1) as pool:
        # Well into the storm.
        meanwhile = pool.submit(lambda: time.sleep(2) or owner_comes())
        wrong = {"login": owner.username, "password": "a wrong one"}
        came, took = storm(server, attacker, SIGN_IN, lambda _number: wrong)
        held = meanwhile.result()
    tell(f"wrong passwords of one account, {CLIENTS} clients", came, took, 10, a_known_browser=known, **held)


def signed_in(browser: Browser, owner: User) -> bool:
    browser.get(SIGN_IN)
    return browser.post(SIGN_IN, login=owner.username, password="the right one").status == 302  # noqa: S106


def many_names(server: Server, series: str) -> None:
    came, took = storm(
        server,
        any_address(),
        SIGN_IN,
        lambda number: {"login": f"name-{series}-{number}", "password": "wrong"},
    )
    tell(f"wrong passwords of one address, {CLIENTS} clients", came, took, 30)


def resets(server: Server, owner: User) -> None:
    for login in (owner.username, f"nobody-{owner.username}"):
        came, took = storm(server, any_address(), RESET, lambda _number, login=login: {"login": login})
        tell(f"new passwords for one name, {CLIENTS} clients", came, took, 3)


def searches(server: Server) -> None:
    address = any_address()
    browsers = [Browser(server, address) for _ in range(CLIENTS)]

    def search(number: int) -> list[tuple[int, float]]:
        came = []
        for _ in range(EACH):
            begun = time.perf_counter()
            came.append((browsers[number].get("/search/?q=bench").status, time.perf_counter() - begun))
        return came

    with ThreadPoolExecutor(CLIENTS) as pool:
        came = list(chain.from_iterable(pool.map(search, range(CLIENTS))))
    tell(
        f"searches of one address, {CLIENTS} clients",
        Counter(status for status, _took in came),
        [took for _status, took in came],
        60,
    )
