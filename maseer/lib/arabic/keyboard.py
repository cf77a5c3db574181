"""What somebody meant who typed with the keyboard set to the other alphabet: the layout Arabic 101 and QWERTY."""

import re

LAM_ALEF = "\N{ARABIC LETTER LAM}\N{ARABIC LETTER ALEF}"

# The letter on each key. One key gives two letters, and its capitals do.
KEYS = {
    "q": "\N{ARABIC LETTER DAD}",
    "w": "\N{ARABIC LETTER SAD}",
    "e": "\N{ARABIC LETTER THEH}",
    "r": "\N{ARABIC LETTER QAF}",
    "t": "\N{ARABIC LETTER FEH}",
    "y": "\N{ARABIC LETTER GHAIN}",
    "u": "\N{ARABIC LETTER AIN}",
    "i": "\N{ARABIC LETTER HEH}",
    "o": "\N{ARABIC LETTER KHAH}",
    "p": "\N{ARABIC LETTER HAH}",
    "[": "\N{ARABIC LETTER JEEM}",
    "]": "\N{ARABIC LETTER DAL}",
    "a": "\N{ARABIC LETTER SHEEN}",
    "s": "\N{ARABIC LETTER SEEN}",
    "d": "\N{ARABIC LETTER YEH}",
    "f": "\N{ARABIC LETTER BEH}",
    "g": "\N{ARABIC LETTER LAM}",
    "h": "\N{ARABIC LETTER ALEF}",
    "j": "\N{ARABIC LETTER TEH}",
    "k": "\N{ARABIC LETTER NOON}",
    "l": "\N{ARABIC LETTER MEEM}",
    ";": "\N{ARABIC LETTER KAF}",
    "'": "\N{ARABIC LETTER TAH}",
    "z": "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}",
    "x": "\N{ARABIC LETTER HAMZA}",
    "c": "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}",
    "v": "\N{ARABIC LETTER REH}",
    "n": "\N{ARABIC LETTER ALEF MAKSURA}",
    "m": "\N{ARABIC LETTER TEH MARBUTA}",
    ",": "\N{ARABIC LETTER WAW}",
    ".": "\N{ARABIC LETTER ZAIN}",
    "/": "\N{ARABIC LETTER ZAH}",
    "`": "\N{ARABIC LETTER THAL}",
}
CAPITALS = {
    "Y": "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}",
    "H": "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    "N": "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}",
    "P": "\N{ARABIC SEMICOLON}",
    "K": "\N{ARABIC COMMA}",
    "?": "\N{ARABIC QUESTION MARK}",
    "J": "\N{ARABIC TATWEEL}",
}
PAIRS = {
    "b": LAM_ALEF,
    "T": "\N{ARABIC LETTER LAM}\N{ARABIC LETTER ALEF WITH HAMZA BELOW}",
    "G": "\N{ARABIC LETTER LAM}\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    "B": "\N{ARABIC LETTER LAM}\N{ARABIC LETTER ALEF WITH MADDA ABOVE}",
}
_TO_ARABIC = {
    **{key.upper(): letter for key, letter in KEYS.items() if key.isalpha()},
    **KEYS,
    **CAPITALS,
    **PAIRS,
}
_TO_LATIN = {letter: key for key, letter in {**CAPITALS, **KEYS}.items()}
_LATIN = re.compile(r"[\x20-\x7e]*[A-Za-z][\x20-\x7e]*")
# One letter is no word that somebody meant: C++ is not a waw.
_WORD = re.compile("[a-z\u0621-\u064a]{2}")
_ARABIC = re.compile("[\u0621-\u064a\u060c\u061b\u061f0-9\u0660-\u0669 ]+")


def other_layout(text: str) -> str:
    """The same keys in the other alphabet, or "" where the text is in both or in neither."""
    if _LATIN.fullmatch(text):
        found = "".join(_TO_ARABIC.get(key, key) for key in text)
    elif _ARABIC.fullmatch(text):
        found = "".join(_TO_LATIN.get(letter, letter) for letter in text.replace(LAM_ALEF, "b")).lower()
    else:
        return ""
    return found if _WORD.search(found) else ""
