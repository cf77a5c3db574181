"""What a text is made of, between WordPress' markup and ours."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

_TAG = re.compile(r"<[^<>]*+>")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>/]++))""")
_EMPTY_INLINE = re.compile(r"<(a|strong|em|b|i|u|span)\b[^<>]*+>\s*+</\1>")
_SPACE_BEFORE = re.compile(r"(?:\s|<br>|&nbsp;)*+")
_SPACE_AFTER = re.compile(r"(?:\s|>rb<|;psbn&)*+")
_EMBEDS = (
    "youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "twitter.com", "x.com",
    "facebook.com", "instagram.com", "soundcloud.com", "t.me", "tiktok.com",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImageRef:
    """A picture that a text shows: the number of its attachment, where known, and its address."""

    attachment: int = 0
    url: str = ""
    alt: str = ""


@dataclass(slots=True)
class Block:
    """`kind` is a tag, or "figure" with an `image`, or "embed" with a `url`; `html` is the inside, or the caption."""

    kind: str
    html: str = ""
    attributes: str = ""
    image: ImageRef | None = None
    url: str = ""

    @property
    def text(self) -> str:
        return plain(self.html)


@dataclass(slots=True)
class Markup:
    blocks: list[Block] = field(default_factory=list)
    # What was in the text and is not taken over, for the report.
    lost: list[str] = field(default_factory=list)


def plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def is_embed(url: str) -> bool:
    host = (urlsplit(url).hostname or "").lower()
    return any(host == name or host.endswith(f".{name}") for name in _EMBEDS)


def trimmed(html: str) -> str:
    for _ in range(3):
        html = _EMPTY_INLINE.sub("", html)
    html = html[_SPACE_BEFORE.match(html).end() :]
    # Read backwards: searching forwards for the last space would read each run of spaces once per space.
    return html[: len(html) - _SPACE_AFTER.match(html[::-1]).end()]
