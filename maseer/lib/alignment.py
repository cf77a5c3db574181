"""Which parts of two sequences are the same, found with a bounded amount of work.

`difflib` alone takes hours over a hostile text. Here every step is paid from a budget before it is taken; when the
budget is spent, what is left counts as different.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

# From where in the one, from where in the other, how many.
Match = tuple[int, int, int]

# Texts that share fewer of their words than this were written anew, not changed.
SIMILAR = 0.4
# As many pairs are looked at one by one; of more, those on either side of the diagonal.
_MOST_PAIRS = 40_000


class Budget:
    """Units of something like a tenth of a microsecond."""

    def __init__(self, units: int = 1_000_000):
        self.left = units

    def spend(self, units: int) -> bool:
        if units > self.left:
            return False
        self.left -= units
        return True


def same(a: Sequence[Hashable], b: Sequence[Hashable], budget: Budget) -> list[Match]:
    """The stretches that are equal, in the order of both.

    What occurs once on each side holds the two together; `difflib` looks at what is between.
    """
    found: list[Match] = []
    gaps = [(0, len(a), 0, len(b))]
    while gaps:
        low_a, high_a, low_b, high_b = gaps.pop()
        most = min(high_a - low_a, high_b - low_b)
        first = next((n for n in range(most) if a[low_a + n] != b[low_b + n]), most)
        found.append((low_a, low_b, first))
        low_a, low_b, most = low_a + first, low_b + first, most - first
        last = next((n for n in range(most) if a[high_a - n - 1] != b[high_b - n - 1]), most)
        high_a, high_b = high_a - last, high_b - last
        found.append((high_a, high_b, last))
        if low_a == high_a or low_b == high_b or not budget.spend(2 * (high_a - low_a + high_b - low_b)):
            continue
        part_a, part_b = a[low_a:high_a], b[low_b:high_b]
        count_a, count_b = Counter(part_a), Counter(part_b)
        anchors = [
            (low_a + at_a, low_b + at_b, 1) for at_a, at_b in _unique(part_a, part_b, count_a, count_b)
        ]
        # At worst, difflib reads every pair of equals once for every stretch that it finds.
        reads = sum(count * count_b[item] for item, count in count_a.items() if item in count_b)
        if anchors:
            found += anchors
            gaps += between(anchors, high_a, high_b, low_a, low_b)
        elif reads and budget.spend(2 * reads * min(len(part_a), len(part_b), reads)):
            matcher = SequenceMatcher(None, part_a, part_b, autojunk=False)
            found += ((low_a + at_a, low_b + at_b, n) for at_a, at_b, n in matcher.get_matching_blocks())
    return _joined(found)


def similar(a: Sequence[AbstractSet], b: Sequence[AbstractSet], budget: Budget) -> list[Match]:
    """Sets that share enough, one by one, in the order of both and as alike as can be in all."""
    cells = len(a) * len(b)
    width = len(b) if cells <= _MOST_PAIRS else max(8, _MOST_PAIRS // (2 * len(a)))
    looked_at = min(cells, len(a) * (2 * width + 1))
    size = (sum(map(len, a)) + sum(map(len, b))) // max(1, len(a) + len(b))
    if not budget.spend(looked_at * (5 + size // 4)):
        return []
    return [(at_a, at_b, 1) for at_a, at_b in _best_chain(_candidates(a, b, width))]


def between(
    matches: Iterable[Match], high_a: int, high_b: int, low_a: int = 0, low_b: int = 0
) -> Iterator[tuple[int, int, int, int]]:
    """The gaps before, between and after the matches, as (low_a, high_a, low_b, high_b); some of them empty."""
    for at_a, at_b, size in matches:
        yield low_a, at_a, low_b, at_b
        low_a, low_b = at_a + size, at_b + size
    yield low_a, high_a, low_b, high_b


def _joined(matches: list[Match]) -> list[Match]:
    joined: list[Match] = []
    for at_a, at_b, size in sorted(matches):
        if (
            joined
            and size
            and joined[-1][0] + joined[-1][2] == at_a
            and joined[-1][1] + joined[-1][2] == at_b
        ):
            joined[-1] = (*joined[-1][:2], joined[-1][2] + size)
        elif size:
            joined.append((at_a, at_b, size))
    return joined


def _unique(a: Sequence, b: Sequence, count_a: Counter, count_b: Counter) -> list[tuple[int, int]]:
    at_b = {item: at for at, item in enumerate(b) if count_b[item] == 1 and count_a.get(item) == 1}
    return _best_chain((at, at_b[item], 1.0) for at, item in enumerate(a) if item in at_b)


def _candidates(
    a: Sequence[AbstractSet], b: Sequence[AbstractSet], width: int
) -> Iterator[tuple[int, int, float]]:
    for at_a, words_a in enumerate(a):
        centre = at_a * len(b) // len(a)
        # Descending, so that a chain has at most one of them.
        for at_b in range(min(len(b), centre + width + 1) - 1, max(0, centre - width) - 1, -1):
            words_b = b[at_b]
            total = len(words_a) + len(words_b)
            if total and (share := 2 * len(words_a & words_b) / total) >= SIMILAR:
                yield at_a, at_b, share


def _best_chain(candidates: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest chain that ascends on both sides. With the same first, candidates come by the second descending."""
    ends: list[int] = []
    weights: list[float] = []
    chains: list[tuple] = []
    for at_a, at_b, weight in candidates:
        place = bisect_left(ends, at_b)
        weight += weights[place - 1] if place else 0.0
        chain = (at_a, at_b, chains[place - 1] if place else None)
        if place < len(ends) and weights[place] <= weight:
            ends[place], weights[place], chains[place] = at_b, weight, chain
        elif place < len(ends) and ends[place] == at_b:
            continue
        else:
            ends.insert(place, at_b)
            weights.insert(place, weight)
            chains.insert(place, chain)
        while place + 1 < len(ends) and weights[place + 1] <= weight:
            del ends[place + 1], weights[place + 1], chains[place + 1]
    pairs: list[tuple[int, int]] = []
    chain = chains[-1] if chains else None
    while chain:
        pairs.append((chain[0], chain[1]))
        chain = chain[2]
    return pairs[::-1]
