"""Numbers with the noun they count, which Arabic words in six ways."""

from collections.abc import Callable

from django.utils.translation import ngettext

from maseer.lib import arabic, house_style
from maseer.lib.arabic import DigitStyle

_THOUSANDS = {
    DigitStyle.WESTERN: ",",
    DigitStyle.ARABIC: "\N{ARABIC THOUSANDS SEPARATOR}",
}

# The number is named, so that a translation may leave it out: Arabic says one and two in words.
COUNTERS: dict[str, Callable[[int], str]] = {
    "views": lambda number: ngettext("%(count)s view", "%(count)s views", number),
    "readers": lambda number: ngettext("%(count)s reader", "%(count)s readers", number),
    "shares": lambda number: ngettext("%(count)s share", "%(count)s shares", number),
    "arrivals": lambda number: ngettext("%(count)s arrival", "%(count)s arrivals", number),
    "comments": lambda number: ngettext("%(count)s comment", "%(count)s comments", number),
    "minutes": lambda number: ngettext("%(count)s minute", "%(count)s minutes", number),
    "days": lambda number: ngettext("%(count)s day", "%(count)s days", number),
    "words": lambda number: ngettext("%(count)s word", "%(count)s words", number),
    "reading": lambda number: ngettext("%(count)s minute read", "%(count)s minutes read", number),
    "results": lambda number: ngettext("%(count)s result", "%(count)s results", number),
    "letters": lambda number: ngettext("%(count)s letter", "%(count)s letters", number),
    "articles": lambda number: ngettext("%(count)s article", "%(count)s articles", number),
}


class Numeral(int):
    """A number that prints itself as the paper writes numbers, also where Django or a translation prints it."""

    def __str__(self) -> str:
        return format_number(int(self))


def capped(number: int, most: int) -> str:
    """How many, as far as they were counted: "" for none, "9+" for more than nine."""
    return f"{Numeral(most)}+" if number > most else str(Numeral(number)) if number else ""


def counter(name: str, number: int, digits: str | None = None) -> str:
    return COUNTERS[name](number) % {"count": format_number(number, digits)}


def format_number(number: int, digits: str | None = None) -> str:
    """Without a style of digits, in that of the paper."""
    digits = digits or house_style.digits()
    return arabic.digits(f"{number:,}".replace(",", _THOUSANDS[digits]), digits)
