"""HTML as `maseer.lib.html.clean` leaves it, taken apart into blocks of words for comparing."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from maseer.lib import html

# What a page can show. The rest of a longer text is one block more.
MAX_BLOCKS = 2_000

# Signs on and between letters. Not those of hamza and madda: with them it is another letter.
_MARKS = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_NOISE = re.compile(f"[{_MARKS}\N{ARABIC TATWEEL}]+")
_NOISE_BESIDE_TAGS = re.compile(f"(<[^>]*>)|{_NOISE.pattern}")
_SPACES = re.compile(r"\s+")
# A number with its separators, a word with its signs and joiners, or one other character; and the space after it.
_WORD = re.compile(
    rf"(\d+(?:[.,:/\u066b\u066c-]\d+)+|[\w{_MARKS}\u0653-\u0655\u0300-\u036f\u200c\u200d]+|\S)(\s*)"
)
_EMPTY = re.compile(r"<([a-z0-9]+)[^>]*>\s*</\1>")
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BLOCK_TAGS = re.compile(rf"(?:</?(?:{'|'.join(sorted(html.BLOCKS - {'hr', 'br', 'figure'}))})(?: [^>]*)?>)+")
_LIST = re.compile(r"<(ul|ol)\b")

# What names a block: the first of these that begins a tag around it. Lists come between the two tables.
_KINDS_IN_A_LIST_TOO = {
    "<td": "cell",
    "<th>": "heading-cell",
    "<th ": "heading-cell",
    "<figcaption": "caption",
    "<caption": "table-caption",
    "<figure": "figure",
    "<hr": "rule",
    "<h2": "heading-2",
    "<h3": "heading-3",
    "<h4": "heading-4",
}
_KINDS = {
    '<blockquote class="pull"': "pull-quote",
    "<blockquote": "quote",
    '<p class="question"': "question",
    '<p class="verse"': "verse",
    '<p class="lead"': "lead",
    "<aside": "facts",
}


class Style(NamedTuple):
    """How words look: names of tags, the address of a link and its title, a language or direction."""

    marks: tuple[str, ...] = ()
    link: str = ""
    title: str = ""
    language: str = ""


PLAIN = Style()


class Words:
    """What is to be read in a block, in columns. `kinds` tells words from break, rule, image and embed."""

    def __init__(self, hide_noise: bool):
        self.hide_noise = hide_noise
        self.keys: list[str] = []
        self.texts: list[str] = []
        self.spaces: list[bool] = []
        self.styles: list[Style] = []
        self.kinds: list[str] = []
        # What is only noise stands with the word after it.
        self._held = ""

    def read(self, text: str, style: Style) -> None:
        if self.texts and text[:1].isspace():
            self.spaces[-1] = True
        if self.hide_noise and (_NOISE.search(text) or not unicodedata.is_normalized("NFC", text)):
            for word, space in _WORD.findall(text):
                if key := without_noise(word):
                    self._add([key], [self._held + word], [bool(space)], style)
                    self._held = ""
                else:
                    self._held += word + (" " if space else "")
        elif found := _WORD.findall(text):
            words = [word for word, _space in found]
            texts = [self._held + words[0], *words[1:]]
            self._add(words, texts, [bool(space) for _word, space in found], style)
            self._held = ""

    def put(self, kind: str, text: str, style: Style) -> None:
        key = f"\0{kind} {text}"
        # The picture of a figure is named twice.
        if kind != "image" or self.keys[-1:] != [key]:
            self._add([key], [text], [False], style, kind)

    def text(self, start: int, end: int) -> str:
        """Part of it, with its spaces."""
        return "".join(
            text + " " if space else text
            for text, space in zip(self.texts[start:end], self.spaces[start:end], strict=True)
        )

    def _add(
        self, keys: list[str], texts: list[str], spaces: list[bool], style: Style, kind: str = "words"
    ) -> None:
        self.keys += keys
        self.texts += texts
        self.spaces += spaces
        self.styles += [style] * len(keys)
        self.kinds += [kind] * len(keys)


class Leaf(NamedTuple):
    """A block with no blocks in it: the tags around it from the outermost, and its HTML, complete in itself."""

    path: tuple[str, ...]
    inner: str

    @property
    def kind(self) -> str:
        return _kind(self.path)

    @property
    def depth(self) -> int:
        return sum(1 for tag in self.path if _LIST.match(tag))

    def words(self, hide_noise: bool) -> Words:
        words = Words(hide_noise)
        opened: tuple[str, ...] = ()
        at = 0
        for tag in _TAG.finditer(self.inner):
            if tag.start() > at:
                words.read(unescape(self.inner[at : tag.start()]), _style(opened))
            at = tag.end()
            closing, name, attributes = tag.groups()
            if found := _object(name, attributes):
                words.put(*found, _style(opened))
                words.read(_attributes(attributes).get("alt", ""), _style(opened))
            elif closing:
                opened = opened[:-1]
            elif name not in html.BLOCKS:
                opened = (*opened, tag[0])
        words.read(unescape(self.inner[at:]), _style(opened))
        return words


def leaves(text: str) -> list[Leaf]:
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(text):
        reader.text(text[at : tag.start()])
        reader.tag(tag[0], *tag.groups())
        at = tag.end()
        if len(reader.leaves) == MAX_BLOCKS:
            text = _BLOCK_TAGS.sub(" ", text[at:])
            at = 0
            break
    reader.text(text[at:])
    reader.end_block()
    return [Leaf(path, "".join(inner)) for path, inner in reader.leaves]


def without_noise(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFC", text))


def as_shown(text: str, hide_noise: bool) -> str:
    """HTML without what never is a difference: how wide a space is, and noise if it is hidden."""
    if hide_noise:
        text = _NOISE_BESIDE_TAGS.sub(r"\1", unicodedata.normalize("NFC", text))
        text = _EMPTY.sub("", text)
    return _SPACES.sub(" ", text)


class _Reader:
    def __init__(self):
        self.leaves: list[tuple[tuple[str, ...], list[str]]] = []
        self.path: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self._begin()

    def _begin(self) -> None:
        # Formatting that is around several blocks is in each of them.
        self.inner = [tag for tag, _name in self.inline]
        self.is_empty = True

    def text(self, text: str) -> None:
        if text:
            self.inner.append(text)
            self.is_empty = self.is_empty and text.isspace()

    def tag(self, tag: str, closing: str, name: str, attributes: str) -> None:
        if name == "br":
            self.inner.append(tag)
        elif name == "img":
            self._thing(tag)
        elif name == "hr":
            self.end_block()
            self.path.append(tag)
            self._thing(tag)
            self.end_block()
            self.path.pop()
        elif name in html.BLOCKS:
            self.end_block()
            if closing:
                del self.path[-1:]
            elif name == "figure":
                # What it shows is a thing in the text, so that its caption does not change with it.
                self.path.append("<figure>")
                if _object(name, attributes):
                    self._thing(tag)
            else:
                self.path.append(tag)
        else:
            self.inner.append(tag)
            if closing:
                del self.inline[-1:]
            else:
                self.inline.append((tag, name))

    def _thing(self, tag: str) -> None:
        self.inner.append(tag)
        self.is_empty = False

    def end_block(self) -> None:
        if not self.is_empty:
            self.inner += [f"</{name}>" for _tag, name in reversed(self.inline)]
            self.leaves.append((tuple(self.path), self.inner))
        self._begin()


def _object(name: str, attributes: str) -> tuple[str, str] | None:
    if name == "br":
        return "break", ""
    if name == "hr":
        return "rule", ""
    if name in {"img", "figure"}:
        values = _attributes(attributes)
        if number := values.get("data-image"):
            return "image", number
        if address := values.get("data-embed-url"):
            return "embed", address
    return None


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(text)}


@lru_cache(maxsize=1000)
def _style(opened: tuple[str, ...]) -> Style:
    marks, link, title, language = set(), "", "", ""
    for tag in opened:
        name = tag[1:-1].partition(" ")[0]
        values = _attributes(tag)
        if name == "a":
            link, title = values.get("href", ""), values.get("title", "")
        elif name in {"span", "bdi"}:
            language = " ".join(value for _name, value in sorted(values.items()))
        else:
            marks.add(name)
    return Style(tuple(sorted(marks)), link, title, language)


@lru_cache(maxsize=1000)
def _kind(path: tuple[str, ...]) -> str:
    if kind := _named(path, _KINDS_IN_A_LIST_TOO):
        return kind
    if lists := [tag for tag in path if _LIST.match(tag)]:
        return "numbered-item" if lists[-1].startswith("<ol") else "item"
    return _named(path, _KINDS) or "paragraph"


def _named(path: tuple[str, ...], kinds: dict[str, str]) -> str:
    return next((kinds[start] for start in kinds if any(tag.startswith(start) for tag in path)), "")
