"""Names that are drawn alike, whatever letters they are written with."""

import re
import unicodedata
from pathlib import Path

from maseer.lib import arabic

_LATIN = re.compile("[A-Za-z]")
# Between Latin letters these pass for Latin ones; in an Arabic name they are what they are.
_AMONG_LATIN = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF}": "l",
        "\N{ARABIC LETTER HEH}": "o",
        "\N{ARABIC LETTER HEH DOACHASHMEE}": "o",
        "\N{ARABIC LETTER HEH GOAL}": "o",
        "\N{ARABIC LETTER AE}": "o",
        "\N{ARABIC-INDIC DIGIT ONE}": "l",
        "\N{EXTENDED ARABIC-INDIC DIGIT ONE}": "l",
        "\N{ARABIC-INDIC DIGIT FIVE}": "o",
        "\N{EXTENDED ARABIC-INDIC DIGIT FIVE}": "o",
        "\N{ARABIC-INDIC DIGIT SEVEN}": "v",
        "\N{EXTENDED ARABIC-INDIC DIGIT SEVEN}": "v",
    }
)
# What is alike within Latin, after small and capital letters are the same. One of them must stand for all.
_ONE_STROKE = str.maketrans({"i": "l", "1": "l", "0": "o"})
_TWO_LETTERS = (("rn", "m"), ("vv", "w"))


def _table() -> dict[int, str]:
    found = {}
    for line in Path(__file__).with_name("lookalikes.txt").read_text().splitlines():
        if not line.startswith("#"):
            letter, *others = line.split()
            looks = chr(int(letter[2:], 16)) if letter.startswith("U+") else letter
            found |= {int(code, 16): looks for code in others}
    return found


_LOOKS = _table()


def skeleton(name: str) -> str:
    """The same for names that a reader would take for each other; empty when there is nothing to read."""
    # Capitals before they are folded: the Greek one that looks like H is a small letter that looks like n.
    text = unicodedata.normalize("NFKC", name.replace("|", "l")).translate(_LOOKS)
    if _LATIN.search(text):
        text = text.translate(_AMONG_LATIN)
    text = _unmarked(arabic.fold(text)).translate(_LOOKS).replace(" ", "")
    for two, one in _TWO_LETTERS:
        text = text.replace(two, one)
    return text.translate(_ONE_STROKE)


def _unmarked(text: str) -> str:
    return "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.category(char).startswith("M")
    )
