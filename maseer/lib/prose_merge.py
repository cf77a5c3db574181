"""Two people changed one text: what each of them wrote, put together block by block.

Nothing that anybody wrote is left out. Where both changed the same block, both are in the result, theirs before mine,
and named as a conflict for a person to settle.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from maseer.lib import html
from maseer.lib.alignment import Budget, Match, between, same, similar

_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
# An editor narrows wide spaces and trims blocks by itself: whoever only opened the text has changed nothing.
_SPACES = re.compile(r"\s+")
_TRIMMED = re.compile(rf"\s*(</?(?:{'|'.join(sorted(html.BLOCKS))})(?: [^>]*)?>)\s*")
# In these, two people may change different parts.
_OPEN = {"ul", "ol", "blockquote", "aside", "div", "table", "thead", "tbody"}


class Clash(StrEnum):
    BOTH_CHANGED = "both changed"
    BOTH_ADDED = "both added"
    THEY_REMOVED = "they removed"
    I_REMOVED = "I removed"


@dataclass(frozen=True)
class Conflict:
    """Plain text of one block, or of a few that came together; "" where there was or is none."""

    clash: Clash
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    html: str
    conflicts: list[Conflict]


def merge(base: str, theirs: str, mine: str) -> Merged:
    """All three as `html.clean` leaves them, and so is the result."""
    if theirs in (base, mine):
        return Merged(mine, [])
    if mine == base:
        return Merged(theirs, [])
    merger = _Merger()
    pieces = merger.together(_pieces(base), _pieces(theirs), _pieces(mine))
    return Merged(html.clean("".join(_apart(pieces))), merger.conflicts)


class _Merger:
    def __init__(self):
        self.conflicts: list[Conflict] = []
        self.budget = Budget()

    def together(self, base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
        they, me = _Side(base, theirs, self.budget), _Side(base, mine, self.budget)
        found: list[str] = []
        for at, piece in enumerate(base):
            found += self._added(they.added[at], me.added[at])
            found += self._block(piece, they.now[at], me.now[at])
        return found + self._added(they.added[-1], me.added[-1])

    def _added(self, theirs: list[str], mine: list[str]) -> list[str]:
        if not theirs or not mine:
            return theirs or mine
        matches = same(
            [_as_read(piece) for piece in theirs], [_as_read(piece) for piece in mine], self.budget
        )
        found: list[str] = []
        gaps = between(matches, len(theirs), len(mine))
        for (low_theirs, high_theirs, low_mine, high_mine), match in zip(
            gaps, [*matches, (0, 0, 0)], strict=True
        ):
            they, me = theirs[low_theirs:high_theirs], mine[low_mine:high_mine]
            if they and me:
                self._report(Clash.BOTH_ADDED, [], they, me)
            found += [*they, *me, *theirs[match[0] : match[0] + match[2]]]
        return found

    def _block(self, base: str, theirs: str, mine: str) -> list[str]:
        if theirs == mine or mine == base:
            return [theirs]
        if theirs == base:
            return [mine]
        was, they, me = map(_as_read, (base, theirs, mine))
        if they in (was, me):
            return [mine]
        if me == was:
            return [theirs]
        tag = _open_tag(base)
        if tag and tag == _open_tag(theirs) == _open_tag(mine):
            end = f"</{tag[1:-1].partition(' ')[0]}>"
            inner = (piece.removeprefix(tag).removesuffix(end) for piece in (base, theirs, mine))
            return [tag, *_apart(self.together(*map(_pieces, inner))), end]
        clash = Clash.THEY_REMOVED if not theirs else Clash.I_REMOVED if not mine else Clash.BOTH_CHANGED
        self._report(clash, [base], [theirs], [mine])
        return [theirs, mine]

    def _report(self, clash: Clash, *sides: list[str]) -> None:
        self.conflicts.append(Conflict(clash, *map(_words, sides)))


class _Side:
    """What one person made of each piece of the base, "" of a removed one, and added before each and at the end."""

    def __init__(self, base: list[str], changed: list[str], budget: Budget):
        self.now = [""] * len(base)
        self.added: list[list[str]] = [[] for _ in range(len(base) + 1)]
        after = 0
        for low_base, high_base, low, high in between(
            _matches(base, changed, budget), len(base), len(changed)
        ):
            self.now[after:low_base] = changed[low - (low_base - after) : low]
            self.added[low_base] = changed[low:high]
            after = high_base


def _matches(base: list[str], changed: list[str], budget: Budget) -> list[Match]:
    """First what is equal, then what is alike, then what stands in the same place."""
    matches = same(base, changed, budget)
    matches += _inner(matches, [_bag(piece) for piece in base], [_bag(piece) for piece in changed], budget)
    matches.sort()
    in_place = [
        (low_base, low, min(high_base - low_base, high - low))
        for low_base, high_base, low, high in between(matches, len(base), len(changed))
    ]
    return sorted(matches + [match for match in in_place if match[2]])


def _inner(
    matches: list[Match], base: list[frozenset], changed: list[frozenset], budget: Budget
) -> list[Match]:
    found: list[Match] = []
    for low_base, high_base, low, high in between(matches, len(base), len(changed)):
        if low_base < high_base and low < high:
            alike = similar(base[low_base:high_base], changed[low:high], budget)
            found += ((low_base + at_base, low + at, size) for at_base, at, size in alike)
    return found


def _as_read(piece: str) -> str:
    return _TRIMMED.sub(r"\1", _SPACES.sub(" ", piece))


def _bag(piece: str) -> frozenset[str]:
    # A picture has no words: its tags will do.
    return frozenset(_TAG.sub(" ", piece).split() or piece.split())


def _words(pieces: list[str]) -> str:
    return "\n".join(" ".join(unescape(_TAG.sub(" ", piece)).split()) for piece in pieces)


def _open_tag(piece: str) -> str:
    """Of a block in which two people may change different parts; "" of any other."""
    tag = _TAG.match(piece)
    return tag[0] if tag and tag[2] in _OPEN else ""


def _pieces(text: str) -> list[str]:
    """The blocks side by side, and what is written between them."""
    pieces: list[str] = []
    start = depth = 0
    for tag in _TAG.finditer(text):
        closing, name, _attributes = tag.groups()
        is_block = name in html.BLOCKS and name != "br"
        if depth == 0 and is_block and not closing:
            pieces.append(text[start : tag.start()])
            start = tag.start()
        if name not in {"br", "hr", "img"}:
            depth += -1 if closing else 1
        if depth == 0 and is_block:
            pieces.append(text[start : tag.end()])
            start = tag.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece and not piece.isspace()]


def _apart(pieces: list[str]) -> list[str]:
    """Loose words of two people do not run into one word."""
    pieces = [piece for piece in pieces if piece]
    loose = [_is_loose(piece) for piece in pieces]
    return [
        f"<div>{piece}</div>"
        if loose[at] and (True in loose[at + 1 : at + 2] or loose[at - 1 : at] == [True])
        else piece
        for at, piece in enumerate(pieces)
    ]


def _is_loose(piece: str) -> bool:
    tag = _TAG.match(piece)
    return not (tag and tag[2] in html.BLOCKS and tag[2] != "br")
