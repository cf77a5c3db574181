from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.text import Truncator

from articles.models import inner_links
from articles.models.payload import Payload
from articles.models.source import Source
from images import figures
from images.models import GalleryItem, Image
from maseer.lib import html

LONGEST_NAME = 60


@dataclass(frozen=True)
class Shown:
    """A picture where it is shown. `alt` is the description that readers get with it there."""

    field: str
    image: Image
    alt: str

    @property
    def name(self) -> str:
        return Truncator(str(self.image)).chars(LONGEST_NAME)


class Text:
    """What a revision says, and what is asked of the database about it: once, and only if a check asks."""

    def __init__(self, article, payload: Payload, at: datetime):
        """`at` is when readers get it."""
        self.article, self.payload, self.at = article, payload, at

    @cached_property
    def words(self) -> str:
        return html.plain_text(self.payload.body)

    @cached_property
    def pictures(self) -> list[Shown]:
        written = figures.written(self.payload.body)
        images = Image.objects.in_bulk({number for number, _alt in written} | {self.payload.image} - {None})
        lead = images.get(self.payload.image)
        shown = [Shown("image", lead, lead.alt)] if lead else []
        shown += [
            Shown("body", images[number], alt or images[number].alt)
            for number, alt in written
            if number in images
        ]
        return shown + [Shown("gallery", image, image.alt) for image in self.gallery]

    @cached_property
    def gallery(self) -> list[Image]:
        if not self.payload.gallery:
            return []
        items = GalleryItem.objects.filter(gallery=self.payload.gallery).select_related("image")
        return [item.image for item in items]

    @cached_property
    def source(self) -> Source | None:
        return Source.objects.filter(pk=self.payload.source).first() if self.payload.source else None

    @cached_property
    def links(self) -> inner_links.Faults:
        return inner_links.faults(
            self.payload.body, type(self.article).objects, of=self.article.pk, at=self.at
        )
