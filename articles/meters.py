"""Under a field that somebody types in: how long it is, and whether that is well.

The limits are those of the checks before publishing; static/js/admin/meter.js goes on counting while somebody types.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from articles.models.checks import LENGTHS
from maseer.lib import arabic, html
from maseer.lib.counters import counter
from maseer.lib.editor import RichTextWidget

VERDICTS = {"short": _("too short"), "good": _("good length"), "long": _("too long")}


@dataclass(frozen=True)
class Unit:
    """What is counted: its name in the table of counters, and how it is counted in what the field holds."""

    name: str
    count: Callable[[str], int]
    # Whether the time it takes to read is told, too.
    is_timed: bool = False


LETTERS = Unit("letters", arabic.count_letters)
WORDS = Unit("words", lambda body: arabic.count_words(html.plain_text(body)), is_timed=True)


class Metered:
    """For a widget whose field is a row of LENGTHS."""

    metered = ""
    unit = LETTERS

    def get_context(self, name, value, attrs):
        describedby = [(attrs or {}).get("aria-describedby"), f"id_{name}_meter"]
        return super().get_context(
            name, value, {**(attrs or {}), "aria-describedby": " ".join(filter(None, describedby))}
        )

    def render(self, name, value, attrs=None, renderer=None):
        control = super().render(name, value, attrs, renderer)
        limit, count = LENGTHS[self.metered], self.unit.count(value or "")
        verdict = limit.verdict(count)
        context = {
            "control": control,
            "name": name,
            "unit": self.unit,
            "limit": limit,
            "words_per_minute": arabic.WORDS_PER_MINUTE,
            "verdicts": VERDICTS,
            "state": verdict,
            "verdict": VERDICTS.get(verdict, ""),
            "count": counter(self.unit.name, count) if count else "",
            "reading": counter("reading", arabic.minutes(count)) if count and self.unit.is_timed else "",
        }
        return render_to_string("admin/articles/article/meter.html", context)


class TitleInput(Metered, AdminTextInputWidget):
    metered = "title"


class DeckInput(Metered, AdminTextareaWidget):
    metered = "deck"


class BodyInput(Metered, RichTextWidget):
    metered = "body"
    unit = WORDS
