"""Checks before publishing: what is looked at in a text, and how strictly.

The panel in the back office, the refusal of a move, the meters under the fields and the page of levels derive from the
tables here.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import inner_links
from articles.models.check_level import CheckLevel, Level
from articles.models.checked_text import Shown, Text
from articles.models.payload import Kind, Payload
from articles.models.search_document import SearchDocument, place
from maseer.lib import arabic, house_style
from maseer.lib.counters import Numeral, counter
from maseer.lib.refusal import refuse

log = logging.getLogger("maseer.newsroom")


@dataclass(frozen=True)
class Length:
    """How long a field may well be, in letters or in words."""

    longest: int | None
    shortest: int = 0

    def verdict(self, count: int) -> str:
        """ "none", "short", "good" or "long"."""
        if not count:
            return "none"
        if count < self.shortest:
            return "short"
        return "long" if self.longest and count > self.longest else "good"


# Title and deck in letters, the body in words.
LENGTHS = {
    "title": Length(90, shortest=20),
    "deck": Length(200),
    "body": Length(None, shortest=40),
}

# Kinds that say who speaks; kinds that are pictures; and kinds that may be as short as they like, title and text.
SIGNED = {Kind.OPINION, Kind.INTERVIEW, Kind.STUDY, Kind.LITERATURE, Kind.CARTOON}
SHOWN = {Kind.CARTOON, Kind.GALLERY}
OF_ANY_LENGTH = SHOWN | {Kind.LITERATURE}

MOST_TAGS = 8
REPEATED_WITHIN = timedelta(days=7)
# A gallery may lack the words of fifty pictures; nobody reads the same sentence fifty times.
MOST_OF_A_KIND = 5
LONGEST_NAME = 60

NO_END = (".", "\N{HORIZONTAL ELLIPSIS}", "\N{ARABIC COMMA}", "\N{ARABIC SEMICOLON}", ",", ";", ":")
# How the last line of a republished text begins, folded; its colon comes right after.
SOURCE_WORDS = {arabic.fold(word) for word in ("المصدر", "المصادر", "Source")}


@dataclass(frozen=True)
class Fault:
    """`field` is where in the form it is mended; with `picture`, its number in the library, there."""

    message: str
    field: str
    picture: int | None = None


@dataclass(frozen=True)
class Check:
    name: str
    label: str
    level: Level
    faults: Callable[[Text], Iterator[Fault]]
    # Nothing goes out without it, by whatever path; no paper can choose otherwise.
    is_structural: bool = False


@dataclass(frozen=True)
class Finding:
    check: Check
    level: str
    fault: Fault

    @property
    def stops(self) -> bool:
        return self.level == Level.BLOCK

    @property
    def message(self) -> str:
        return self.fault.message


# Each check: what it finds, in words that say what to do.


def _title(text: Text):
    if not arabic.key(text.payload.title):
        yield Fault(_("Write a title."), "title")


def _section(text: Text):
    if not text.payload.section:
        yield Fault(_("Choose the section this text belongs to."), "section")


def _title_length(text: Text):
    count, limit = arabic.count_letters(text.payload.title), LENGTHS["title"]
    numbers = {
        "count": Numeral(count),
        "shortest": counter("letters", limit.shortest),
        "longest": counter("letters", limit.longest),
    }
    match limit.verdict(count):
        case "short" if text.payload.kind not in OF_ANY_LENGTH:
            message = _("The title is short (%(count)s). Say what happened, in %(shortest)s or more.")
            yield Fault(message % numbers, "title")
        case "long":
            message = _("The title is long (%(count)s). Shorten it to %(longest)s or fewer.")
            yield Fault(message % numbers, "title")


def _title_end(text: Text):
    if text.payload.title.rstrip().endswith(NO_END):
        yield Fault(_("A title has no full stop or comma at its end. Take it away."), "title")


def _title_repeated(text: Text):
    since = text.at - REPEATED_WITHIN
    # The head of an index: the texts of a few days, and those to come.
    recent = SearchDocument.objects.filter(pk__gte=place(since)).exclude(article=text.article.pk)
    same = recent.filter(heading=arabic.fold(text.payload.title)[:300])
    if number := same.order_by("-pk").values_list("article", flat=True).first():
        message = _("Text %(number)s has the same title. Say what is new in this one.")
        yield Fault(message % {"number": arabic.digits(str(number), house_style.digits())}, "title")


def _deck(text: Text):
    count, limit = arabic.count_letters(text.payload.deck), LENGTHS["deck"]
    match limit.verdict(count):
        case "none" if text.payload.kind not in SHOWN:
            yield Fault(_("Write a deck: one sentence that says why to read on."), "deck")
        case "long":
            message = _("The deck is long (%(count)s). Shorten it to %(longest)s or fewer.")
            yield Fault(
                message % {"count": Numeral(count), "longest": counter("letters", limit.longest)}, "deck"
            )


def _body(text: Text):
    if text.payload.kind not in SHOWN and not text.words:
        yield Fault(_("Write the text itself."), "body")


def _body_length(text: Text):
    count, limit = arabic.count_words(text.words), LENGTHS["body"]
    if text.payload.kind not in OF_ANY_LENGTH and limit.verdict(count) == "short":
        message = _("The text is very short (words: %(count)s). Is something missing?")
        yield Fault(message % {"count": Numeral(count)}, "body")


def _drawn(text: Text):
    if text.payload.kind == Kind.CARTOON and not text.payload.image:
        yield Fault(_("Choose the picture of the cartoon."), "image")
    if text.payload.kind == Kind.GALLERY and not text.gallery:
        yield Fault(_("Choose a gallery that has pictures."), "gallery")


def _byline(text: Text):
    if text.payload.kind in SIGNED and not text.payload.bylines:
        field = "cartoonists" if text.payload.kind == Kind.CARTOON else "writers"
        yield Fault(_("Say whose this is: choose who signs it."), field)


def _signature(text: Text):
    if text.payload.kind not in SIGNED and not text.payload.bylines and not text.payload.source:
        yield Fault(
            _("Nobody signs this text and it names no source. Choose a writer or a source."), "writers"
        )


def _picture(text: Text):
    if text.payload.kind not in SHOWN and not text.payload.image:
        yield Fault(_("Choose a picture. Without one the text is shared without one, too."), "image")


def _each_once(pictures: Iterator[Shown]) -> list[Shown]:
    """A picture that stands in two places is mended once."""
    once: dict[int, Shown] = {}
    for shown in pictures:
        once.setdefault(shown.image.pk, shown)
    return list(once.values())


def _alt(text: Text):
    for shown in _each_once(shown for shown in text.pictures if not shown.alt):
        message = _("Describe “%(picture)s” for those who cannot see it.")
        yield Fault(message % {"picture": shown.name}, shown.field, shown.image.pk)


def _credit(text: Text):
    for shown in _each_once(shown for shown in text.pictures if not shown.image.credit):
        message = _("Say who made “%(picture)s”: give its credit.")
        yield Fault(message % {"picture": shown.name}, shown.field, shown.image.pk)


def _source(text: Text):
    if text.payload.source_url and not text.payload.source:
        yield Fault(_("There is an address of the original and no source. Choose the source."), "source")


def _original(text: Text):
    if text.source and text.source.is_canonical and not text.payload.source_url:
        message = _("“%(source)s” asks for a link to the original. Give its address.")
        yield Fault(message % {"source": text.source}, "source_url")


def _source_line(text: Text):
    before, colon, _name = text.words.rpartition("\n")[2].partition(":")
    if colon and not text.payload.source and arabic.fold(before) in SOURCE_WORDS:
        message = _("The last line names a source. Choose it in its field, and take the line away.")
        yield Fault(message, "source")


def _links(text: Text):
    for link in text.links.broken:
        message = _("This link leads to nothing readers can open: %(link)s. Mend it or remove it.")
        yield Fault(message % {"link": _isolated(link)}, "body")


def _links_later(text: Text):
    for link in text.links.later:
        message = _("This link leads to a text that is public only later: %(link)s.")
        yield Fault(message % {"link": _isolated(link)}, "body")


def _tags(text: Text):
    count = len(text.payload.tags)
    if not count:
        yield Fault(_("Choose a tag or two, so that the text is found with its like."), "tags")
    elif count > MOST_TAGS:
        message = _("There are %(count)s tags. Keep the %(most)s that matter most, or fewer.")
        yield Fault(message % {"count": Numeral(count), "most": Numeral(MOST_TAGS)}, "tags")


def _part(text: Text):
    if text.payload.series and not text.payload.series_part:
        yield Fault(_("Say which part of the series this is."), "series_part")


CHECKS = {
    check.name: check
    for check in (
        Check("title", gettext_lazy("It has a title"), Level.BLOCK, _title, is_structural=True),
        Check("section", gettext_lazy("It has a section"), Level.BLOCK, _section, is_structural=True),
        Check(
            "title_length",
            gettext_lazy("The title is neither too short nor too long"),
            Level.WARN,
            _title_length,
        ),
        Check("title_end", gettext_lazy("The title ends without a full stop"), Level.WARN, _title_end),
        Check(
            "title_repeated",
            gettext_lazy("No other text of these days has its title"),
            Level.WARN,
            _title_repeated,
        ),
        Check("deck", gettext_lazy("It has a deck, and not too long a one"), Level.WARN, _deck),
        Check("body", gettext_lazy("There is something to read"), Level.BLOCK, _body),
        Check("body_length", gettext_lazy("The text is not very short"), Level.WARN, _body_length),
        Check(
            "drawn",
            gettext_lazy("A cartoon has its drawing, a gallery its pictures"),
            Level.BLOCK,
            _drawn,
        ),
        Check(
            "byline",
            gettext_lazy("Opinion, interview, study, literature and cartoon are signed"),
            Level.BLOCK,
            _byline,
        ),
        Check("signature", gettext_lazy("News is signed or names its source"), Level.WARN, _signature),
        Check("picture", gettext_lazy("It has a picture"), Level.WARN, _picture),
        Check("alt", gettext_lazy("Every picture has an alternative text"), Level.BLOCK, _alt),
        Check("credit", gettext_lazy("Every picture has a credit"), Level.WARN, _credit),
        Check("source", gettext_lazy("A republished text names its source"), Level.BLOCK, _source),
        Check(
            "original",
            gettext_lazy("The address of the original is there where its publisher asks for it"),
            Level.BLOCK,
            _original,
        ),
        Check(
            "source_line",
            gettext_lazy("A source in the last line is in its field, too"),
            Level.WARN,
            _source_line,
        ),
        Check("links", gettext_lazy("Links to our own pages lead somewhere"), Level.BLOCK, _links),
        Check(
            "links_later",
            gettext_lazy("Links lead to what is public by then"),
            Level.WARN,
            _links_later,
        ),
        Check("tags", gettext_lazy("It has tags, and not too many"), Level.WARN, _tags),
        Check("part", gettext_lazy("A text in a series has its number"), Level.WARN, _part),
    )
}


def levels() -> dict[str, str]:
    """How strictly this paper takes each check."""
    chosen = dict(CheckLevel.objects.values_list("check_name", "level"))
    return {
        check.name: check.level if check.is_structural else chosen.get(check.name, check.level)
        for check in CHECKS.values()
    }


def findings(article, payload: Payload, at: datetime | None = None) -> list[Finding]:
    """What is wrong with a text that readers get `at` this moment (None: now); what stops it comes first."""
    text = Text(article, payload, at or timezone.now())
    found = [
        Finding(CHECKS[name], level, fault)
        for name, level in levels().items()
        if level != Level.OFF
        for fault in _first(CHECKS[name].faults(text))
    ]
    return sorted(found, key=lambda finding: not finding.stops)


@transaction.atomic
def take_levels(chosen: dict[str, str], by) -> None:
    """Decides how strictly the paper takes its checks. Raises PermissionDenied."""
    if not by.has_perm("articles.change_checklevel"):
        refuse("levels of checks", by)
    now = levels()
    for name, level in chosen.items():
        if CHECKS[name].is_structural or level == now[name]:
            continue
        CheckLevel.objects.update_or_create(check_name=name, defaults={"level": level})
        log.info("level of check %s: %s, was %s, by=%s", name, level, now[name], by.pk)


def _first(faults: Iterator[Fault]) -> list[Fault]:
    """The first few, the last of which says how many more there are."""
    found = list(faults)
    kept = found[:MOST_OF_A_KIND]
    if more := len(found) - len(kept):
        last = kept[-1]
        message = _("%(last)s And so on: %(more)s more.") % {"last": last.message, "more": Numeral(more)}
        kept[-1] = Fault(message, last.field, last.picture)
    return kept


def _isolated(link: str) -> str:
    """An address inside a sentence that runs the other way."""
    shown = Truncator(inner_links.readable(link)).chars(LONGEST_NAME)
    return f"\N{FIRST STRONG ISOLATE}{shown}\N{POP DIRECTIONAL ISOLATE}"
