"""The one place where HTML from people, editors and importers becomes HTML that we print."""

import re
from html import escape, unescape

import nh3
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from maseer.lib import arabic

# For callers to enforce, with a message, before they call: the worst half million letters take a second.
MAX_LENGTH = 500_000

# Nobody writes deeper than this, and html5ever needs a minute for 40,000 unclosed tags.
MAX_DEPTH = 100
# It slows down over these too, many of them in one stretch of text.
MAX_ENTITIES = 50_000
# Repair may repeat an open tag in every paragraph; real articles grow by little.
_MAX_GROWTH = 4
_MAX_PASSES = 6

_TEXT = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "div"}
_BOXES = {"figure", "figcaption", "aside"}
_TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
_INLINE = {"strong", "em", "u", "s", "sub", "sup", "a", "img", "span", "bdi"}
BLOCKS = _TEXT | _BOXES | _TABLES
_TAGS = BLOCKS | _INLINE
_VOID = {"hr", "br", "img"}
# The parser closes these by itself: they nest only through others, and old HTML leaves them open.
_SELF_CLOSING = {"p", "li"} | _TABLES - {"table"}
_RENAMED = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "del": "s",
    "strike": "s",
    "section": "div",
    "article": "div",
    "center": "div",
    "pre": "div",
    "dt": "div",
    "dd": "div",
}
# Removed with what is in them.
_UNREADABLE = {"script", "style", "title", "textarea", "iframe", "noscript", "noembed", "noframes", "xmp"}

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_SPAN = re.compile(r"[1-9][0-9]?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_DIRECTION = re.compile(r"ltr|rtl|auto")
_HTTPS = re.compile(r"https://[^\s\"'<>\\/?#@]+(?:[/?#][^\s\"'<>\\]*)?")
_SCOPE = re.compile(r"(?:row|col)(?:group)?")
_LINK = re.compile(r".{1,2000}", re.DOTALL)
_ANYTHING = re.compile(r".*", re.DOTALL)

# What an attribute may hold, whole; classes are below, and links are judged by their scheme.
_CELL = {"colspan": _SPAN, "rowspan": _SPAN, "scope": _SCOPE}
_ATTRIBUTES = {
    **{tag: {"lang": _LANGUAGE, "dir": _DIRECTION} for tag in ("p", "span", "bdi", "h2", "h3", "li")},
    "blockquote": {"lang": _LANGUAGE, "dir": _DIRECTION, "class": _ANYTHING},
    "a": {"href": _LINK, "title": _ANYTHING},
    "img": {"data-image": _NUMBER, "alt": _ANYTHING},
    "figure": {"data-image": _NUMBER, "data-embed-url": _HTTPS, "class": _ANYTHING},
    "aside": {"class": _ANYTHING},
    "td": _CELL,
    "th": _CELL,
}
_ATTRIBUTES["p"] = _ATTRIBUTES["p"] | {"class": _ANYTHING}
_CLASSES = {
    "blockquote": ("pull",),
    "aside": ("facts",),
    "p": ("question", "verse", "lead"),
    "figure": ("embed",),
}


def _allowed_value(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return next((kept for kept in _CLASSES[tag] if kept in value.split()), None)
    if name == "rel":
        return value
    return value if _ATTRIBUTES[tag][name].fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={*_UNREADABLE, "svg", "math", "template", "object"},
    # Without the star, ammonia lets title and lang through on everything.
    attributes={"*": set()} | {tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_allowed_value,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)
# Only block tags, all bare: every < that is left opens one of them.
_BLOCK_FINDER = nh3.Cleaner(tags=BLOCKS, attributes={"*": set()}, link_rel=None)
_PROSE_FINDER = nh3.Cleaner(
    tags=_TEXT, clean_content_tags={"figure", "aside", "table"}, attributes={"*": set()}, link_rel=None
)

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_EMPTY = re.compile(
    r"<p(?: [^<>]*)?>(?:[\s\u200b-\u200f\ufeff]|&nbsp;|<br>)*+</p>|<img(?: alt=\"[^\"<>]*\")?>"
)
_TAG = re.compile(r"<[^>]*>")
# What is left of a tag or a sign where markup was cut at some letter.
_CUT = re.compile(r"(?:<[^<>]*|&#?\w*)\Z")
_SPACES = re.compile(r"\s+")

# A tag exactly as the HTML standard reads it, less its excuses. Possessive throughout, so that no
# text is read more than a few times; every < that begins none of these is text.
_ATTRIBUTE = r"""[ \t\r\n/]*+[^ \t\r\n/>=<]++
    (?: [ \t\r\n]*+ = [ \t\r\n]*+ (?: "[^"]*+" | '[^']*+' | (?!["'])[^ \t\r\n><]*+ ) | (?![ \t\r\n]*+=) )"""
_MARKUP = re.compile(
    rf"""
      <!--(?: -?> | .*?(?: --!?> | \Z ) )
    | <[!?][^<>]*+>
    | <(?P<unreadable>{"|".join(sorted(_UNREADABLE))})(?=[ \t\r\n/>])
      .*? (?: </(?P=unreadable)(?=[ \t\r\n/>])[^>]*+> | \Z )
    | </(?P<end>[a-z][a-z0-9:-]*+)[^<>]*+>
    | <(?P<start>[a-z][a-z0-9:-]*+)(?=[ \t\r\n/>])(?P<attributes>(?:{_ATTRIBUTE}){{0,60}}+)[ \t\r\n/]*+>
    | <
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_HREF = re.compile(r"""(?:^|[\s/"'])href\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def clean(html: str) -> str:
    """What is left is safe to print, and cleaning it again changes nothing."""
    longest = _MAX_GROWTH * len(html) + 1000
    for _pass in range(_MAX_PASSES):
        cleaned = _CLEANER.clean(_tidy(html))
        if cleaned == html:
            return html
        if len(cleaned) > longest:
            break
        html = cleaned
    # Markup that grows or never settles was not written by an editor: its words will do.
    return f"<p>{escape(plain_text(html), quote=False)}</p>"


def refused_links(html: str) -> list[str]:
    """The addresses that clean() takes away, for a message that names them."""
    links = []
    for tag in _MARKUP.finditer(_UNWANTED.sub("", html)):
        if (tag["start"] or "").lower() == "a" and (href := _HREF.search(tag["attributes"])):
            link = unescape(href[1] or href[2] or href[3] or "")
            if link and not _is_allowed(link):
                links.append(link)
    return links


def plain_text(html: str) -> str:
    """The words, a block to a line."""
    return _lines(_BLOCK_FINDER, html)


def excerpt(html: str, letters: int = 160) -> str:
    """The first words of the prose; pictures, tables and boxes have words of their own. The markup may end anywhere."""
    text = " ".join(_lines(_PROSE_FINDER, _CUT.sub("", html)).split())
    if len(text) <= letters:
        return text
    cut = text[: letters + 1].rpartition(" ")[0] or text[:letters]
    return (
        cut.rstrip(" .:,;-\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{HORIZONTAL ELLIPSIS}")
        + "\N{HORIZONTAL ELLIPSIS}"
    )


def body_minutes(html: str) -> int:
    return arabic.reading_minutes(plain_text(html))


def _is_allowed(link: str) -> bool:
    return bool(_LINK.fullmatch(link)) and "href=" in _CLEANER.clean(f'<a href="{escape(link)}">')


def _lines(finder: nh3.Cleaner, html: str) -> str:
    marked = _SPACES.sub(" ", finder.clean(_tidy(html)))
    lines = (_UNWANTED.sub("", unescape(line)).split() for line in _TAG.split(marked))
    return "\n".join(" ".join(words) for words in lines if words)


def _tidy(html: str) -> str:
    """Leaves to the parser only tags that we keep, closed in order: it is slow on anything else."""
    html = _EMPTY.sub("", _UNWANTED.sub("", html))
    if html.count("&") > MAX_ENTITIES:
        html = html.replace("&", "")
    stack: list[str] = []
    html = _MARKUP.sub(lambda markup: _tidied(markup, stack), html)
    return html + "".join(f"</{tag}>" for tag in reversed(stack))


def _tidied(markup: re.Match[str], stack: list[str]) -> str:
    if markup["start"]:
        return _opened(_known(markup["start"]), markup["attributes"], stack)
    if markup["end"]:
        return _closed(_known(markup["end"]), stack)
    return "&lt;" if markup[0] == "<" else ""


def _known(name: str) -> str:
    name = name.lower()
    return _RENAMED.get(name, name)


def _opened(tag: str, attributes: str, stack: list[str]) -> str:
    if tag not in _TAGS:
        return ""
    if tag not in _VOID | _SELF_CLOSING:
        if len(stack) >= MAX_DEPTH:
            return ""
        stack.append(tag)
    if tag not in _ATTRIBUTES:
        return f"<{tag}>"
    # A tag inside a value would be counted as text here and might be read as a tag there.
    return f"<{tag}{attributes.replace('<', '&lt;')}>"


def _closed(tag: str, stack: list[str]) -> str:
    if tag in _SELF_CLOSING:
        return f"</{tag}>"
    # As in the parser, nothing inside a table closes what is around it.
    since_table = len(stack) - 1 - stack[::-1].index("table") if "table" in stack else 0
    if tag not in stack[since_table:]:
        return ""
    closed = []
    while not closed or closed[-1] != tag:
        closed.append(stack.pop())
    return "".join(f"</{name}>" for name in closed)


def isolated(name: str) -> SafeString:
    """A title or a name among Arabic: its brackets and points stay where its own alphabet has them."""
    name = conditional_escape(name)
    return format_html('<bdi dir="ltr">{}</bdi>', name) if arabic.runs_from_left(name) else name
