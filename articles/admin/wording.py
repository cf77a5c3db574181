"""A payload in words: for reading it, and for saying where two of them differ."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from articles.forms import BYLINES, NAME_SEPARATOR, ArticleForm
from articles.models import Author, Payload, Section, Series, Source, Tag
from articles.models.payload import Kind
from images.models import Gallery, Image
from maseer.lib import html


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str


def lines(payload: Payload, new_tags: tuple[str, ...] = ()) -> list[Line]:
    """Every field but the text itself, with names where the payload has numbers; `new_tags` have none yet."""

    def names(model, *ids):
        rows = model.objects.in_bulk([pk for pk in ids if pk])
        return NAME_SEPARATOR.join(str(rows[pk]) for pk in ids if pk in rows)

    signed = {
        name: names(Author, *(author for author, signed in payload.bylines if signed == role))
        for name, role in BYLINES.items()
    }
    words = {
        "kind": Kind(payload.kind).label,
        "title": payload.title,
        "deck": payload.deck,
        "section": names(Section, payload.section),
        "sections": names(Section, *payload.sections),
        **signed,
        "image": names(Image, payload.image),
        "gallery": names(Gallery, payload.gallery),
        "source": names(Source, payload.source),
        "source_url": payload.source_url,
        "series": names(Series, payload.series),
        "series_part": str(payload.series_part or ""),
        "tags": NAME_SEPARATOR.join(filter(None, [names(Tag, *payload.tags), *new_tags])),
    }
    return [Line(ArticleForm.base_fields[name].label, text) for name, text in words.items()]


def body(payload: Payload) -> SafeString:
    return mark_safe(html.clean(payload.body))


def differences(before: Payload, after: Payload, new_tags: tuple[str, ...]) -> list[Difference]:
    """Field by field, in words."""
    pairs = zip(_all(before), _all(after, new_tags), strict=True)
    return [Difference(old.label, old.text, new.text) for old, new in pairs if old.text != new.text]


def _all(payload: Payload, new_tags: tuple[str, ...] = ()) -> list[Line]:
    return [
        *lines(payload, new_tags),
        Line(ArticleForm.base_fields["body"].label, html.plain_text(payload.body)),
    ]
