"""What a WordPress text says besides its words: who wrote it, where it is from, which part it is. Pure functions."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from html import escape

from maseer.lib import arabic, html
from maseer.wordpress.blocks import Block, ImageRef, plain
from maseer.wordpress.markup import parse

LONGEST_DECK = 600
# A byline or a source is a short line; anything longer is prose that begins like one.
_LONGEST_LINE = 150
_MOST_NAME_WORDS = 5
_MOST_SOURCE_WORDS = 10

_COLON = r"\s*[:\N{FULLWIDTH COLON}\N{RATIO}]\s*"
_BY = re.compile(
    rf"(?:بقلم|By)(?:{_COLON}|\s+)(?P<name>.+)|(?:كتب|كتبت|كتبه|كتبته|الكاتب|الكاتبة|إعداد){_COLON}(?P<other>.+)"
)
_BETWEEN_NAMES = re.compile(
    r"\s*[\N{ARABIC COMMA},/&|]\s*|\s+[-\N{EN DASH}\N{EM DASH}]\s+|\s+و\s*(?=\w)|\s+and\s+"
)
_SOURCE = re.compile(
    r"\W*(?:المصدر|المصادر|مصدر الخبر|نقلا عن|نقلاً عن|نقلًا عن|Source)"
    rf"(?:{_COLON}|\s*[/\-\N{{EN DASH}}\N{{EM DASH}}]\s*)(?P<name>.+)"
)
_HREF = re.compile(r"""href\s*+=\s*+["'](https?://[^"'\s]++)""")
_ADDRESS = re.compile(r"https?://(?:www\.)?([\w.-]+)\S*")
_AROUND = " \t\n.:\N{ARABIC COMMA},;\N{ARABIC SEMICOLON}|*-\N{EN DASH}\N{EM DASH}_()[]"

_DASH = r"[-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{ARABIC TATWEEL}/\\]"
_PART_OF = re.compile(
    rf"(?P<name>.*\w.*?)\s*[(\[]\s*(?P<part>\d{{1,2}})\s*(?:{_DASH}|من|of)\s*(?P<last>\d{{1,2}})\s*[)\]]"
)
_PART = re.compile(
    rf"(?P<name>.*\w.*?)[\s:\N{{ARABIC COMMA}}.|{_DASH[1:-1]}(\[]+(?:الجزء|الحلقة|القسم)\s+(?P<part>\w+)\s*[)\]]?"
)
_ORDINALS = {
    arabic.fold(ordinal): number
    for number, ordinals in enumerate(
        (
            ("الأول", "الأولى"),
            ("الثاني", "الثانية"),
            ("الثالث", "الثالثة"),
            ("الرابع", "الرابعة"),
            ("الخامس", "الخامسة"),
            ("السادس", "السادسة"),
            ("السابع", "السابعة"),
            ("الثامن", "الثامنة"),
            ("التاسع", "التاسعة"),
            ("العاشر", "العاشرة"),
        ),
        start=1,
    )
    for ordinal in ordinals
}


@dataclass(frozen=True, slots=True)
class Text:
    blocks: tuple[Block, ...]
    # As they are written in the text.
    writers: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    lost: tuple[str, ...] = ()

    @property
    def images(self) -> list[ImageRef]:
        return [block.image for block in self.blocks if block.image]

    def html(self, ids: Mapping[ImageRef, int]) -> str:
        """The body, not cleaned yet; a picture that has no row is left out."""
        return "\n".join(written for block in self.blocks if (written := _html(block, ids)))

    @property
    def words(self) -> str:
        return " ".join(block.text for block in self.blocks if not block.image)


def read(
    body: str, writers: Container[str] = frozenset(), base: str = "", children: tuple[int, ...] = ()
) -> Text:
    """`writers` holds the keys of the names that may stand over a text."""
    markup = parse(body, base, children)
    blocks = markup.blocks
    names = _take_byline(blocks, writers)
    source, source_url = _take_source(blocks)
    return Text(tuple(blocks), names, source, source_url, tuple(dict.fromkeys(markup.lost)))


def opening(body: str) -> str:
    """The first line of a text, for evidence; looks at its beginning only."""
    for block in parse(body[:3000]).blocks:
        if block.kind != "hr" and (line := plain(block.html.partition("<br>")[0])):
            return line
    return ""


def title(text: str) -> str:
    return arabic.clean_line(" ".join(html.plain_text(text).split()))


def series(title: str) -> tuple[str, int] | None:
    """The name of the series and the part, from «name (1 – 3)» or «name: الجزء الأول»."""
    line = arabic.ascii_digits(title[:300]).strip()
    if found := _PART_OF.fullmatch(line):
        # Typed from right to left, part and total change places on the screen; the part is the smaller.
        part = min(int(found["part"]), int(found["last"]))
    elif found := _PART.fullmatch(line):
        part = int(found["part"]) if found["part"].isdigit() else _ORDINALS.get(arabic.fold(found["part"]), 0)
    else:
        return None
    # From the title itself: its digits are as the editors wrote them.
    name = title[: len(found["name"])].strip(_AROUND)
    return (name, part) if 0 < part < 100 and arabic.key(name) else None


def deck(excerpt: str, body: str) -> str:
    """The excerpt, if somebody wrote one: WordPress' own is the beginning of the text."""
    text = arabic.clean_line(" ".join(block.text for block in parse(excerpt[:20_000]).blocks))
    start = text.rstrip("[]().\N{HORIZONTAL ELLIPSIS} ")
    if not start or arabic.fold(body[: 2 * len(start) + 100]).startswith(arabic.fold(start)):
        return ""
    return text if len(text) <= LONGEST_DECK else text[: LONGEST_DECK + 1].rpartition(" ")[0][:LONGEST_DECK]


def names_in(line: str, writers: Container[str]) -> tuple[str, ...]:
    """The writers that a line names, if it does nothing else."""
    line = line.strip(_AROUND)
    if not line or len(line) > _LONGEST_LINE:
        return ()
    explicit = _BY.fullmatch(line)
    name = ((explicit["name"] or explicit["other"]) if explicit else line).strip(_AROUND)
    if arabic.key(name) in writers:
        return (name,)
    parts = tuple(part.strip(_AROUND) for part in _BETWEEN_NAMES.split(name))
    if len(parts) > 1 and all(arabic.key(part) in writers for part in parts):
        return parts
    if explicit and 2 <= len(name.split()) <= _MOST_NAME_WORDS and not re.search(r"\d", name):
        return (name,)
    return ()


def _take_byline(blocks: list[Block], writers: Container[str]) -> tuple[str, ...]:
    """Lifts the byline out of the first line of the text."""
    for index, block in enumerate(blocks[:5]):
        if not block.kind or block.kind in {"figure", "embed", "hr"}:
            if block.kind:
                continue
            return ()
        first, _, rest = block.html.partition("<br>")
        names = names_in(plain(first), writers)
        if names:
            _replace(blocks, index, rest)
        return names
    return ()


def _take_source(blocks: list[Block]) -> tuple[str, str]:
    """Lifts «المصدر: …» out of the last lines, or of the first."""
    worded = [index for index, block in enumerate(blocks) if block.kind not in {"", "figure", "embed", "hr"}]
    for index in dict.fromkeys([*reversed(worded[-4:]), *worded[:2]]):
        lines = blocks[index].html.split("<br>")
        for at in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            if found := _source(lines[at]):
                _replace(blocks, index, "<br>".join(lines[:at] + lines[at + 1 :]))
                return found
    return "", ""


def _source(line: str) -> tuple[str, str] | None:
    words = plain(line)
    if len(words) > 1000 or not (found := _SOURCE.fullmatch(words)):
        return None
    name, href = found["name"].strip(_AROUND), _HREF.search(line)
    url = href[1] if href else ""
    if address := _ADDRESS.search(name):
        url = url or address[0]
        name = (name[: address.start()] + name[address.end() :]).strip(_AROUND) or address[1]
    if not arabic.key(name) or len(name) > _LONGEST_LINE or len(name.split()) > _MOST_SOURCE_WORDS:
        return None
    return name, url if len(url) <= 1000 else ""


def _replace(blocks: list[Block], index: int, inner: str) -> None:
    if plain(inner):
        blocks[index].html = inner
    else:
        del blocks[index]


def _html(block: Block, ids: Mapping[ImageRef, int]) -> str:
    if block.image:
        if block.image not in ids:
            return ""
        caption = f"<figcaption>{block.html}</figcaption>" if plain(block.html) else ""
        return f'<figure data-image="{ids[block.image]}">{caption}</figure>'
    if block.kind == "embed":
        return f'<figure class="embed" data-embed-url="{escape(block.url)}"></figure>'
    if block.kind == "hr":
        return "<hr>"
    return f"<{block.kind}{block.attributes}>{block.html}</{block.kind}>" if block.kind else block.html
