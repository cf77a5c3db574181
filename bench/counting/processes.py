"""Views from many clients over several web workers: exact, with processes killed, and over a graceful restart."""

import os
import random
import time
from threading import Event

from bench.counting.at_work import Paper, Reader
from bench.counting.tally import clear, drain, tally
from bench.newsroom.cast import processes, say

VIEWS = int(os.environ.get("BENCH_VIEWS", "100000"))
KILLS = int(os.environ.get("BENCH_KILLS", "50"))
CLIENTS, WEB_WORKERS = 50, 4
# Clients of one process take turns at its interpreter.
CLIENT_PROCESSES = 5
BETWEEN_KILLS = 1.5  # seconds, at most twice as many


def exact(articles: list[int]) -> None:
    clear()
    paper = Paper(WEB_WORKERS)
    began = time.perf_counter()
    answered, unanswered = _read(paper, articles, VIEWS // CLIENTS)
    took = time.perf_counter() - began
    # Past the turn of the last files.
    time.sleep(3)
    paper.stop()
    drain()
    found = tally(answered, unanswered)
    say(
        f"{found.answered:,} views from {CLIENTS} clients over {WEB_WORKERS} web workers in {took:.0f} s"
        f" ({answered / took:,.0f} a second): {found.stored:,} stored",
        exact=found.stored == found.answered == VIEWS // CLIENTS * CLIENTS and not found.unanswered,
        none_twice=found.is_possible,
    )


def killed(articles: list[int], seed: int = 1) -> None:
    clear()
    chance = random.Random(seed)  # noqa: S311  moments
    paper = Paper(WEB_WORKERS)
    workers = KILLS // 2
    kills = [*[paper.kill_worker] * workers, *[lambda: paper.kill_web(chance)] * (KILLS - workers)]
    chance.shuffle(kills)
    began = time.perf_counter()

    def kill() -> None:
        for kill_one in kills:
            time.sleep(chance.uniform(0, 2 * BETWEEN_KILLS))
            kill_one()

    answered, unanswered = _read_while(paper, articles, kill)
    took = time.perf_counter() - began
    paper.stop()
    drain()
    found = tally(answered, unanswered)
    rate = answered / took
    say(
        f"{KILLS - workers} web processes and {workers} workers killed in {took:.0f} s:"
        f" {found.answered:,} answered, {found.unanswered:,} broken off, {found.stored:,} stored; {found.lost:,} lost"
        f" ({1000 * found.lost / rate / KILLS:.1f} ms of views a kill), {found.twice} twice",
        at_most_a_second_lost=found.lost <= rate * KILLS,
        never_more_than_were_said=found.stored <= found.answered + found.unanswered,
        none_twice=found.is_possible,
    )


def restarted(articles: list[int]) -> None:
    clear()
    paper = Paper(WEB_WORKERS)

    def restart() -> None:
        for _ in range(3):
            time.sleep(3)
            paper.restart()
        time.sleep(5)

    answered, unanswered = _read_while(paper, articles, restart)
    paper.stop()
    drain()
    found = tally(answered, unanswered)
    say(
        f"3 graceful restarts: {found.answered:,} answered, {found.unanswered:,} broken off, {found.stored:,} stored",
        none_lost=not found.lost,
        none_twice=found.is_possible,
    )


def _read(paper: Paper, articles: list[int], views: int) -> tuple[int, int]:
    return _clients(paper, articles, views, lambda ends: None)


def _read_while(paper: Paper, articles: list[int], act) -> tuple[int, int]:
    def acting(ends) -> None:
        act()
        ends.set()

    return _clients(paper, articles, 10**9, acting)


def _clients(paper: Paper, articles: list[int], views: int, act) -> tuple[int, int]:
    """The clients, in processes of their own; how many of their views were answered, and how many were not."""
    ends, answers = processes.Event(), processes.SimpleQueue()

    def some(numbers: range) -> None:
        over = Event()
        readers = [
            Reader(number, paper.port, articles[number % len(articles)], views, over) for number in numbers
        ]
        for reader in readers:
            reader.start()
        while any(reader.is_alive() for reader in readers):
            if ends.is_set():
                over.set()
            time.sleep(0.05)
        answers.put(
            (sum(reader.answered for reader in readers), sum(reader.unanswered for reader in readers))
        )
        os._exit(0)

    share = CLIENTS // CLIENT_PROCESSES
    running = [
        processes.Process(target=some, args=(range(first, first + share),), daemon=True)
        for first in range(0, CLIENTS, share)
    ]
    for process in running:
        process.start()
    act(ends)
    came = [answers.get() for _ in running]
    for process in running:
        process.join()
    return sum(answered for answered, _ in came), sum(unanswered for _, unanswered in came)
