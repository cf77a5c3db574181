"""Reads a WordPress export (WXR) as a stream: one item at a time, whatever the size of the file."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.parsers.expat import errors

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils import timezone

# XML forbids these, WordPress writes them all the same.
_ILLEGAL = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
# rss > channel > item > comment > commentmeta > value is six. A deeper tree is an attack on our memory.
_MAX_DEPTH = 20
_NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/"), "wp"),
    (re.compile(r"https?://purl\.org/rss/[\d.]+/modules/content/"), "content"),
    (re.compile(r"https?://purl\.org/dc/elements/[\d.]+/"), "dc"),
)
_CUT = {
    errors.codes[getattr(errors, name)]
    for name in (
        "XML_ERROR_NO_ELEMENTS",
        "XML_ERROR_UNCLOSED_TOKEN",
        "XML_ERROR_PARTIAL_CHAR",
        "XML_ERROR_UNCLOSED_CDATA_SECTION",
    )
}
# The fields of plug-ins are many and large; these say something about a text or a picture.
VIEWS = ("views", "post_views_count", "jnews_views", "_jnews_views")
CREDIT = ("_media_credit", "media_credit", "_wp_attachment_credit", "credit")
_META = {"_thumbnail_id", "_wp_attachment_image_alt", "_wp_old_slug", *VIEWS, *CREDIT}


class ExportError(Exception):
    """The file cannot be imported at all; the message says why, to the person at the command line."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag, as an item carries it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    parent: int
    author: str
    email: str
    text: str
    approved: str
    type: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    type: str
    status: str
    title: str = ""
    link: str = ""
    creator: str = ""
    slug: str = ""
    body: str = ""
    excerpt: str = ""
    at: datetime | None = None
    parent: int = 0
    has_password: bool = False
    is_sticky: bool = False
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    attachment_url: str = ""
    comments: tuple[Comment, ...] = ()

    def first(self, *names: str) -> str:
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    @property
    def thumbnail(self) -> int:
        return number(self.first("_thumbnail_id"))


@dataclass
class Site:
    """What stands before the items. Complete once the first item has been read."""

    title: str = ""
    address: str = ""
    version: str = ""
    # Login to the name the account shows.
    accounts: dict[str, str] = field(default_factory=dict)
    categories: list[Category] = field(default_factory=list)
    tags: list[Term] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What keeps item 12 of one site apart from item 12 of another."""
        parts = urlsplit(self.address)
        key = f"{parts.netloc}{parts.path}".lower().removeprefix("www.").rstrip("/")
        return key if len(key) <= 100 else hashlib.sha256(key.encode()).hexdigest()


class Export:
    def __init__(self, path: Path):
        self.path = path
        self.site = Site()

    def items(self) -> Iterator[Item]:
        """The items in the order of the file. Raises ExportError where the file is broken, cut or not an export."""
        depth, channel = 0, None
        self.site = site = Site()
        for event, element in self._events():
            if event == "start":
                depth += 1
                if depth == 1 and element.tag != "rss":
                    raise ExportError(
                        f"This is not a WordPress export: it begins with <{element.tag[:40]}>, not with <rss>."
                    )
                if depth == 2:
                    channel = element
                if depth > _MAX_DEPTH:
                    raise ExportError("This is not a WordPress export: its elements are nested too deeply.")
                continue
            depth -= 1
            if depth != 2 or channel is None:
                continue
            if element.tag == "item":
                self._require_header(site)
                yield _item(element)
            else:
                _read_header(element, site)
            # Whatever has been read is let go: memory holds one item.
            channel.clear()
        self._require_header(site)

    def _require_header(self, site: Site) -> None:
        if not site.version:
            raise ExportError(
                "This is not a WordPress export: it has no <wp:wxr_version>. Make one under Tools, Export."
            )
        if not site.version.startswith("1."):
            raise ExportError(
                f"This WordPress export has version {site.version[:20]}; versions 1.0 to 1.2 are understood."
            )
        if not site.key:
            raise ExportError(
                "This WordPress export does not say which site it comes from (<wp:base_blog_url>)."
            )

    def _events(self):
        try:
            with self.path.open("rb") as file:
                if not file.peek(1):
                    raise ExportError("The file is empty.")
                yield from iterparse(_Legal(file), events=("start", "end"), forbid_dtd=True)
        except DefusedXmlException as error:
            raise ExportError(
                "The file declares a document type or entities. No WordPress export does; it was not read."
            ) from error
        except ParseError as error:
            line = error.position[0]
            if error.code in _CUT:
                raise ExportError(
                    f"The file ends in the middle (line {line}). Export or download it again."
                ) from error
            raise ExportError(f"The file is not well-formed XML: {error}.") from error
        except (LookupError, ValueError) as error:
            raise ExportError(f"The file's encoding is not understood: {error}. Save it as UTF-8.") from error
        except OSError as error:
            raise ExportError(f"The file cannot be read: {error.strerror or error}.") from error


class _Legal:
    """A byte stream without the characters that make XML ill-formed."""

    def __init__(self, file):
        self._file = file

    def read(self, size: int = -1) -> bytes:
        while chunk := self._file.read(size):
            if kept := chunk.translate(None, _ILLEGAL):
                return kept
        return b""


def _read_header(element, site: Site) -> None:
    tag, text = _name(element.tag), (element.text or "").strip()
    if tag == "title":
        site.title = text
    elif (tag == "link" and not site.address) or (tag == "wp:base_blog_url" and text):
        site.address = text
    elif tag == "wp:wxr_version":
        site.version = text
    elif tag == "wp:author":
        values = _values(element)
        site.accounts[values.get("wp:author_login", "")] = values.get("wp:author_display_name", "")
    elif tag == "wp:category":
        values = _values(element)
        site.categories.append(
            Category(
                values.get("wp:category_nicename", ""),
                values.get("wp:cat_name", ""),
                values.get("wp:category_parent", ""),
            )
        )
    elif tag == "wp:tag":
        values = _values(element)
        site.tags.append(Term(values.get("wp:tag_slug", ""), values.get("wp:tag_name", "")))


def _item(element) -> Item:
    values, categories, tags, comments = {}, [], [], []
    meta: dict[str, tuple[str, ...]] = {}
    for child in element:
        tag = _name(child.tag)
        if tag == "category":
            term = Term(child.get("nicename", ""), (child.text or "").strip())
            {"category": categories, "post_tag": tags}.get(child.get("domain", ""), []).append(term)
        elif tag == "wp:postmeta":
            pair = _values(child)
            name = pair.get("wp:meta_key", "")
            if name in _META:
                meta[name] = (*meta.get(name, ()), pair.get("wp:meta_value", ""))
        elif tag == "wp:comment":
            comments.append(_comment(_values(child)))
        elif child.text:
            values[tag] = child.text
    line = {tag: values.get(tag, "").strip() for tag in ("title", "link", "dc:creator")}
    return Item(
        id=number(values.get("wp:post_id", "")),
        type=values.get("wp:post_type", "").strip(),
        status=values.get("wp:status", "").strip(),
        title=line["title"],
        link=line["link"],
        creator=line["dc:creator"].strip("<> "),
        slug=values.get("wp:post_name", "").strip(),
        body=values.get("content:encoded", ""),
        excerpt=values.get("excerpt:encoded", ""),
        at=moment(values.get("wp:post_date_gmt", ""), values.get("wp:post_date", "")),
        parent=number(values.get("wp:post_parent", "")),
        has_password=bool(values.get("wp:post_password", "")),
        is_sticky=values.get("wp:is_sticky", "") == "1",
        categories=tuple(dict.fromkeys(categories)),
        tags=tuple(dict.fromkeys(tags)),
        meta=meta,
        attachment_url=values.get("wp:attachment_url", "").strip(),
        comments=tuple(comments),
    )


def _comment(values: dict[str, str]) -> Comment:
    return Comment(
        id=number(values.get("wp:comment_id", "")),
        parent=number(values.get("wp:comment_parent", "")),
        author=values.get("wp:comment_author", ""),
        email=values.get("wp:comment_author_email", ""),
        text=values.get("wp:comment_content", ""),
        approved=values.get("wp:comment_approved", ""),
        type=values.get("wp:comment_type", ""),
        at=moment(values.get("wp:comment_date_gmt", ""), values.get("wp:comment_date", "")),
    )


def _values(element) -> dict[str, str]:
    return {_name(child.tag): (child.text or "").strip() for child in element}


_names: dict[str, str] = {}


def _name(tag: str) -> str:
    """`{http://wordpress.org/export/1.2/}post_id` is `wp:post_id`, in every version of the format."""
    if not tag.startswith("{"):
        return tag
    if tag not in _names:
        space, _, local = tag[1:].partition("}")
        prefix = next((prefix for pattern, prefix in _NAMESPACES if pattern.fullmatch(space)), "other")
        if len(_names) > 1000:  # a file may invent names without end
            return f"{prefix}:{local}"
        _names[tag] = f"{prefix}:{local}"
    return _names[tag]


def number(text: str) -> int:
    """A row number; 0 where there is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


def moment(utc: str, local: str) -> datetime | None:
    """The UTC date, or, where WordPress wrote 0000-00-00 for it, the local one in the zone of the paper."""
    for text, zone in ((utc, UTC), (local, timezone.get_default_timezone())):
        try:
            return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
