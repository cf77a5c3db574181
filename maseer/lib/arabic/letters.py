"""How an Arabic reader compares, sorts and counts words: by their letters alone."""

import re
import unicodedata
from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# An adult's silent reading of Arabic, in words.
WORDS_PER_MINUTE = 181

KEY_LENGTH = 200


class DigitStyle(TextChoices):
    WESTERN = "western", _("Western digits")
    ARABIC = "arabic", _("Arabic digits")


_ALEF = "\N{ARABIC LETTER ALEF}"
_LAM = "\N{ARABIC LETTER LAM}"
_WAW = "\N{ARABIC LETTER WAW}"
_YEH_HAMZA = "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"
_TATWEEL = "\N{ARABIC TATWEEL}"

_FOLDED_LETTERS = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": _ALEF,
        "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": _ALEF,
        "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": _ALEF,
        "\N{ARABIC LETTER ALEF WASLA}": _ALEF,
        "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": _WAW,
        _YEH_HAMZA: "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER GAF}": "\N{ARABIC LETTER KAF}",
        "\N{ARABIC LETTER PEH}": "\N{ARABIC LETTER BEH}",
        "\N{ARABIC LETTER TCHEH}": "\N{ARABIC LETTER JEEM}",
        "\N{ARABIC LETTER VEH}": "\N{ARABIC LETTER FEH}",
    }
)

_ARABIC_ZERO = ord("\N{ARABIC-INDIC DIGIT ZERO}")
_PERSIAN_ZERO = ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}")
_TO_ASCII = {zero + value: str(value) for zero in (_ARABIC_ZERO, _PERSIAN_ZERO) for value in range(10)}
_DIGITS: dict[str, Mapping[int, str]] = {
    DigitStyle.WESTERN: {},
    DigitStyle.ARABIC: {ord(str(value)): chr(_ARABIC_ZERO + value) for value in range(10)},
}

# Joiners, bidi controls, fillers and tags that print nothing. The isolated vowel signs of pasted
# PDF text (FC5E, FE70) are among them: NFKC would turn each into a space inside the word.
UNSEEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufc5e-\ufc63\ufe00-\ufe0f\ufe70-\ufe7f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
MARKS = (
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
_UNSEEN, _MARKS = re.compile(UNSEEN), re.compile(MARKS)
# Categories of Unicode: marks above and below letters, and what only steers the line.
_ROOMLESS = {"Mn", "Mc", "Me", "Cf"}
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W_]")
# What tells C, C# and C++ apart, as it may be written. Before a word it tells nothing: a hashtag is its word.
SIGNS = "[+#\u207a\u208a\ufe5f\ufe62\uff03\uff0b]"
_SIGNS = re.compile(rf"(?<=[^\W_]){SIGNS}+")
_LONGEST_SIGNS = 20
# Only a bare alef opens the article: the alef of a name like Elias carries a hamza and is its own.
_ARTICLE = re.compile(rf"^[{_ALEF}\N{{ARABIC LETTER ALEF WASLA}}]{_LAM}(?=\w\w)")
_TAG_SEPARATORS = re.compile(r"[,\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\r\n]")

# Category Cc without white space, and halves of surrogate pairs, which no database stores.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_EMPTY_LINES = re.compile("\n{3,}")
_EMBEDDINGS = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


def fold(text: str) -> str:
    """The form in which spellings that readers take for equal are equal."""
    bare = _bare(text).replace(_YEH_HAMZA + _WAW, _WAW + _WAW)
    return _BETWEEN_WORDS.sub(" ", bare.translate(_FOLDED_LETTERS)).strip()


def words(text: str) -> list[str]:
    return fold(text).split()


def key(text: str) -> str:
    """What must be unique among names; empty when there is nothing in the text to read.

    Signs stand behind all words, so that whoever looks for these alone finds the beginning of the key.
    """
    signs = " ".join(_SIGNS.findall(_bare(text)))[:_LONGEST_SIGNS]
    letters = fold(text)[: KEY_LENGTH - len(signs) - 1] if signs else fold(text)[:KEY_LENGTH]
    return f"{letters.rstrip()} {signs}".rstrip()


def sort_key(name: str) -> str:
    return fold(_ARTICLE.sub("", _BETWEEN_WORDS.sub(" ", _bare(name)).strip()))


def slugify(text: str, max_length: int = 80) -> str:
    slug = "-".join(_BETWEEN_WORDS.sub(" ", _bare(text)).split())
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def count_words(text: str) -> int:
    # By white space, so that 3,7 is one word; by letter, so that a dash made of tatweel is none.
    return sum(1 for word in text.replace(_TATWEEL, "").split() if _LETTER.search(word))


def count_letters(text: str) -> int:
    """What takes up room in a line, spaces between words among it: no vowel signs, no tatweel, nothing unseen.

    The meters count by the same rule while somebody types (static/js/admin/meter.js).
    """
    line = " ".join(unicodedata.normalize("NFC", text).replace(_TATWEEL, "").split())
    return sum(unicodedata.category(char) not in _ROOMLESS for char in line)


def reading_minutes(text: str) -> int:
    return minutes(count_words(text))


def minutes(words: int) -> int:
    """How long so many words take to read."""
    if not words:
        return 0
    return max(1, (2 * words + WORDS_PER_MINUTE) // (2 * WORDS_PER_MINUTE))


def split_tags(text: str) -> list[str]:
    tags: dict[str, str] = {}
    for part in _TAG_SEPARATORS.split(text):
        if identity := key(part):
            tags.setdefault(identity, clean_line(part))
    return list(tags.values())


def clean_line(text: str) -> str:
    line = " ".join(_without_reordering(_CONTROLS.sub("", text)).split())
    return line if _UNSEEN.sub("", line).strip() else ""


def clean_text(text: str) -> str:
    """`clean_line` for text of several lines: none ends in spaces, and at most one empty line stands between two."""
    lines = "\n".join(map(clean_line, text.splitlines()))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def has_reordering_controls(text: str) -> bool:
    """Whether to refuse the text. Isolates are no reason: pasted Arabic has them, clean_line() pairs them."""
    return _EMBEDDINGS.search(text) is not None


def runs_from_left(text: str) -> bool:
    """Whether all of a name is in another alphabet. Its first letter says too little: BBC Arabic, written in Arabic."""
    directions = set(map(unicodedata.bidirectional, text))
    return "L" in directions and directions.isdisjoint({"R", "AL"})


def ascii_digits(text: str) -> str:
    return text.translate(_TO_ASCII)


def digits(text: str, style: str) -> str:
    return ascii_digits(text).translate(_DIGITS[style])


def _bare(text: str) -> str:
    # Compose before dropping marks: a decomposed hamza is part of its letter, not a vowel sign.
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    # What a dropped mark kept apart may compose now; without this a second folding would differ.
    return ascii_digits(unicodedata.normalize("NFKC", text))


def _without_reordering(text: str) -> str:
    text = _EMBEDDINGS.sub("", text)
    opened: list[int] = []
    unbalanced: set[int] = set()
    for match in _ISOLATES.finditer(text):
        if match.group() != _POP_ISOLATE:
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            unbalanced.add(match.start())
    unbalanced.update(opened)
    return "".join(char for at, char in enumerate(text) if at not in unbalanced) if unbalanced else text
