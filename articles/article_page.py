"""The page of one article: what it shows besides its text, the same for readers and for a proof of it."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from articles import neighbours
from articles.models import Article, Correction, bylines_of
from images import renditions
from maseer.lib.http import absolute_url


def context_of(article: Article, further_sections) -> dict:
    """What `articles/article.html` accepts. The article is one of `as_page`, or a proof."""
    parts = _parts(article)
    earlier, later = neighbours.parts_around(article, parts) if parts else neighbours.in_section(article)
    related = neighbours.related(article, leaving_out=[earlier, later, *parts])
    bylines_of([article, *related])
    corrections = list(article.corrections.all()) if article.has_corrections else []
    return {
        "article": article,
        "earlier": earlier,
        "later": later,
        "parts": parts,
        "related": related,
        "pictures": article.gallery.items.select_related("image") if article.gallery else [],
        "further_sections": further_sections,
        # What was wrong is said before the text, what was added after it.
        "errata": [note for note in corrections if note.kind == Correction.Kind.CORRECTION],
        "additions": [note for note in corrections if note.kind != Correction.Kind.CORRECTION],
        "permalink": absolute_url(article.short_url),
        "canonical": article.canonical_url or absolute_url(iri_to_uri(article.get_absolute_url())),
        "share_image": share_picture(article),
        "share": links_to(article.title, absolute_url(article.short_url)),
    }


def _parts(article: Article) -> list[Article]:
    """The public parts of its series, and itself among them, as it is here."""
    if not article.series:
        return []
    parts = list(Article.objects.published().as_cards().in_parts(article.series))
    if article in parts:
        parts[parts.index(article)] = article
        return parts
    return sorted([*parts, article], key=lambda part: (part.series_part or 0, part.published_at, part.pk))


def share_picture(article: Article) -> str:
    """The address of the picture networks show beside a link to it, or ""."""
    path = renditions.share_url(article.image) if article.image else ""
    return absolute_url(path) if path else ""


@dataclass(frozen=True)
class ShareLink:
    channel: str
    label: str
    url: str


def links_to(title: str, address: str) -> list[ShareLink]:
    """Plain links to the networks; none of their scripts."""
    text = f"{title}\n{address}"
    return [
        ShareLink("whatsapp", _("WhatsApp"), f"https://wa.me/?{urlencode({'text': text}, quote_via=quote)}"),
        ShareLink(
            "telegram",
            _("Telegram"),
            f"https://t.me/share/url?{urlencode({'url': address, 'text': title})}",
        ),
        ShareLink(
            "facebook",
            _("Facebook"),
            f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address})}",
        ),
        ShareLink("x", _("X"), f"https://x.com/intent/post?{urlencode({'text': title, 'url': address})}"),
        ShareLink(
            "email",
            _("E-mail"),
            f"mailto:?{urlencode({'subject': title, 'body': text}, quote_via=quote)}",
        ),
    ]
