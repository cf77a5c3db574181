"""Two versions of a text, read as prose: which words came, which went, and which only look different."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from maseer.lib.alignment import Budget, Match, between, same, similar
from maseer.lib.leaves import PLAIN, Leaf, Style, Words, as_shown, leaves

# What a page can show; with more of them, styles are left out and changed blocks are shown whole.
MAX_RUNS = 5_000


class Change(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    # The same words, made bold, linked to elsewhere, turned into a heading.
    RESTYLED = "restyled"
    # Of a block: some of its runs are not kept.
    CHANGED = "changed"


@dataclass(slots=True)
class Run:
    """Words with one fate. What has none has its kind: break, space, rule, image (its number is the text), embed."""

    change: Change
    text: str
    kind: str = "words"
    style: Style = PLAIN
    # Of restyled words: the style before.
    was: Style | None = None


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, cell … `depth` counts the lists around it."""

    change: Change
    kind: str
    runs: list[Run] = field(default_factory=list)
    depth: int = 0
    # What it was before, where that differs: a paragraph that became a heading.
    was_kind: str = ""
    # Markup that is no kind of its own differs: a language, a direction, the list or box around it.
    is_reshaped: bool = False


@dataclass(slots=True)
class Stretch:
    """Neighbouring blocks. Those that are folded are the same in both versions, and far from a change."""

    blocks: list[Block]
    is_folded: bool


def compare(before: str, after: str, hide_noise: bool = False) -> list[Block]:
    """The newer HTML block by block, with what was removed in its place. Both as `html.clean` leaves them.

    With `hide_noise`, words that differ in tashkeel or tatweel alone are the same, and the newer spelling is shown.
    Nothing else is noise: another hamza is a difference, and so is a full stop.
    """
    blocks = _Comparison(_Side(before, hide_noise), _Side(after, hide_noise)).blocks()
    if not differ(blocks) and as_shown(before, hide_noise) != as_shown(after, hide_noise):
        # Two lists that became one, say: there is no word to show it at.
        blocks.append(Block(Change.RESTYLED, "structure", is_reshaped=True))
    return blocks


def compare_lines(before: str, after: str, hide_noise: bool = False) -> list[Run]:
    """The same for plain text, such as a title."""
    old, new = Words(hide_noise), Words(hide_noise)
    old.read(before, PLAIN)
    new.read(after, PLAIN)
    return _word_by_word(old, new, Budget(), MAX_RUNS)


def differ(blocks: list[Block]) -> bool:
    return any(block.change != Change.KEPT for block in blocks)


def stretches(blocks: list[Block], around: int = 1, least: int = 3) -> list[Stretch]:
    """For a page that folds what is the same, but for `around` blocks beside a change, and no fewer than `least`."""
    is_near = [False] * len(blocks)
    for at, block in enumerate(blocks):
        if block.change != Change.KEPT:
            for near in range(max(0, at - around), min(len(blocks), at + around + 1)):
                is_near[near] = True
    found: list[Stretch] = []
    start = 0
    while start < len(blocks):
        end = next((at for at in range(start, len(blocks)) if is_near[at] != is_near[start]), len(blocks))
        is_folded = not is_near[start] and end - start >= least
        if found and not is_folded and not found[-1].is_folded:
            found[-1].blocks += blocks[start:end]
        else:
            found.append(Stretch(blocks[start:end], is_folded))
        start = end
    return found


class _Side:
    def __init__(self, text: str, hide_noise: bool):
        read = [(leaf, leaf.words(hide_noise)) for leaf in leaves(text)]
        # Of a block of tatweel nothing may be left.
        self.blocks: list[tuple[Leaf, Words]] = [(leaf, words) for leaf, words in read if words.keys]


class _Comparison:
    def __init__(self, old: _Side, new: _Side):
        self.old, self.new = old.blocks, new.blocks
        self.budget = Budget()
        self.runs_left = MAX_RUNS

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        matches = self._matches()
        gaps = between(matches, len(self.old), len(self.new))
        for (low_old, high_old, low_new, high_new), match in zip(gaps, [*matches, (0, 0, 0)], strict=True):
            found += (self._whole(Change.REMOVED, *block) for block in self.old[low_old:high_old])
            found += (self._whole(Change.ADDED, *block) for block in self.new[low_new:high_new])
            for number in range(match[2]):
                found += self._both(*self.old[match[0] + number], *self.new[match[1] + number])
        return found

    def _matches(self) -> list[Match]:
        """First what is equal, then what reads the same, then what is alike."""
        matches: list[Match] = []
        steps: list[tuple[Callable, Callable]] = [
            (same, lambda leaf, words: (leaf.path, *words.keys, *words.styles)),
            (same, lambda _leaf, words: tuple(words.keys)),
            (similar, lambda _leaf, words: frozenset(words.keys)),
        ]
        for look, key in steps:
            old, new = ([key(*block) for block in side] for side in (self.old, self.new))
            for low_old, high_old, low_new, high_new in list(between(matches, len(old), len(new))):
                if low_old < high_old and low_new < high_new:
                    inner = look(old[low_old:high_old], new[low_new:high_new], self.budget)
                    matches += ((low_old + at_old, low_new + at_new, size) for at_old, at_new, size in inner)
            matches.sort()
        return matches

    def _both(self, old: Leaf, old_words: Words, new: Leaf, new_words: Words) -> Iterator[Block]:
        runs = _word_by_word(old_words, new_words, self.budget, self.runs_left)
        changes = {run.change for run in runs}
        if not changes - {Change.REMOVED, Change.ADDED}:
            yield self._whole(Change.REMOVED, old, old_words)
            yield self._whole(Change.ADDED, new, new_words)
            return
        self.runs_left -= len(runs)
        block = Block(Change.KEPT, new.kind, runs, new.depth)
        block.was_kind = old.kind if old.kind != new.kind else ""
        block.is_reshaped = old.path != new.path
        if changes & {Change.REMOVED, Change.ADDED}:
            block.change = Change.CHANGED
        elif Change.RESTYLED in changes or block.is_reshaped:
            block.change = Change.RESTYLED
        yield block

    def _whole(self, change: Change, leaf: Leaf, words: Words) -> Block:
        runs = _Runs(self.runs_left)
        runs.add(change, words, 0, len(words.keys))
        self.runs_left -= len(runs.found)
        return Block(change, leaf.kind, runs.found, leaf.depth)


class _Runs:
    """Words put together as long as they share their fate and their look."""

    def __init__(self, most: int):
        self.found: list[Run] = []
        self.most = most

    def add(self, change: Change, words: Words, start: int, end: int) -> None:
        for low, high in _alike(words.styles, words.kinds, start, end):
            self._put(change, words.text(low, high), words.kinds[low], words.styles[low])

    def add_kept(self, old: Words, new: Words, match: Match) -> None:
        """As it is spelt and spaced in the newer text."""
        at_old, at_new, size = match
        shift = at_old - at_new
        looks = list(zip(old.styles[at_old : at_old + size], new.styles[at_new : at_new + size], strict=True))
        for low, high in _alike(looks, new.kinds[at_new : at_new + size], 0, size):
            was, style = looks[low]
            change = Change.KEPT if was == style else Change.RESTYLED
            start, end = at_new + low, at_new + high
            was = None if was == style else was
            for at in _moved_spaces(old.spaces, new.spaces, start, min(end, at_new + size - 1), shift):
                self._put(change, new.text(start, at + 1).rstrip(" "), new.kinds[at], style, was)
                self._put(Change.ADDED if new.spaces[at] else Change.REMOVED, " ", "space")
                start = at + 1
            text = new.text(start, end)
            if end == at_new + size and old.spaces[end - 1 + shift] and not new.spaces[end - 1]:
                # Before what was removed there was a space, and with it there still is.
                text += " "
            self._put(change, text, new.kinds[end - 1], style, was)

    def _put(
        self, change: Change, text: str, kind: str = "words", style: Style = PLAIN, was: Style | None = None
    ) -> None:
        if kind == "break" and change == Change.KEPT:
            text, kind = "\n", "words"
        if len(self.found) >= self.most:
            kind, style, was = "words", PLAIN, None
        last = self.found[-1] if self.found else None
        if (
            last
            and (last.change, last.kind, last.style, last.was) == (change, kind, style, was)
            and (kind == "words")
        ):
            last.text += text
        elif text or kind != "words":
            self.found.append(Run(change, text, kind, style, was))


def _alike(styles: list, kinds: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of the stretch that look the same; a thing is a part of its own."""
    low = start
    for at in range(start + 1, end):
        if styles[at] != styles[low] or not kinds[at] == kinds[low] == "words":
            yield low, at
            low = at
    if low < end:
        yield low, end


def _moved_spaces(old: list[bool], new: list[bool], start: int, end: int, shift: int) -> Iterator[int]:
    if old[start + shift : end + shift] != new[start:end]:
        yield from (at for at in range(start, end) if old[at + shift] != new[at])


def _word_by_word(old: Words, new: Words, budget: Budget, most: int) -> list[Run]:
    length_old, length_new = len(old.keys), len(new.keys)
    matches = _without_islands(same(old.keys, new.keys, budget), length_old, length_new)
    if 3 * len(matches) > most:
        matches = []
    runs = _Runs(most)
    gaps = between(matches, length_old, length_new)
    for (low_old, high_old, low_new, high_new), match in zip(gaps, [*matches, None], strict=True):
        runs.add(Change.REMOVED, old, low_old, high_old)
        runs.add(Change.ADDED, new, low_new, high_new)
        if match:
            runs.add_kept(old, new, match)
    return runs.found


def _without_islands(matches: list[Match], length_old: int, length_new: int) -> list[Match]:
    """Without the lone word or two that happen to be the same in the middle of what was rewritten."""
    sizes = [
        max(high_old - low_old, high_new - low_new)
        for low_old, high_old, low_new, high_new in between(matches, length_old, length_new)
    ]
    return [
        match
        for match, (before, after) in zip(matches, pairwise(sizes), strict=True)
        if 2 * match[2] > min(before, after)
    ]
