"""The page of one article: what it shows besides its text, the same for readers and for a proof of it."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from django.db.models import prefetch_related_objects
from django.utils.encoding import iri_to_uri

from articles import neighbours
from articles.models import Article, Correction, bylines_of
from images import renditions
from images.models import Image
from maseer.counting.channels import Channel
from maseer.lib.http import absolute_url


def context_of(article: Article, further_sections) -> dict:
    """What `articles/article.html` accepts. The article is one of `as_page`, or a proof."""
    parts = _parts(article)
    earlier, later = neighbours.parts_around(article, parts) if parts else neighbours.in_section(article)
    related = neighbours.related(article, leaving_out=[earlier, later, *parts])
    bylines_of([article, *related])
    prefetch_related_objects([article], "tags")
    corrections = list(article.corrections.all()) if article.has_corrections else []
    permalink = absolute_url(article.short_url)
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
        "permalink": permalink,
        "copied": marked(permalink, Channel.COPY),
        "passed_on": marked(permalink, Channel.DEVICE),
        # Who passes this page on passes on this page; search engines alone are sent to the first publisher.
        "address": absolute_url(iri_to_uri(article.get_absolute_url())),
        "canonical": article.canonical_url or absolute_url(iri_to_uri(article.get_absolute_url())),
        "share_image": shared_picture(article.image),
        "share": links_to(article.title, permalink, is_counted=True),
    }


def comments_of(article: Article) -> dict:
    """Whether there is room for comments of readers: where they are open, and where there are some to be read."""
    return {"has_comments": bool(article.comment_count) or article.takes_comments()}


def _parts(article: Article) -> list[Article]:
    """The public parts of its series, and itself among them, as it is here."""
    if not article.series:
        return []
    parts = list(Article.objects.published().as_cards().in_parts(article.series))
    if article in parts:
        parts[parts.index(article)] = article
        return parts
    return sorted([*parts, article], key=lambda part: (part.series_part or 0, part.published_at, part.pk))


def shared_picture(image: Image | None) -> renditions.Shared | None:
    """What networks show beside a link to it, at its public address."""
    found = renditions.shared(image) if image else None
    return replace(found, url=absolute_url(found.url)) if found else None


@dataclass(frozen=True)
class ShareLink:
    channel: Channel
    icon: str
    url: str

    @property
    def label(self) -> str:
        return self.channel.label


def marked(address: str, channel: Channel) -> str:
    """The address with the channel in it, so that who comes by it is counted there. The page drops the mark again."""
    return f"{address}?s={channel.value}"


def links_to(title: str, address: str, is_counted: bool = False) -> list[ShareLink]:
    """Plain links to the networks; none of their scripts."""

    def link(channel: Channel, to: str, /, **query) -> ShareLink:
        sent = marked(address, channel) if is_counted else address
        filled = {name: value.format(title=title, address=sent) for name, value in query.items()}
        return ShareLink(channel, channel.name.lower(), f"{to}?{urlencode(filled, quote_via=quote)}")

    both = "{title}\n{address}"
    return [
        link(Channel.WHATSAPP, "https://wa.me/", text=both),
        link(Channel.TELEGRAM, "https://t.me/share/url", url="{address}", text="{title}"),
        link(Channel.FACEBOOK, "https://www.facebook.com/sharer/sharer.php", u="{address}"),
        link(Channel.X, "https://x.com/intent/post", text="{title}", url="{address}"),
        link(Channel.EMAIL, "mailto:", subject="{title}", body=both),
    ]
