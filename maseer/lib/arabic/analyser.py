"""Which words a reader of the site takes for one: the same function for what is written and for what is asked.

Folding makes spellings equal (`letters.py`). Stemming then takes off what grammar puts around a word: the article and
what clings to it, endings of number and gender, the nisba, possessives. It is light and guarded: it takes off at most
one beginning and one ending of each kind, leaves at least three letters, and leaves alone what the lexicon knows to be
part of the word. Broken plurals are found by the lexicon, or not at all.

Whoever changes what comes out raises `VERSION`: the worker then reads all articles anew.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from maseer.lib.arabic.letters import MARKS, UNSEEN, fold

VERSION = 2

# Longer ones are no words; PostgreSQL and SQLite would keep what nobody asks for.
LONGEST_WORD = 40
LEXICON = Path(__file__).parent / "lexicon"

ALEF = "\N{ARABIC LETTER ALEF}"
HAMZA = "\N{ARABIC LETTER HAMZA}"
BEH = "\N{ARABIC LETTER BEH}"
TEH = "\N{ARABIC LETTER TEH}"
DAL = "\N{ARABIC LETTER DAL}"
SEEN = "\N{ARABIC LETTER SEEN}"
AIN = "\N{ARABIC LETTER AIN}"
FEH = "\N{ARABIC LETTER FEH}"
KAF = "\N{ARABIC LETTER KAF}"
LAM = "\N{ARABIC LETTER LAM}"
MEEM = "\N{ARABIC LETTER MEEM}"
NOON = "\N{ARABIC LETTER NOON}"
HEH = "\N{ARABIC LETTER HEH}"
WAW = "\N{ARABIC LETTER WAW}"
YEH = "\N{ARABIC LETTER YEH}"

THE = ALEF + LAM
# The article with what clings before it, the longest first; at least three letters stay.
ARTICLES = (
    *(WAW + BEH + THE, WAW + KAF + THE, FEH + BEH + THE),
    *(WAW + THE, FEH + THE, BEH + THE, KAF + THE),
    *(WAW + LAM + LAM, FEH + LAM + LAM),
    *(LAM + LAM, THE),
)
# What clings to a word without article. Off only where the lexicon knows the rest: alone it cannot be told from the
# first letter of a word.
CLITICS = (*(first + second for first in (WAW, FEH) for second in (BEH, LAM, KAF)), WAW, FEH, BEH, LAM, KAF)

# Endings and how many letters must stay. One of each kind at most, in this order, the longest first.
POSSESSIVES = (
    (TEH + HEH + MEEM + ALEF, 3),
    (HEH + MEEM + ALEF, 3),
    (TEH + HEH + ALEF, 3),
    (TEH + HEH + MEEM, 3),
    (TEH + NOON + ALEF, 3),
    (HEH + ALEF, 3),
    (HEH + MEEM, 4),
    (NOON + ALEF, 4),
)
# An alef and noon, waw and noon, yeh and noon after three letters are mostly their own (man, law, training).
NUMBERS = (
    (TEH + ALEF + NOON, 3),
    (TEH + YEH + NOON, 3),
    (ALEF + TEH, 3),
    (ALEF + NOON, 4),
    (WAW + NOON, 4),
    (YEH + NOON, 4),
    (WAW + ALEF, 3),
    (YEH + HEH, 3),
    (TEH + HEH, 3),
    (HEH, 3),
    (ALEF, 3),
)
STAN = SEEN + TEH + ALEF + NOON
# Verbs of the longer forms, whose feminine has a teh at the end.
FEMININE_VERB = re.compile(f"(?:[{ALEF}{TEH}]..|.{ALEF}.).+{TEH}")
# After a verb of three letters, of which the first is a waw.
OF_VERBS = {TEH, HEH, ALEF, NOON + ALEF, WAW + ALEF, HEH + ALEF, HEH + MEEM, TEH + HEH, TEH + HEH + ALEF, YEH}
LAST_LETTERS = (HEH, YEH, ALEF)
# Streets from street, capitals from capital: a waw and an alef between the first two root letters.
FAWAIL = re.compile(f"([^{MEEM}{TEH}{ALEF}{WAW}{YEH}]){WAW}({ALEF}[^{ALEF}{WAW}][^{ALEF}{WAW}{YEH}])")
ABD = AIN + BEH + DAL

# What groups the thousands is part of its number.
_GROUPED = re.compile("(\\d)[,\N{ARABIC THOUSANDS SEPARATOR}](?=\\d{3}(?!\\d))")
_ARABIC_LETTER = "[\u0621-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08b4]"
# Where one alphabet ends and another, or a number, begins; and within 1e5x, of which PostgreSQL would make 1e5 and x.
_FOREIGN = re.compile("[0-9a-z]")
_SEAM = re.compile(f"({_ARABIC_LETTER})(?=[0-9a-z])|([0-9a-z])(?={_ARABIC_LETTER})|([0-9])(?=e[0-9])")
# Names that some write as one word and some as two.
_SERVANT_OF = re.compile(f"\\b{ABD}(?={THE}..)")
_IS_ARABIC = re.compile(f"{_ARABIC_LETTER}+")
# Signs that are words once they are folded: the rial's, degrees, units, numbers in circles.
_SIGNS = "[\u20a8\u2100-\u214f\u249c-\u24e9\u2e9f-\u2fd5\u3196-\u33ff\ufdfc\U0001f110-\U0001f251]"
# A word as it is printed, with its vowel signs and what prints nothing. Digits and letters that touch are one run.
_RUN = re.compile(
    f"(?:[^\\W_]++|(?<=[0-9\u0660-\u0669])[,\u066c](?=[0-9\u0660-\u0669])|{_SIGNS}|{MARKS}|{UNSEEN})+"
)


class Word(NamedTuple):
    """A word of a text: from where to where it stands there, and what it is found as."""

    start: int
    end: int
    stems: tuple[str, ...]


def analyse(text: str) -> tuple[list[str], list[str]]:
    """The words of a text as they are spelled, folded, and as they are found: two lists of one length."""
    spelled = split(text)
    return spelled, [stem(word) for word in spelled]


def split(text: str) -> list[str]:
    text = fold(_GROUPED.sub(r"\1", text))
    if _FOREIGN.search(text):
        text = _SEAM.sub(r"\1\2\3 ", text)
    if ABD + THE in text:
        text = _SERVANT_OF.sub(ABD + " ", text)
    return [word[:LONGEST_WORD] for word in text.split()]


def walk(text: str):
    """The words of a text where they stand."""
    for run in _RUN.finditer(text):
        stems = _stems_of(run.group())
        if stems:
            yield Word(run.start(), run.end(), stems)


def locate(text: str, stems: frozenset[str]) -> list[Word]:
    """The words that are found as one of these, where they stand."""
    # Most texts have few of them: each word is looked at once, however often it stands there.
    wanted = {run: found for run in {*_RUN.findall(text)} if not stems.isdisjoint(found := _stems_of(run))}
    if not wanted:
        return []
    return [
        Word(run.start(), run.end(), wanted[run.group()])
        for run in _RUN.finditer(text)
        if run.group() in wanted
    ]


@lru_cache(maxsize=50_000)
def _stems_of(run: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in split(run))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What a folded word is found as."""
    if len(word) < 3 or not _IS_ARABIC.fullmatch(word):
        return word
    if known := _lookup(word):
        return known
    if len(word) < 4:
        return word
    for clitic in CLITICS:
        rest = word.removeprefix(clitic)
        if rest != word and len(rest) >= 3 and (known := _KEPT.get(rest) or _known_in(rest)):
            return known
    if known := _own(word):
        return known
    for article in ARTICLES:
        rest = word.removeprefix(article)
        if rest != word and len(rest) >= 3:
            return _lookup(rest) or _without_ending(rest)
    if word[0] == WAW:
        return _lookup(word[1:]) or _without_ending(word[1:])
    return _without_ending(word)


def _lookup(word: str) -> str | None:
    return _KEPT.get(word) or _PLURALS.get(word)


def _known_in(word: str) -> str | None:
    """As below, and plurals that are long enough to be told from a verb."""
    return (_PLURALS.get(_less(word, POSSESSIVES)) if len(word) >= 6 else None) or _own(word)


def _own(word: str) -> str | None:
    """What the lexicon says of the word without its endings; short ones are too often something else."""
    if word[0] == WAW and word[3:] in OF_VERBS and word[:3] in _KEPT:
        return _KEPT[word[:3]]
    bare = _without_ending(word)
    return _KEPT.get(bare) if bare != word and len(bare) >= 4 else None


def _without_ending(word: str) -> str:
    rest = _less(word, POSSESSIVES)
    if rest != word and (known := _lookup(rest)):
        return known
    rest = _without_hamza(rest)
    return _KEPT.get(rest) or (rest if _ends_as_it_is(rest) else _without_number(rest))


def _without_hamza(word: str) -> str:
    """Many do not write the hamza at the end, and the nisba takes it away."""
    return word[:-1] if len(word) >= 4 and word.endswith(ALEF + HAMZA) else word


def _ends_as_it_is(word: str) -> bool:
    return word.endswith(STAN) or (len(word) == 5 and word[0] == TEH and word.endswith(YEH + NOON))


def _without_number(word: str) -> str:
    if word.endswith(WAW + WAW + NOON) and len(word) >= 6:
        # Refugees: the hamza between yeh and waw was folded into a waw.
        word = word[:-3] + YEH
    word = _less(word, NUMBERS)
    if FEMININE_VERB.fullmatch(word):
        word = word[:-1]
    while len(word) > 3 and word[-1] in LAST_LETTERS and word not in _KEPT:
        word = word[:-1]
    if match := FAWAIL.fullmatch(word):
        word = match[1] + match[2]
    return _KEPT.get(word, word)


def _less(word: str, endings) -> str:
    for ending, stays in endings:
        if word.endswith(ending) and len(word) - len(ending) >= stays:
            return word[: -len(ending)]
    return word


# The lexicon


def _lines(name: str) -> list[list[str]]:
    lines = (LEXICON / name).read_text(encoding="utf-8").splitlines()
    return [fold(line).split() for line in lines if line and not line.startswith("#")]


def _read() -> None:
    for line in _lines("own_beginning.txt"):
        found = _without_ending(line[0])
        _KEPT.update(dict.fromkeys([*line, *map(_without_ending, line)], found))
    for line in _lines("whole.txt"):
        _KEPT.update(dict.fromkeys(line, line[0]))
    for singular, *plurals in _lines("plurals.txt"):
        stem.cache_clear()
        found = stem(singular)
        for plural in plurals:
            _PLURALS.setdefault(plural, found)
    stem.cache_clear()


STOP_WORDS = frozenset(word for line in _lines("stop_words.txt") for word in line)
_KEPT: dict[str, str] = {}
_PLURALS: dict[str, str] = {}
_read()
