"""What a revision says: everything about a text that an editor can change and a reader can see."""

from dataclasses import asdict, dataclass, fields, replace

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from maseer.lib import arabic, html
from maseer.lib.counters import Numeral

LONGEST_TITLE = 250
LONGEST_DECK = 600
MOST_TAGS = 20
MOST_RELATED = 6


class Kind(TextChoices):
    NEWS = "news", _("News")
    REPORT = "report", _("Report")
    OPINION = "opinion", _("Opinion")
    INTERVIEW = "interview", _("Interview")
    STUDY = "study", _("Study")
    LITERATURE = "literature", _("Literature")
    CARTOON = "cartoon", _("Cartoon")
    GALLERY = "gallery", _("Gallery")


class BylineRole(TextChoices):
    WRITER = "writer", _("Writer")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    CARTOONIST = "cartoonist", _("Cartoonist")


@dataclass(frozen=True)
class Payload:
    """Row ids where it names other rows; `bylines` are (author id, role) in the order they are printed."""

    title: str
    deck: str = ""
    body: str = ""
    kind: str = Kind.NEWS
    section: int | None = None
    sections: tuple[int, ...] = ()
    bylines: tuple[tuple[int, str], ...] = ()
    image: int | None = None
    gallery: int | None = None
    source: int | None = None
    source_url: str = ""
    series: int | None = None
    series_part: int | None = None
    tags: tuple[int, ...] = ()
    related: tuple[int, ...] = ()

    @classmethod
    def from_json(cls, data: dict) -> "Payload":
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("sections", "tags", "related"):
            values[name] = tuple(values.get(name, ()))
        values["bylines"] = tuple((author, role) for author, role in values.get("bylines", ()))
        return cls(**values)

    @property
    def is_begun(self) -> bool:
        """Whether there is more than an idea: words, or what a cartoon or a gallery shows."""
        shown = {Kind.CARTOON: self.image, Kind.GALLERY: self.gallery}
        return bool(self.body or shown.get(self.kind))

    @property
    def places(self) -> tuple:
        """What decides in which lists it stands."""
        return (self.section, self.sections, self.bylines, self.tags, self.source, self.series)

    def as_json(self) -> dict:
        return asdict(self)

    def cleaned(self) -> "Payload":
        """As it may be stored. Raises ValidationError naming the field that must be mended."""
        title = arabic.clean_line(self.title)
        if not arabic.key(title):
            raise ValidationError({"title": _("Write a title.")})
        for name, value, longest in (
            ("title", title, LONGEST_TITLE),
            ("deck", self.deck, LONGEST_DECK),
            ("body", self.body, html.MAX_LENGTH),
        ):
            if len(value) > longest:
                raise ValidationError(
                    {
                        name: _("This is longer than %(longest)s letters. Shorten it.")
                        % {"longest": Numeral(longest)}
                    }
                )
        if self.kind not in Kind.values:
            raise ValidationError({"kind": _("Choose a kind from the list.")})
        if len(self.tags) > MOST_TAGS:
            raise ValidationError({"tags": _("At most %(most)s tags.") % {"most": Numeral(MOST_TAGS)}})
        related = tuple(dict.fromkeys(self.related))
        if len(related) > MOST_RELATED:
            raise ValidationError(
                {"related": _("At most %(most)s related texts.") % {"most": Numeral(MOST_RELATED)}}
            )
        if self.series_part and not self.series:
            raise ValidationError({"series": _("A part number needs a series.")})
        return replace(
            self,
            title=title,
            deck=arabic.clean_line(self.deck),
            body=html.clean(self.body),
            sections=tuple(dict.fromkeys(section for section in self.sections if section != self.section)),
            bylines=tuple(dict.fromkeys(self.bylines)),
            tags=tuple(dict.fromkeys(self.tags)),
            related=related,
        )
