"""Timing side by side: the candidates take turns, so that what the machine does meanwhile hits them alike."""

import statistics
import sys
import time
from collections.abc import Callable


def compare(candidates: dict[str, Callable[[], object]], rounds: int = 40) -> dict[str, float]:
    """Median milliseconds of each, and its ratio to the first; prints a row a candidate."""
    for run in candidates.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            start = time.perf_counter()
            run()
            times[name].append((time.perf_counter() - start) * 1000)
    medians = {name: statistics.median(found) for name, found in times.items()}
    first = next(iter(medians.values()))
    for name, median in medians.items():
        sys.stdout.write(f"  {name:<44}{median:>9.2f} ms   x {median / first:.2f}\n")
    return medians
