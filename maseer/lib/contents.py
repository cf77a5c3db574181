"""What is in a long text: its headings, each with a place in the page to go to."""

import re
from dataclasses import dataclass

from maseer.lib import html

# A heading inside a box belongs to the box.
_HEADINGS = re.compile(r"<aside\b.*?</aside>|<h2(?P<look>[^>]*)>(?P<words>.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Heading:
    place: str
    words: str


def headings(body: str) -> list[Heading]:
    found = filter(None, map(_words, _HEADINGS.finditer(body)))
    return [Heading(f"part-{number}", words) for number, words in enumerate(found, start=1)]


def _words(match: re.Match) -> str:
    """None for a box, nor for a heading that somebody left empty."""
    return html.plain_text(match["words"] or "")


def with_places(body: str) -> str:
    """The text, cleaned before, with the places that `headings` names."""
    number = 0

    def placed(match: re.Match) -> str:
        nonlocal number
        if not _words(match):
            return match[0]
        number += 1
        return f'<h2 id="part-{number}"{match["look"]}>{match["words"]}</h2>'

    return _HEADINGS.sub(placed, body)
