"""The front page: what the editors put at its head, else the newest; then each section in its own manner."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from articles import most_read, neighbours
from articles.models import Article, FrontPageSlot, Section, bylines_of
from articles.models.front_page import LEAD, PLACES
from articles.models.payload import Kind

# A front page has room for so many; more sections than that are found through the menu.
MOST_BLOCKS = 8
LEAD_KINDS = (Kind.NEWS, Kind.REPORT)
IN_A_BLOCK = 5
IN_THE_TICKER = 5
BESIDE_THE_LEAD = 3
# So many are read for the top of the page, and so many of a section may stand up there already.
NEWEST = 30
SHOWN_ABOVE = 12

STYLES = {
    Kind.OPINION: "opinion",
    Kind.INTERVIEW: "talk",
    Kind.STUDY: "studies",
    Kind.LITERATURE: "culture",
    Kind.CARTOON: "wall",
    Kind.GALLERY: "wall",
}


@dataclass(frozen=True)
class Block:
    section: Section
    articles: list[Article]

    @property
    def colour(self) -> str:
        return self.section.colour

    @property
    def style(self) -> str:
        """How the block is set: by the kind that prevails in it."""
        if self.colour == Section.Colour.NIGHT:
            return "dossier"
        kind, _ = Counter(article.kind for article in self.articles).most_common(1)[0]
        return STYLES.get(Kind(kind), "grid")


@dataclass(frozen=True)
class FrontPage:
    lead: Article | None
    # Titles under the lead: what goes with it.
    beside: list[Article]
    seconds: list[Article]
    latest: list[Article]
    blocks: list[Block]
    cartoon: Article | None
    most_read: list[Article]
    # Of what the most read are.
    window: str
    # When the first of those the editors chose leaves the page.
    changes_at: datetime | None


def lay_out(sections: list[Section]) -> FrontPage:
    newest, by_section = _newest(sections[:MOST_BLOCKS])
    slots = FrontPageSlot.objects.in_force().with_cards()
    picks = {slot.place: slot.article for slot in slots}
    everything = [
        *picks.values(),
        *newest,
        *(article for articles in by_section.values() for article in articles),
    ]
    free = [article for article in newest if article not in picks.values()]
    lead = picks.get(LEAD) or _lead(free)
    cartoon = next((article for article in everything if article.kind == Kind.CARTOON), None)
    latest = [article for article in free if article.kind == Kind.NEWS and article != lead][:IN_THE_TICKER]
    fillers = (
        article
        for article in free
        if article.kind in LEAD_KINDS and article.image and article not in {lead, *latest}
    )
    seconds = [picks.get(place) or next(fillers, None) for place in PLACES if place != LEAD]
    seconds = [article for article in seconds if article]
    shown = {lead, cartoon, *latest, *seconds}
    beside = _beside(lead, by_section, shown)
    shown.update(beside)
    blocks = [
        Block(section, chosen[:IN_A_BLOCK])
        for section, articles in by_section.items()
        if (chosen := [article for article in articles if article not in shown])
    ]
    window, most = most_read.of_now()
    in_blocks = [article for block in blocks for article in block.articles]
    # Of what is shown; most of what was read is not. Equal rows may be there twice, as two objects: each needs its own.
    bylines_of([lead, cartoon, *beside, *seconds, *latest, *in_blocks, *most])
    ends = [slot.until for slot in slots if slot.until]
    return FrontPage(lead, beside, seconds, latest, blocks, cartoon, most, window, min(ends, default=None))


def _newest(sections: list[Section]) -> tuple[list[Article], dict[Section, list[Article]]]:
    """The newest of all, and of each section with its parts, in one query.

    A text stands in the block of its own section, not of its further ones.
    """
    prefetch_related_objects(sections, "children")
    families = {section: [section, *section.children.all()] for section in sections}
    of_one = IN_A_BLOCK + SHOWN_ABOVE
    lists = [
        Article.objects.in_section(part).filter(section__in=family)[:of_one]
        for family in families.values()
        for part in family
    ]
    everything = Article.objects.newest_first()
    rows = list(everything.as_cards().at_the_head_of([everything[:NEWEST], *lists]))
    by_section = {
        section: [article for article in rows if article.section in family][:of_one]
        for section, family in families.items()
    }
    return rows[:NEWEST], by_section


def _beside(lead: Article | None, by_section: dict[Section, list[Article]], shown: set) -> list[Article]:
    """What was chosen by hand to go with the lead, else the newest of its section."""
    if lead is None:
        return []
    chosen = neighbours.chosen(lead, Article.objects.as_cards())
    by_hand = [article for article in chosen if article not in shown]
    # The text of a part stands with those of the whole section.
    whole = lead.section and (lead.section.parent_id or lead.section_id)
    of_it = next((articles for section, articles in by_section.items() if section.pk == whole), [])
    newest = [article for article in of_it if article not in shown]
    return (by_hand or newest)[:BESIDE_THE_LEAD]


def _lead(newest: list[Article]) -> Article | None:
    """The newest story with a picture among the newest; any, where none has one."""
    pictured = (article for article in newest if article.kind in LEAD_KINDS and article.image)
    return next(pictured, next(iter(newest), None))
