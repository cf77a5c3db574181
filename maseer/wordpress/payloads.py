"""One post as our newsroom would have written it: kind, sections, bylines, source, series, tags, pictures."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.models.payload import LONGEST_TITLE, MOST_TAGS, BylineRole, Kind, Payload
from maseer.lib import arabic, dates, html
from maseer.wordpress import survey as evidence
from maseer.wordpress.blocks import ImageRef
from maseer.wordpress.content import Text, deck, series, title
from maseer.wordpress.export import Item
from maseer.wordpress.report import Report
from maseer.wordpress.survey import CARTOONS, GALLERY_SECTION, KIND_OF, UNSORTED_SECTION, Survey
from maseer.wordpress.terms import LONGEST_NAME, Terms

_CARTOON = "كاريكاتير"
_FIRST_WORDS = 10
# Sections that no category of the file stands for come after the others.
_LAST = 1000


class Refused(Exception):
    """This item cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Pictures:
    in_texts: Mapping[ImageRef, int]
    attachments: Mapping[int, int]


class Payloads:
    def __init__(self, survey: Survey, terms: Terms, report: Report):
        self.survey, self.terms, self.report = survey, terms, report
        self.paper = arabic.key(survey.export.site.title)
        self.opinion = next(
            (
                survey.categories[key].name
                for key, kind in KIND_OF.items()
                if kind == Kind.OPINION and terms.role(key) == evidence.SECTION
            ),
            "",
        )

    def make(
        self, item: Item, text: Text, pictures: Pictures, old: Payload | None, needs_section: bool
    ) -> Payload:
        """`old` is what the last import made of this post. Raises Refused."""
        heading = title_of(item, text)
        keys = list(dict.fromkeys(arabic.key(term.name) for term in item.categories))
        is_cartoon = any(key in CARTOONS for key in keys) or arabic.key(heading) in CARTOONS
        sections = self._sections(keys, is_cartoon, needs_section)
        kind = Kind.CARTOON if is_cartoon else self._kind(sections)
        names = self._names(item, text, keys)
        if arabic.key(heading) in CARTOONS:
            heading = _cartoon_title(item, names)
        part = series(heading)
        section, *further = [
            self.terms.sections.get(
                name, instead=old and old.section, in_menu=name != UNSORTED_SECTION, order=_LAST
            )
            for name in sections
        ] or [None]
        role = BylineRole.CARTOONIST if is_cartoon else BylineRole.WRITER
        return Payload(
            title=heading,
            deck=deck(item.excerpt, text.words),
            body=text.html(pictures.in_texts),
            kind=kind,
            section=section,
            sections=tuple(further),
            bylines=tuple((author, role) for name in names if (author := self.terms.authors.get(name))),
            image=self._image(item, text, pictures, is_cartoon),
            source=self._source(text, old),
            source_url=text.source_url if text.source else "",
            series=self.terms.series.get(part[0], instead=old and old.series) if part else None,
            series_part=part[1] if part else None,
            tags=self._tags(item),
        )

    def _sections(self, keys: list[str], is_cartoon: bool, needs_section: bool) -> list[str]:
        """The primary section first: of two, the one inside the other."""
        categories = self.survey.categories
        found = [key for key in keys if self.terms.role(key) == evidence.SECTION]
        above = {categories[key].parent for key in found}
        found.sort(key=lambda key: key in above)
        if found:
            return [categories[key].name for key in found]
        if is_cartoon:
            return [GALLERY_SECTION]
        if any(self.terms.role(key) == evidence.WRITER for key in keys) and self.opinion:
            return [self.opinion]
        return [UNSORTED_SECTION] if needs_section else []

    def _kind(self, sections: list[str]) -> str:
        for name in sections[:1]:
            key = arabic.key(name)
            found = self.survey.categories.get(key)
            return KIND_OF.get(key) or KIND_OF.get(found.parent if found else "", Kind.NEWS)
        return Kind.NEWS

    def _names(self, item: Item, text: Text, keys: list[str]) -> list[str]:
        """Those over the text, those it is filed under, or else the owner of the account."""
        filed = [self.survey.categories[key].name for key in keys if self.terms.role(key) == evidence.WRITER]
        names = {arabic.key(name): name for name in (*filed, *text.writers)}
        over = [arabic.key(name) for name in text.writers]
        names = [names[key] for key in dict.fromkeys([*over, *names])]
        return names or [name for name in [self.survey.account(item.creator)] if name]

    def _source(self, text: Text, old: Payload | None) -> int | None:
        if not text.source or arabic.key(text.source) == self.paper:
            return None
        return self.terms.sources.get(text.source, instead=old and old.source)

    def _image(self, item: Item, text: Text, pictures: Pictures, is_cartoon: bool) -> int | None:
        if item.thumbnail in pictures.attachments:
            return pictures.attachments[item.thumbnail]
        shown = [pictures.in_texts[ref] for ref in text.images if ref in pictures.in_texts]
        # A cartoon is its picture; lists must be able to show it.
        return shown[0] if is_cartoon and shown else None

    def _tags(self, item: Item) -> tuple[int, ...]:
        named = (self.terms.tags.get(term.name) for term in item.tags if len(term.name) <= LONGEST_NAME)
        tags = tuple(dict.fromkeys(pk for pk in named if pk))
        if len(tags) > MOST_TAGS:
            self.report.note(item.id, item.title, f"only the first {MOST_TAGS} of {len(tags)} tags")
        return tags[:MOST_TAGS]


def title_of(item: Item, text: Text) -> str:
    heading = title(item.title)
    if not arabic.key(heading):
        heading = arabic.clean_line(" ".join(text.words.split()[:_FIRST_WORDS]))
    if not arabic.key(heading):
        raise Refused("neither a title nor words")
    if len(heading) > LONGEST_TITLE:
        raise Refused(f"the title is longer than {LONGEST_TITLE} letters")
    return heading


def check_length(item: Item) -> None:
    if not item.id:
        raise Refused("the item has no number")
    if len(item.body) > html.MAX_LENGTH:
        raise Refused(f"the text is longer than {html.MAX_LENGTH} letters")


def _cartoon_title(item: Item, names: list[str]) -> str:
    day = dates.format_date(item.at) if item.at else f"#{item.id}"
    artist = f": {names[0]}" if names else ""
    return f"{_CARTOON}{artist} — {day}"
