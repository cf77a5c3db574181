"""The words that were asked for, marked where they stand in the text as it was written."""

from collections import Counter
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from maseer.lib import arabic

# Letters of an excerpt, and how far a text is looked through for the best ones.
LETTERS = 240
LOOKED_THROUGH = 20_000
DOTS = "\N{HORIZONTAL ELLIPSIS}"


def highlight(text: str, stems: Iterable[str]) -> SafeString:
    """All of a short text, a title, with its words marked."""
    return _marked(text, _hits(text, frozenset(stems)))


def excerpt(text: str, stems: Iterable[str]) -> SafeString:
    """The part of a text with most of the words, about `LETTERS` long."""
    text = " ".join(text[:LOOKED_THROUGH].split())
    hits = _hits(text, frozenset(stems))
    start, end = _best_part(text, hits, LETTERS)
    inside = [(at - start, to - start, stem) for at, to, stem in hits if start <= at and to <= end]
    before, after = (DOTS if start else ""), (DOTS if end < len(text) else "")
    return mark_safe(f"{before}{_marked(text[start:end], inside)}{after}")


def _hits(text: str, stems: frozenset[str]) -> list[tuple[int, int, str]]:
    return [
        # A ligature of several words is marked once.
        (word.start, word.end, next(stem for stem in word.stems if stem in stems))
        for word in arabic.locate(text, stems)
    ]


def _best_part(text: str, hits, letters: int) -> tuple[int, int]:
    if len(text) <= letters:
        return 0, len(text)
    best = _fullest(hits, letters)
    # A little of what goes before, so that the word stands in a sentence.
    start = max(best - letters // 4, 0) if hits else 0
    start = min(start, len(text) - letters)
    if start:
        start = text.find(" ", start - 1) + 1 or start
    end = start + letters
    if end < len(text):
        end = text.rfind(" ", start, end + 1)
        end = end if end > start else start + letters
    return start, min(end, len(text))


def _fullest(hits, letters: int) -> int:
    """Where the part begins that has most of them. Its end only ever moves on, so each is looked at twice."""
    best, most = 0, (0, 0)
    inside: Counter[str] = Counter()
    entering = iter([*hits, None])
    following = next(entering)
    for at, to, stem in hits:
        while following and following[1] <= at + letters:
            inside[following[2]] += 1
            following = next(entering)
        # Different words count before many of one.
        if (found := (len(inside), inside.total())) > most:
            best, most = at, found
        if to > at + letters:
            # So long that it never entered.
            following = next(entering)
        elif inside[stem] == 1:
            del inside[stem]
        else:
            inside[stem] -= 1
    return best


def _marked(text: str, hits) -> SafeString:
    parts, at = [], 0
    for start, end, _stem in hits:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))
