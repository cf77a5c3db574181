"""Small WordPress exports, made of what a test names."""

from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

numbers = count(1000)

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/"><channel>"""
TAIL = "</channel></rss>"
SHARED = Path(__file__).resolve().parents[3] / "shared/data/wxr"


def element(name: str, value) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def header(
    address="https://old.example", title="الجريدة", version="1.2", accounts=(), categories=(), tags=()
) -> str:
    parts = [
        element("title", title),
        element("wp:wxr_version", version),
        element("wp:base_blog_url", address),
    ]
    for login, name in accounts:
        parts.append(
            f"<wp:author>{element('wp:author_login', login)}{element('wp:author_display_name', name)}</wp:author>"
        )
    for name, slug, parent in categories:
        inner = element("wp:category_nicename", slug) + element("wp:category_parent", parent)
        parts.append(f"<wp:category>{inner}{element('wp:cat_name', name)}</wp:category>")
    for name, slug in tags:
        parts.append(f"<wp:tag>{element('wp:tag_slug', slug)}{element('wp:tag_name', name)}</wp:tag>")
    return "".join(parts)


def item(
    id=None,
    *,
    type="post",
    status="publish",
    title="عنوان",
    body="<p>متن طويل لا يشبه اسمًا.</p>",
    at="2024-05-01 09:00:00",
    gmt=None,
    link=None,
    creator="",
    excerpt="",
    password="",
    parent=0,
    sticky=0,
    categories=(),
    tags=(),
    meta=(),
    url="",
    comments=(),
) -> str:
    id = next(numbers) if id is None else id
    parts = [
        element("title", title),
        element("link", f"https://old.example/2024/05/01/{id}/" if link is None else link),
        element("dc:creator", creator),
        element("content:encoded", body),
        element("excerpt:encoded", excerpt),
        element("wp:post_id", id),
        element("wp:post_date", at),
        element("wp:post_date_gmt", at if gmt is None else gmt),
        element("wp:post_name", id),
        element("wp:status", status),
        element("wp:post_parent", parent),
        element("wp:post_type", type),
        element("wp:post_password", password),
        element("wp:is_sticky", sticky),
        element("wp:attachment_url", url) if url else "",
    ]
    for domain, names in (("category", categories), ("post_tag", tags)):
        parts += [
            f"<category domain={quoteattr(domain)} nicename='x'>{escape(name)}</category>" for name in names
        ]
    for key, value in meta:
        parts.append(
            f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:postmeta>"
        )
    return f"<item>{''.join(parts)}{''.join(comments)}</item>"


def attachment(id, url, **fields) -> str:
    return item(id, type="attachment", status="inherit", body="", url=url, title=f"صورة {id}", **fields)


def comment(
    id, text="تعليق", approved="1", parent=0, type="comment", email="a@example.org", name="قارئة"
) -> str:
    values = {
        "id": id,
        "author": name,
        "author_email": email,
        "author_IP": "192.0.2.1",
        "date_gmt": "2024-05-02 10:00:00",
        "content": text,
        "approved": approved,
        "type": type,
        "parent": parent,
    }
    inner = "".join(element(f"wp:comment_{name}", value) for name, value in values.items())
    return f"<wp:comment>{inner}</wp:comment>"


def export(*items: str, **head) -> str:
    return f"{HEAD}{header(**head)}{''.join(items)}{TAIL}"
