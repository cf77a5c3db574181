"""How the paper prints months and digits: set around a request or a task, as Django sets the language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, Protocol

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maseer.lib.arabic import DigitStyle


class MonthStyle(TextChoices):
    INTERNATIONAL = "international", _("International names")
    LEVANTINE = "levantine", _("Levantine names")
    BOTH = "both", _("International and Levantine names")
    MAGHREBI = "maghrebi", _("Maghrebi names")


class HouseStyle(Protocol):
    months: str
    digits: str


class Style(NamedTuple):
    months: str = MonthStyle.INTERNATIONAL
    digits: str = DigitStyle.WESTERN


PLAIN = Style()
_style: ContextVar[HouseStyle] = ContextVar("house style", default=PLAIN)


@contextmanager
def of(paper: HouseStyle) -> Iterator[None]:
    before = _style.set(paper)
    try:
        yield
    finally:
        _style.reset(before)


def current() -> HouseStyle | None:
    """None where another language than Arabic is spoken: it has its own months and digits."""
    return _style.get() if (get_language() or "").startswith("ar") else None


def digits() -> str:
    style = current()
    return style.digits if style else DigitStyle.WESTERN
