"""WordPress' mixture of HTML, shortcodes, block comments and bare lines, as a list of blocks.

One pass over the tokens, linear in the length. Nothing here makes HTML safe: `maseer.lib.html.clean` does that,
later and once.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from maseer.wordpress.blocks import Block, ImageRef, Markup, attributes, is_embed, plain, trimmed

_QUOTED = r""""[^"]*+"|'[^']*+'"""
_TOKEN = re.compile(
    rf"""
      (?P<comment><!--(?P<note>.*?)(?:-->|\Z))
    | (?P<unseen><(?P<gone>script|style|noscript|svg|template|textarea|select)\b.*?(?:</(?P=gone)\s*>|\Z))
    | <(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>(?:[^<>"']|{_QUOTED})*+)>
    | \[\[(?P<literal>[^\[\]]*+)\]\]
    | \[(?P<end>/?)(?P<code>[A-Za-z][\w-]{{0,60}})(?P<options>(?:(?:\s|/)(?:[^\[\]"'<>]|{_QUOTED}|<[^<>]*+>|["'])*+)?)\]
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]{0,60})\]")
_PARAGRAPHS = re.compile(r"(\n[ \t]*+(?:\n[ \t]*+)+)")
_DYNAMIC_BLOCK = re.compile(r"\s*+wp:([\w/-]+)\b.*/\s*$", re.DOTALL)
_LONE_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_IMAGE_CLASS = re.compile(r"\bwp-image-(\d{1,15})\b")
_IMAGE_ID = re.compile(r"attachment_(\d{1,15})")


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Shortcodes of WordPress itself, and those of plug-ins: an English name with _ or - in it.
# "[simple boat]" is prose.
_SHORTCODES = _set(
    "caption wp_caption embed gallery audio video playlist youtube vimeo tweet twitter facebook instagram soundcloud "
    "ad ads dropcap highlight button divider row column columns tabs tab accordion toggle quote pullquote blockquote "
    "box spoiler"
)
_EMBED_CODES = _set("youtube vimeo tweet twitter facebook instagram soundcloud")
_CONTAINERS = _set("ul ol table blockquote dl")
_ALONE = _set("p h1 h2 h3 h4 h5 h6 pre address dt dd summary")
_AS_PARAGRAPH = _set("address dt dd summary")
# They separate paragraphs and leave no other trace.
_TRANSPARENT = _set(
    "div section article main header footer aside center details figure body html nav label fieldset legend"
)


def parse(body: str, base: str = "", children: tuple[int, ...] = ()) -> Markup:
    """`base` is the address of the site; `children` are the pictures attached to the text, for a bare [gallery]."""
    return _Parser(body.replace("\r\n", "\n").replace("\r", "\n"), base, children).run()


class _Parser:
    def __init__(self, body: str, base: str, children: tuple[int, ...]):
        self.body, self.base, self.children = body, base, children
        self.markup = Markup()
        self.has_blocks = "<!-- wp:" in body
        # The paragraph being written, its tag, and the pictures found inside it.
        self.buffer: list[str] = []
        self.has_words = False
        self.tag, self.attributes = "p", ""
        self.waiting: list[Block] = []
        # Inside a list, table or quotation everything is copied until it closes.
        self.containers: list[str] = []
        # An open [caption], <figcaption>, [embed], <audio> or <video>, and its options.
        self.open: tuple[str, dict[str, str]] | None = None
        # Codes that the text closes somewhere, and where for the last time: what stays open must not swallow the rest.
        self.closed = {code.lower() for code in _CLOSING.findall(body)}
        self.last_end = {code: body.rfind(f"[/{code}]") for code in ("caption", "wp_caption", "embed")}
        self.handlers = {
            "img": self.picture,
            "iframe": self.frame,
            "embed": self.frame,
            "audio": self.medium,
            "video": self.medium,
            "figure": self.figure,
            "figcaption": self.figcaption,
            "hr": self.rule,
            **dict.fromkeys(_CONTAINERS, self.container),
        }
        self.figures: list[list[Block]] = []
        self.shown: set[int] = set()

    def run(self) -> Markup:
        at = 0
        for token in _TOKEN.finditer(self.body):
            self.text(self.body[at : token.start()])
            at = token.end()
            self.take(token)
        self.text(self.body[at:])
        self.finish_open()
        self.finish()
        return self.markup

    def take(self, token: re.Match[str]) -> None:
        if token["comment"] is not None:
            self.comment(token["note"])
        elif token["unseen"] is not None:
            self.lose(token["gone"].lower())
        elif token["literal"] is not None:
            self.text(f"[{token['literal']}]")
        elif token["code"] is not None:
            self.shortcode(token)
        else:
            self.element(token["tag"].lower(), bool(token["close"]), token["attributes"])

    # Words

    def text(self, text: str) -> None:
        if not text:
            return
        if self.containers or self.tag != "p" or self.open:
            self.write(text)
            return
        for index, part in enumerate(_PARAGRAPHS.split(text)):
            if index % 2:
                self.finish()
            else:
                self.write(part if self.has_blocks else part.replace("\n", "<br>"))

    def write(self, text: str) -> None:
        self.buffer.append(text)
        self.has_words = self.has_words or bool(text.strip())

    def finish(self) -> None:
        """Ends the paragraph; pictures found in it stand before it if it had not begun, after it otherwise."""
        html, tag, attributes = "".join(self.buffer), self.tag, self.attributes
        self.buffer, self.has_words, self.tag, self.attributes, self.containers = [], False, "p", "", []
        words = plain(html)
        if tag == "p" and _LONE_ADDRESS.fullmatch(words) and "href" not in html:
            self.embed(words)
        elif words and tag == "pre":
            verse = ' class="verse"' if "verse" in attributes else ""
            self.markup.blocks.append(Block("p", trimmed(html.replace("\n", "<br>")), verse))
        elif words:
            self.markup.blocks.append(Block(tag, trimmed(html), attributes))
        waiting, self.waiting = self.waiting, []
        self.markup.blocks += waiting

    def lose(self, what: str) -> None:
        self.markup.lost.append(what)

    # Comments

    def comment(self, note: str) -> None:
        if dynamic := _DYNAMIC_BLOCK.match(note[:2000]):
            self.lose(f"block {dynamic[1]}")
        if note.strip() in {"more", "nextpage"}:
            self.finish()

    # Elements

    def element(self, tag: str, closes: bool, text: str) -> None:
        if self.open and self.inside_open(tag, closes, text):
            return
        if handler := self.handlers.get(tag):
            handler(tag, closes, text)
        elif self.containers:
            self.copy(tag, closes, text)
        elif tag in _ALONE:
            self.finish()
            if not closes:
                self.tag, self.attributes = "p" if tag in _AS_PARAGRAPH else tag, text
        elif tag in _TRANSPARENT:
            self.finish()
        else:
            self.copy(tag, closes, text)

    def copy(self, tag: str, closes: bool, text: str) -> None:
        self.buffer.append("<br>" if tag == "br" else f"<{'/' if closes else ''}{tag}{text}>")

    def rule(self, tag: str, closes: bool, text: str) -> None:
        if self.containers:
            self.copy(tag, closes, text)
        else:
            self.finish()
            self.markup.blocks.append(Block("hr"))

    def inside_open(self, tag: str, closes: bool, text: str) -> bool:
        """What is open takes the tag, and True says so."""
        kind, values = self.open
        if kind in {"audio", "video"}:
            if tag in {"source", "a"} and not values.get("src"):
                values["src"] = attributes(text).get("src") or attributes(text).get("href", "")
            return tag != kind or not closes
        if tag in {"figcaption", "figure", "img"}:
            return False
        if tag in _ALONE or tag in _TRANSPARENT or tag in _CONTAINERS:
            self.buffer.append(" ")
        elif kind != "embed":
            self.buffer.append(f"<{'/' if closes else ''}{tag}{text}>")
        return True

    def container(self, tag: str, closes: bool, text: str) -> None:
        if closes:
            if tag in self.containers:
                while self.containers.pop() != tag:
                    pass
                self.buffer.append(f"</{tag}>")
                if not self.containers:
                    self.finish_container()
            return
        if not self.containers:
            self.finish()
        self.containers.append(tag)
        self.buffer.append(f"<{tag}{text}>")

    def finish_container(self) -> None:
        html, self.buffer, self.has_words = "".join(self.buffer), [], False
        if plain(html):
            self.markup.blocks.append(Block("", html))
        waiting, self.waiting = self.waiting, []
        self.markup.blocks += waiting

    # Pictures

    def picture(self, tag: str, closes: bool, text: str) -> None:
        values = attributes(text)
        url = urljoin(self.base, values.get("src") or values.get("data-src", ""))
        known = _IMAGE_CLASS.search(values.get("class", ""))
        if not url.startswith(("http://", "https://")) or len(url) > 1000:
            url = ""
        if url or known:
            image = ImageRef(int(known[1]) if known else 0, url, values.get("alt", ""))
            self.place(Block("figure", image=image))
        else:
            self.lose("picture without an address")

    def place(self, figure: Block) -> None:
        if self.figures:
            self.figures[-1].append(figure)
        if self.containers or self.has_words:
            self.waiting.append(figure)
        else:
            self.markup.blocks.append(figure)

    def figure(self, tag: str, closes: bool, text: str) -> None:
        if self.containers:
            return
        self.finish_open()
        self.finish()
        if not closes:
            self.figures.append([])
        elif self.figures:
            self.figures.pop()

    def figcaption(self, tag: str, closes: bool, text: str) -> None:
        if self.containers:
            return
        if not closes:
            self.finish_open()
            self.finish()
            self.open = ("figcaption", {})
            return
        if not self.open or self.open[0] != "figcaption":
            return
        html, self.buffer, self.has_words, self.open = "".join(self.buffer), [], False, None
        self.caption(html)

    def caption(self, html: str, figures: list[Block] | None = None) -> None:
        """The words under the last picture of the figure; with no picture there, a paragraph."""
        figures = (self.figures[-1] if self.figures else []) if figures is None else figures
        if figures and not figures[-1].html:
            figures[-1].html = trimmed(html)
        elif plain(html):
            self.markup.blocks.append(Block("p", trimmed(html)))

    # Shortcodes

    def shortcode(self, token: re.Match[str]) -> None:
        code, closes = token["code"].lower(), bool(token["end"])
        if code not in _SHORTCODES and not re.search("[_-]", code):
            # An English word in brackets is prose, unless somewhere it is closed like a tag.
            if code not in self.closed:
                self.text(token[0])
            return
        values = attributes(token["options"])
        if code in {"caption", "wp_caption"}:
            self.caption_code(code, closes, values, token.start())
        elif code == "embed":
            self.embed_code(closes, values, token.start())
        elif code == "gallery":
            self.gallery(values)
        elif code in {"audio", "video", "playlist"}:
            if not closes:
                address = next((value for value in values.values() if value.startswith("http")), "")
                self.lose(f"{code} {address}".strip())
        elif not closes and code in _EMBED_CODES:
            address = _LONE_ADDRESS.search(unescape(token["options"]))
            if address:
                self.finish()
                self.embed(address[0])

    def caption_code(self, code: str, closes: bool, values: dict[str, str], at: int) -> None:
        if not closes:
            self.finish_open()
            if at > self.last_end[code]:
                return
            self.finish()
            self.figures.append([])
            self.open = ("caption", values)
            return
        if self.open and self.open[0] == "caption":
            self.finish_open()

    def embed_code(self, closes: bool, values: dict[str, str], at: int) -> None:
        if not closes:
            self.finish_open()
            if at > self.last_end["embed"]:
                return
            self.finish()
            self.open = ("embed", values)
        elif self.open and self.open[0] == "embed":
            self.finish_open()

    def finish_open(self) -> None:
        """Closes what is open, whether or not the text closed it."""
        if not self.open:
            return
        kind, values = self.open
        self.open = None
        html, self.buffer, self.has_words = "".join(self.buffer), [], False
        if kind == "caption":
            figures = self.figures.pop() if self.figures else []
            waiting, self.waiting = self.waiting, []
            self.markup.blocks += waiting
            if figures and (known := _IMAGE_ID.search(values.get("id", ""))):
                image = figures[0].image
                figures[0].image = ImageRef(image.attachment or int(known[1]), image.url, image.alt)
            self.caption(html if plain(html) else values.get("caption", ""), figures)
        elif kind == "embed":
            self.embed(plain(html))
        elif kind in {"audio", "video"}:
            self.lose(f"{kind} {values.get('src', '')}".strip())
        else:
            self.caption(html)

    def gallery(self, values: dict[str, str]) -> None:
        self.finish()
        chosen = [int(n) for n in re.findall(r"\d{1,15}", values.get("ids", "") or values.get("include", ""))]
        for attachment in chosen or self.children:
            # The same gallery in nine columns is a test of themes, not nine galleries.
            if attachment not in self.shown:
                self.shown.add(attachment)
                self.markup.blocks.append(Block("figure", image=ImageRef(attachment)))

    # Media

    def medium(self, tag: str, closes: bool, text: str) -> None:
        if closes:
            if self.open and self.open[0] == tag:
                self.finish_open()
            return
        self.finish_open()
        self.finish()
        if text.rstrip().endswith("/"):
            self.lose(f"{tag} {attributes(text).get('src', '')}".strip())
        else:
            self.open = (tag, attributes(text))

    def frame(self, tag: str, closes: bool, text: str) -> None:
        if not closes:
            self.embed(attributes(text).get("src", ""), only_known=True)

    def embed(self, url: str, *, only_known: bool = False) -> None:
        url = urljoin(self.base, url.strip())
        if is_embed(url):
            parts = urlsplit(url)
            self.markup.blocks.append(Block("embed", url=parts._replace(scheme="https").geturl()))
        elif only_known:
            self.lose(f"frame {url}".strip())
        elif url.startswith(("http://", "https://")):
            self.markup.blocks.append(Block("p", f'<a href="{escape(url)}">{escape(url)}</a>'))
