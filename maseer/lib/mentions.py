"""Names after an @ in what people write. They have spaces in them, and are spelled as people spell."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from maseer.lib import arabic

MOST = 50

# An address of mail has an @ inside a word. "And", "so", "for" and "with" are written as one letter with the next word.
_PARTICLES = "\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER BEH}"
_AT = re.compile(rf"(?:(?<!\w)|(?<=(?<!\w)[{_PARTICLES}]))@")
# A letter or digit with its vowel signs.
_WORD = re.compile("(?:[^\\W_]|[\u0610-\u061a\u064b-\u065f\u0670])+")
_GAP = re.compile("[ \u00a0._+-]{1,2}")


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    # The folded form of the name.
    key: str


def keys(names: Iterable[str]) -> frozenset[str]:
    """Folded once, for any number of texts."""
    return frozenset(arabic.fold(name) for name in names) - {""}


def find(text: str, known: Set[str]) -> list[Mention]:
    """Where one of the names, given by `keys`, stands after an @; the longest one that does."""
    if "@" not in text:
        return []
    longest = max((len(key.split()) for key in known), default=0)
    found, end = [], 0
    for at in list(_AT.finditer(text))[:MOST]:
        if at.start() >= end and (mention := _longest(text, at, known, longest)):
            found.append(mention)
            end = mention.end
    return found


def strays(text: str, known: Set[str]) -> list[str]:
    """The words after an @ with which none of the names begins: half a name, or nobody's."""
    taken = {mention.start for mention in find(text, known)}
    words = {at.start(): _WORD.match(text, at.end()) for at in list(_AT.finditer(text))[:MOST]}
    return [f"@{word.group()}" for start, word in words.items() if word and start not in taken]


def _longest(text: str, at: re.Match, known: Set[str], longest: int) -> Mention | None:
    found, key, place = None, "", at.end()
    for _step in range(longest):
        word = _WORD.match(text, place)
        if not word:
            break
        key = f"{key} {arabic.fold(word.group())}".strip()
        if key in known:
            found = Mention(at.start(), word.end(), key)
        gap = _GAP.match(text, word.end())
        if not gap:
            break
        place = gap.end()
    return found
