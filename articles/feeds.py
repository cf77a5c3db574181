"""What feed readers fetch: the newest texts of the paper, of a section, of a writer, of a tag. RSS 2.0, and Atom."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import prefetch_related_objects
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, rfc3339_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.article_page import shared_picture
from articles.models import Article, Author, Named, Section, Tag, bylines_of
from maseer.lib import arabic
from maseer.lib.http import absolute_url
from maseer.page_cache import public
from pages.models import SiteSettings

MOST = 30
MINUTE = 60
DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}
PICTURE = "image/jpeg"


class Rss(Rss201rev2Feed):
    """With a name for each writer, and with when a text last changed: neither is in RSS itself."""

    def rss_attributes(self):
        return super().rss_attributes() | DUBLIN_CORE | MEDIA

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            handler.addQuickElement("dc:creator", writer.name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        _add_picture(handler, item)


class Atom(Atom1Feed):
    """With every writer, and where their texts are found; Django's knows of one."""

    def root_attributes(self):
        return super().root_attributes() | MEDIA

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for writer in item["writers"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", writer.name)
            handler.addQuickElement("uri", absolute_url(iri_to_uri(writer.get_absolute_url())))
            handler.endElement("author")
        _add_picture(handler, item)


def _add_picture(handler, item) -> None:
    """What an enclosure cannot say: how large it is, what is in it, and whose it is."""
    if not item["picture"]:
        return
    image, shared = item["picture"]
    size = {"width": str(shared.width), "height": str(shared.height)}
    handler.startElement("media:content", {"url": shared.url, "type": PICTURE, "medium": "image"} | size)
    for name, words in (("description", image.alt), ("credit", image.credit)):
        if words:
            handler.addQuickElement(f"media:{name}", words)
    handler.endElement("media:content")


@dataclass(frozen=True)
class Asked:
    paper: SiteSettings
    address: str
    # Whose texts; none: the paper's.
    of: Named | None


class SiteFeed(Feed):
    """Every address in it is a public one: none is built from the request."""

    language = settings.LANGUAGE_CODE
    model: type[Named] | None = None
    item_guid_is_permalink = True

    def __init__(self, feed_type):
        self.feed_type = feed_type

    def get_object(self, request, slug=""):
        of = self.model.objects.get(slug=slug) if self.model else None
        return Asked(SiteSettings.load(), iri_to_uri(request.path), of)

    def rows(self, of):
        return Article.objects.newest_first()

    def title(self, asked):
        return f"{asked.of} · {asked.paper}" if asked.of else asked.paper.name

    def description(self, asked):
        return arabic.clean_line(self.about(asked.of) if asked.of else "") or asked.paper.tagline

    # Atom's name for it.
    subtitle = description

    def about(self, of):
        return ""

    def author_name(self, asked):
        """Who answers for texts without a writer's name."""
        return asked.paper.name

    def link(self, asked):
        return absolute_url(asked.of.get_absolute_url() if asked.of else "/")

    def feed_url(self, asked):
        return absolute_url(asked.address)

    def feed_copyright(self, asked):
        return asked.paper.rights

    def items(self, asked):
        articles = list(self.rows(asked.of).as_full_cards()[:MOST])
        bylines_of(articles)
        prefetch_related_objects(articles, "tags", "corrections")
        return articles

    def item_title(self, article):
        return article.title

    def item_description(self, article) -> SafeString:
        """HTML, as feed readers take it: the deck or the first words, and what readers were told was changed."""
        told = ((note.get_kind_display(), note.text) for note in article.corrections.all())
        notes = format_html_join("", "<p><b>{}:</b> {}</p>", told)
        return format_html("<p>{}</p>{}", article.excerpt, notes) if article.excerpt else notes

    def item_link(self, article):
        return absolute_url(article.get_absolute_url())

    def item_guid(self, article):
        # Its title may change, and with it the address; the short one stays.
        return absolute_url(article.short_url)

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return max(
            [article.updated_at or article.published_at, *(note.at for note in article.corrections.all())]
        )

    def item_categories(self, article):
        return [article.section.name, *(tag.name for tag in article.tags.all())]

    def item_extra_kwargs(self, article):
        shared = shared_picture(article.image)
        return {"writers": article.writers, "picture": (article.image, shared) if shared else None}

    def item_enclosures(self, article):
        shared = shared_picture(article.image)
        # What is not known is 0; asking would be a look at the disk for each picture.
        return [Enclosure(shared.url, str(shared.weight or 0), PICTURE)] if shared else []


class SectionFeed(SiteFeed):
    model = Section

    def about(self, of):
        return of.deck

    def rows(self, of):
        return Article.objects.in_sections([of, *of.children.all()])


class AuthorFeed(SiteFeed):
    model = Author

    def about(self, of):
        return of.bio or of.role

    def rows(self, of):
        return Article.objects.by_author(of)


class TagFeed(SiteFeed):
    model = Tag

    def rows(self, of):
        return Article.objects.tagged_with(of)


def _kept(feed: type[SiteFeed], tag: str):
    """The view of each format."""
    formats = (feed(Rss), feed(Atom))
    return tuple(require_safe(public(tag, "nav", "all", ttl=5 * MINUTE)(view)) for view in formats)


site, site_atom = _kept(SiteFeed, "feed")
section, section_atom = _kept(SectionFeed, "section:{slug}")
author, author_atom = _kept(AuthorFeed, "author:{slug}")
tag, tag_atom = _kept(TagFeed, "tag:{slug}")
