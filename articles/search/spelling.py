"""What somebody probably meant who found nothing: in the words of the site itself."""

from django.utils import timezone

from articles.models import SearchTerm
from articles.models.search_document import public_until
from articles.search.engines import Expression, engine
from articles.search.frequencies import Frequencies
from articles.search.question import LONGEST, Question
from maseer.lib import arabic
from maseer.lib.arabic import keyboard

SHORTEST, LONGEST_WORD = 3, 14
# Who writes more words that the site does not know did not slip, and each of them costs.
MOST_UNKNOWN = 4
# So many of the likeliest words are looked for as they are spelled, each in so many of the newest texts that have it.
LIKELIEST, LOOKED_INTO = 8, 12
# Those that folding leaves.
LETTERS = [
    chr(code)
    for code in range(ord("\N{ARABIC LETTER HAMZA}"), ord("\N{ARABIC LETTER YEH}") + 1)
    if arabic.fold(chr(code)) == chr(code)
]
LATIN = "abcdefghijklmnopqrstuvwxyz"

# Letters that are heard as one or lie side by side on the keyboard.
ALIKE = [
    frozenset(f"{one}{other}")
    for one, other in (
        ("\N{ARABIC LETTER DAD}", "\N{ARABIC LETTER ZAH}"),
        ("\N{ARABIC LETTER SEEN}", "\N{ARABIC LETTER SAD}"),
        ("\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER TAH}"),
        ("\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER THEH}"),
        ("\N{ARABIC LETTER THEH}", "\N{ARABIC LETTER SEEN}"),
        ("\N{ARABIC LETTER DAL}", "\N{ARABIC LETTER DAD}"),
        ("\N{ARABIC LETTER DAL}", "\N{ARABIC LETTER THAL}"),
        ("\N{ARABIC LETTER THAL}", "\N{ARABIC LETTER ZAIN}"),
        ("\N{ARABIC LETTER THAL}", "\N{ARABIC LETTER ZAH}"),
        ("\N{ARABIC LETTER ZAIN}", "\N{ARABIC LETTER ZAH}"),
        ("\N{ARABIC LETTER QAF}", "\N{ARABIC LETTER KAF}"),
        ("\N{ARABIC LETTER QAF}", "\N{ARABIC LETTER GHAIN}"),
        ("\N{ARABIC LETTER GHAIN}", "\N{ARABIC LETTER JEEM}"),
        ("\N{ARABIC LETTER GHAIN}", "\N{ARABIC LETTER KHAH}"),
        ("\N{ARABIC LETTER HAH}", "\N{ARABIC LETTER HEH}"),
        ("\N{ARABIC LETTER HAH}", "\N{ARABIC LETTER KHAH}"),
        ("\N{ARABIC LETTER HAH}", "\N{ARABIC LETTER JEEM}"),
        ("\N{ARABIC LETTER AIN}", "\N{ARABIC LETTER GHAIN}"),
        ("\N{ARABIC LETTER AIN}", "\N{ARABIC LETTER ALEF}"),
        ("\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER YEH}"),
        ("\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER LAM}"),
        ("\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER NOON}"),
        ("\N{ARABIC LETTER SEEN}", "\N{ARABIC LETTER SHEEN}"),
        ("\N{ARABIC LETTER SAD}", "\N{ARABIC LETTER DAD}"),
        ("\N{ARABIC LETTER FEH}", "\N{ARABIC LETTER QAF}"),
        ("\N{ARABIC LETTER REH}", "\N{ARABIC LETTER ZAIN}"),
    )
]


def did_you_mean(text: str) -> str:
    """A question that finds something, for one that finds nothing or hardly anything; or ""."""
    text = text[:LONGEST]
    other = keyboard.other_layout(text)
    if other and not _all_known(text) and _all_known(other):
        any_word = tuple(found for group in Question.read(other).groups for found in group)
        return other.strip() if _finds((any_word,)) else ""
    better = _respelled(text)
    return better if better and better != text and _finds(Question.read(better).groups) else ""


def _all_known(text: str) -> bool:
    wanted = {stem for term in Question.read(text).terms for words in term.alternatives for stem in words}
    return bool(wanted) and len(_known(wanted)) == len(wanted)


def _finds(asked: Expression) -> bool:
    """Whether readers may see such a text now. Words are known from what is still to come too."""
    return bool(asked) and engine().count(asked, public_until(timezone.now()), 1) > 0


def _known(words) -> dict[str, int]:
    return dict(SearchTerm.objects.filter(word__in=words, texts__gt=0).values_list("word", "texts"))


def _respelled(text: str) -> str:
    asked = [word for word in arabic.walk(text) if len(word.stems) == 1]
    asked = [word for word in asked if arabic.fold(text[word.start : word.end]) not in arabic.STOP_WORDS]
    known = _known({word.stems[0] for word in asked})
    unknown = [word for word in asked if word.stems[0] not in known]
    if len(unknown) > MOST_UNKNOWN:
        return ""
    parts, at = [], 0
    for word in unknown:
        printed = text[word.start : word.end]
        if better := _parted(printed) or _corrected(printed):
            parts += [text[at : word.start], better]
            at = word.end
    return "".join([*parts, text[at:]])


def _corrected(printed: str) -> str:
    word = arabic.fold(printed)
    if not SHORTEST <= len(word) <= LONGEST_WORD or not word.isalpha():
        return ""
    # Of the whole word: a wrong letter may hide an ending, or make one.
    edits = _edits(word)
    stems = {edited: arabic.stem(edited) for edited in edits}
    known = _known(set(stems.values()))
    likely = {edited: edits[edited] * known[stem] ** 0.5 for edited, stem in stems.items() if stem in known}
    likeliest = sorted(likely, key=lambda edited: (likely[edited], edited), reverse=True)[:LIKELIEST]
    written = _written({stems[edited] for edited in likeliest})
    # What somebody wrote so, or else a form that nobody used of a word they did: hardly one with another first letter.
    found = [edited for edited in likeliest if f" {edited} " in written]
    found += [edited for edited in likeliest if edited[0] == word[0]]
    return _put(printed, word, found[0]) if found else ""


def _written(stems: set[str]) -> str:
    """What the newest texts with one of these say, as they spell it."""
    ords: set[int] = set()
    for stem in stems:
        asked = (((stem,),),)
        ords.update(engine().newest(asked, public_until(timezone.now()), LOOKED_INTO, Frequencies(asked)))
    return "".join(text for _ord, text in engine().read("surface", list(ords)))


def _edits(word: str) -> dict[str, float]:
    """What is one slip away, and how likely each slip is."""
    letters = LATIN if word.isascii() else LETTERS
    found: dict[str, float] = {}

    def note(edited: str, likely: float) -> None:
        # The first letter is hardly ever wrong.
        likely *= 1 if edited[:1] == word[:1] else 0.4
        if len(edited) >= 2 and edited != word:
            found[edited] = max(found.get(edited, 0), likely)

    for at in range(len(word) + 1):
        before, rest = word[:at], word[at:]
        for letter in letters:
            note(before + letter + rest, 1)
            if rest:
                note(before + letter + rest[1:], 4 if frozenset((letter, rest[0])) in ALIKE else 1)
        if rest:
            note(before + rest[1:], 4 if before[-1:] == rest[0] else 1)
        if len(rest) > 1:
            note(before + rest[1] + rest[0] + rest[2:], 3)
    return found


def _put(printed: str, word: str, better: str) -> str:
    """The word as it was typed, with only the wrong letters changed."""
    if len(word) != len(printed):
        return better
    shorter = min(len(word), len(better))
    same = next((at for at in range(shorter) if word[at] != better[at]), shorter)
    end = next((at for at in range(shorter - same) if word[-1 - at] != better[-1 - at]), shorter - same)
    return printed[:same] + better[same : len(better) - end] + printed[len(word) - end :]


def _parted(printed: str) -> str:
    """Two words that were typed as one, if they stand beside each other somewhere: many a slip has two words in it."""
    halves = {at: (printed[:at], printed[at:]) for at in range(2, len(printed) - 3)}
    stems = {at: [arabic.analyse(half)[1] for half in pair] for at, pair in halves.items()}
    known = _known({stem for pair in stems.values() for found in pair for stem in found})

    def is_word(half: str, found: list[str]) -> bool:
        return arabic.fold(half) in arabic.STOP_WORDS or (
            len(found) == 1 and len(half) > 2 and found[0] in known
        )

    for at, pair in halves.items():
        if all(map(is_word, pair, stems[at])) and _finds((((*stems[at][0], *stems[at][1]),),)):
            return " ".join(pair)
    return ""
