"""Tables for spreadsheet programs: CSV that Excel reads as Arabic, and in which no cell is a formula."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator

# Without it Excel takes UTF-8 for the letters of its owner's country.
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
# What makes a spreadsheet reckon instead of read; the wide forms count as the narrow ones in East Asian editions.
BEGINS_A_FORMULA = frozenset("=+-@\t\r\n" + "＝＋－＠")


def cell(value) -> str:
    """A value as text. What a program would take for a formula has an apostrophe before it: it is shown, not run."""
    text = "" if value is None else str(value)
    begins = next(filter(_is_seen, text), "")
    return f"'{text}" if {text[:1], begins} & BEGINS_A_FORMULA else text


def _is_seen(letter: str) -> bool:
    """Programs trim spaces, and do not see the marks of direction, before they look for a formula."""
    return not letter.isspace() and unicodedata.category(letter) != "Cf"


def lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """The table line by line, however long it is."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
