"""What pages say of themselves to programs, in the words of schema.org (JSON-LD).

Pure functions over rows that the page has fetched already; they ask the database for nothing. What a page does not show
is in none of them.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from articles.article_page import shared_picture
from articles.models import Article, Author
from articles.models.payload import BylineRole, Kind
from images.models import Image
from maseer.lib.http import absolute_url

TYPES = {
    Kind.NEWS: "NewsArticle",
    Kind.REPORT: "ReportageNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.INTERVIEW: "NewsArticle",
    Kind.STUDY: "AnalysisNewsArticle",
}
# Literature, drawings, pictures: published by a paper, and no news.
OTHERWISE = "Article"
# Roles that have a word of their own there; whoever has none of these is the author.
ROLES = {BylineRole.TRANSLATOR: "translator"}


def of_article(article: Article, paper, corrections=(), further_sections=()) -> list[dict]:
    published, changed = article.published_at, article.updated_at or article.published_at
    section = article.section
    said = {
        "@type": TYPES.get(Kind(article.kind), OTHERWISE),
        "@id": absolute_url(article.short_url),
        "mainEntityOfPage": _address(article),
        "url": _address(article),
        "headline": article.title,
        "description": article.deck,
        "inLanguage": "ar",
        "datePublished": _moment(published),
        "dateModified": _moment(max([changed, *(note.at for note in corrections)])),
        "author": [_person(author) for author in article.writers] or _publisher(paper),
        "publisher": _publisher(paper),
        "image": _picture(article.image),
        "articleSection": [section.name, *(further.name for further in further_sections)],
        "keywords": [tag.name for tag in article.tags.all()],
        "timeRequired": f"PT{article.reading_minutes}M" if article.reading_minutes else "",
        "isAccessibleForFree": True,
        "correction": [
            {"@type": "CorrectionComment", "text": note.text, "datePublished": _moment(note.at)}
            for note in corrections
        ],
    }
    for role, word in ROLES.items():
        said[word] = [_person(byline.author) for byline in article.credits if byline.role == role]
    if article.series:
        said["isPartOf"] = _named("CreativeWorkSeries", article.series)
        said["position"] = article.series_part
    if article.source:
        said["sourceOrganization"] = _filled(
            {"@type": "Organization", "name": article.source.name, "url": article.source.url}
        )
        said["isBasedOn"] = article.source_url
    return [_filled(said), _way(paper, section, article)]


def of_list(row, paper, page_type: str = "CollectionPage") -> list[dict]:
    """The page of a section, a tag, a series or a source."""
    above = [row.parent] if getattr(row, "parent", None) else []
    said = {
        "@type": page_type,
        "@id": _address(row),
        "url": _address(row),
        "name": row.name,
        "description": getattr(row, "deck", ""),
        "inLanguage": "ar",
        "publisher": _publisher(paper),
    }
    return [_filled(said), _way(paper, *above, row)]


def of_author(author: Author, paper) -> list[dict]:
    said = {"@type": "ProfilePage", "url": _address(author), "inLanguage": "ar"}
    person = _person(author) | {
        "description": author.bio,
        "jobTitle": author.role,
        "image": _picture(author.portrait),
        "worksFor": _publisher(paper),
    }
    writers = (pgettext("of the paper", "Writers"), absolute_url(reverse("articles:authors")))
    return [_filled(said | {"mainEntity": _filled(person)}), _way(paper, author, within=[writers])]


def of_paper(paper) -> list[dict]:
    search = absolute_url(reverse("articles:search"))
    site = {
        "@type": "WebSite",
        "@id": absolute_url("/#site"),
        "url": absolute_url("/"),
        "name": paper.name,
        "description": paper.tagline,
        "inLanguage": "ar",
        "publisher": _publisher(paper),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }
    return [_filled(site)]


def _address(row) -> str:
    return absolute_url(row.get_absolute_url())


def _moment(at) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _filled(said: dict) -> dict:
    return {name: value for name, value in said.items() if value not in ("", None, [], ())}


def _named(kind: str, row) -> dict:
    return {"@type": kind, "@id": _address(row), "name": row.name, "url": _address(row)}


def _person(author: Author) -> dict:
    return _named("Person", author)


def _publisher(paper) -> dict:
    said = {
        "@type": "NewsMediaOrganization",
        "@id": absolute_url("/#publisher"),
        "name": paper.name,
        "url": absolute_url("/"),
        "correctionsPolicy": absolute_url(reverse("articles:corrections")),
        "sameAs": [url for _network, _label, url in paper.social_links],
    }
    return _filled(said)


def _picture(image: Image | None) -> dict | None:
    share = shared_picture(image)
    if not share:
        return None
    said = {
        "@type": "ImageObject",
        "url": share.url,
        "width": share.width,
        "height": share.height,
        "caption": image.caption or image.alt,
        "creditText": image.credit,
    }
    return _filled(said)


def _way(paper, *rows, within=()) -> dict:
    """From the front page to here, through pages that stand for no row."""
    steps = [(paper.name, absolute_url("/")), *within, *((str(row), _address(row)) for row in rows)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }
