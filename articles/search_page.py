"""The page of what was found, every way to narrow it an address of its own; and what is offered while one types."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from articles.models import Article, Author, SearchCount, Section
from articles.models.payload import Kind
from articles.search import LONGEST, Finding, did_you_mean, excerpt, highlight, suggest, unquoted
from articles.search import search as find
from maseer.lib import arabic, dates, html, throttle
from maseer.lib.arabic import keyboard
from maseer.lib.counters import counter
from maseer.lib.http import client_address
from maseer.lib.paging import FoundPage
from maseer.page_cache import public

MINUTE = 60
SEARCHES_A_MINUTE = 60
# Whoever types asks at each pause.
SUGGESTIONS_A_MINUTE = 180
MOST_SUGGESTED = 6
# With fewer results than these it is worth asking whether something else was meant.
FEW = 3
# Of the writers of what was found, so many are offered.
MOST_WRITERS = 8
# So many letters of a text are looked through for the words; most say early what they are about. Then so many.
LOOKED_THROUGH = (1_500, 6_000)
NEWEST = "newest"


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What it asks wrongly counts as not asked."""

    text: str
    section: Section | None = None
    author: Author | None = None
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    order: str = ""
    exact: bool = False

    @classmethod
    def read(cls, query, menu: list[Section]) -> "Asked":
        since, until = _day(query.get("from")), _day(query.get("to"))
        if since and until and until < since:
            since, until = until, since
        kind = query.get("kind")
        return cls(
            _words(query),
            _section(query.get("section"), menu),
            _author(query.get("author")),
            Kind(kind) if kind in Kind.values else None,
            since,
            until,
            NEWEST if query.get("order") == NEWEST else "",
            "exact" in query,
        )

    @property
    def has_words(self) -> bool:
        return bool(arabic.analyse(self.text)[1])

    @property
    def is_narrowed(self) -> bool:
        return any((self.section, self.author, self.kind, self.since, self.until))

    @cached_property
    def narrowed(self) -> dict[str, str]:
        """The part of the address besides the words."""
        asked = {
            "section": self.section and self.section.slug,
            "author": self.author and self.author.slug,
            "kind": self.kind,
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
            "order": self.order,
        }
        return {name: str(value) for name, value in asked.items() if value}

    @property
    def keep(self) -> dict[str, str]:
        return {"q": self.text} | self.narrowed | ({"exact": "1"} if self.exact else {})

    def at(self, **changed) -> str:
        """The address of the same question, but for what is changed."""
        return "?" + urlencode(replace(self, **changed).keep)

    @property
    def everywhere(self) -> str:
        """The address of the same words, not narrowed."""
        return self.at(section=None, author=None, kind=None, since=None, until=None)

    def find(self, after: str) -> Finding:
        return find(
            self.text,
            section=self.section,
            author=self.author,
            kind=self.kind,
            since=self.since and _midnight(self.since),
            # The last second of the day.
            until=self.until and _midnight(self.until + timedelta(days=1)) - timedelta(seconds=1),
            order=self.order or "relevance",
            after=after,
        )


@dataclass(frozen=True)
class Choice:
    name: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Filter:
    title: str
    choices: list[Choice]


@require_safe
@public("feed", "search", "nav", "all", ttl=MINUTE)
def search(request):
    menu = list(Section.objects.in_menu())
    asked = Asked.read(request.GET, menu)
    context = {"menu": menu, "asked": asked}
    if not asked.has_words:
        return render(request, "articles/search.html", context)
    # Searching is the one thing here that costs what the visitor likes.
    throttle.count(f"search:{client_address(request)}", SEARCHES_A_MINUTE, MINUTE)
    after = request.GET.get("after", "")
    found = asked.find(after)
    shown, meant = asked, ""
    if not after and found.total < FEW and not asked.exact:
        meant = did_you_mean(asked.text)
        if meant and not found and meant == keyboard.other_layout(asked.text).strip():
            # Nobody looks for these letters: the keyboard was set to the other alphabet.
            shown = replace(asked, text=meant)
            found, meant = shown.find(""), ""
    if not (after or asked.is_narrowed or asked.exact):
        SearchCount.note(asked.text, found=bool(found))
    _mark(found)
    loose = "" if found else unquoted(asked.text)
    return render(
        request,
        "articles/search.html",
        context
        | {
            "found": found,
            "shown": shown,
            "is_repaired": shown is not asked,
            "as_typed": asked.at(exact=True),
            "meant": meant,
            "instead": asked.at(text=meant),
            "is_cut": len(request.GET["q"].strip()) > LONGEST,
            "page": FoundPage(found, shown.keep),
            "filters": _filters(shown, menu, found),
            "everywhere": shown.everywhere,
            "unquoted": loose,
            "loosely": asked.at(text=loose),
            "removable": _removable(shown),
            "orders": [
                Choice(_("Most relevant"), shown.at(order=""), not shown.order),
                Choice(_("Newest first"), shown.at(order=NEWEST), bool(shown.order)),
            ],
        },
    )


@require_safe
@public("feed", "nav", "all", ttl=MINUTE)
def suggestions(request):
    """The rows under the field while somebody types. An answer is small: it comes over and over."""
    text = _words(request.GET)
    throttle.count(f"suggest:{client_address(request)}", SUGGESTIONS_A_MINUTE, MINUTE)
    found = suggest(text, MOST_SUGGESTED)
    names = [*found.authors, *found.tags]
    for row in names:
        row.kind = row._meta.verbose_name
    for article in found.articles:
        article.day = dates.printed(article.published_at, "DATE_FORMAT")
        article.marked = highlight(article.title, found.stems)
    told = counter("results", len(found)) if found else _("No title or name begins like this.")
    everything = f"{reverse('articles:search')}?{urlencode({'q': text})}"
    context = {
        "names": names,
        "articles": found.articles,
        "told": told,
        "everything": everything,
        "text": text,
    }
    return render(request, "articles/suggestions.html", context)


def _mark(found: Finding) -> None:
    """The words that were asked for are marked where the text has them: in its title and deck, or else in its body."""
    for article in found.articles:
        article.marked_title = highlight(article.title, found.stems)
        article.marked_deck = highlight(article.deck, found.stems)
    bare = [
        article.pk
        for article in found.articles
        if not article.deck or "<mark>" not in article.marked_title + article.marked_deck
    ]
    bodies = dict(Article.objects.filter(pk__in=bare).values_list("pk", "body")) if bare else {}
    for article in found.articles:
        if body := bodies.get(article.pk):
            part = _excerpt(body, found.stems)
            if "<mark>" in part or not article.deck:
                article.marked_deck = part


def _excerpt(body: str, stems: frozenset[str]) -> str:
    part = ""
    for letters in LOOKED_THROUGH:
        # Not cut inside a tag, which would be taken for text.
        text = html.plain_text(body[: body.rfind(">", 0, 2 * letters) + 1])
        part = excerpt(text[:letters], stems)
        if "<mark>" in part or len(body) <= letters:
            break
    return part


def _filters(asked: Asked, menu: list[Section], found: Finding) -> list[Filter]:
    today = timezone.localdate()
    sections = menu if asked.section in (None, *menu) else [asked.section, *menu]
    writers = {writer.pk: writer for article in found.articles for writer in article.writers}
    others = sorted(writers.values(), key=lambda writer: arabic.sort_key(writer.name))[:MOST_WRITERS]
    if asked.author:
        others = [asked.author, *(writer for writer in others if writer != asked.author)]
    days = [(_("This month"), today.replace(day=1)), (_("This year"), today.replace(month=1, day=1))]
    is_preset = not asked.until and asked.since in [day for _name, day in days]
    offered = [
        Filter(
            pgettext("filter", "Section"), _choices(asked, "section", [(row.name, row) for row in sections])
        ),
        Filter(pgettext("filter", "Kind"), _choices(asked, "kind", [(kind.label, kind) for kind in Kind])),
        Filter(pgettext("filter", "Writer"), _choices(asked, "author", [(row.name, row) for row in others])),
        Filter(
            pgettext("filter", "Date"),
            [
                Choice(
                    _("Since the beginning"),
                    asked.at(since=None, until=None),
                    not (asked.since or asked.until),
                ),
                *(
                    Choice(name, asked.at(since=day, until=None), is_preset and asked.since == day)
                    for name, day in days
                ),
            ],
        ),
    ]
    return [one for one in offered if len(one.choices) > 1]


def _choices(asked: Asked, field: str, rows: list[tuple]) -> list[Choice]:
    current = getattr(asked, field)
    everything = Choice(_("All of them"), asked.at(**{field: None}), current is None)
    return [everything, *(Choice(name, asked.at(**{field: row}), row == current) for name, row in rows)]


def _removable(asked: Asked) -> list[Choice]:
    """What narrows the search, each with the address without it."""
    names = {"section": asked.section, "kind": asked.kind and asked.kind.label, "author": asked.author}
    chosen = [Choice(str(name), asked.at(**{field: None})) for field, name in names.items() if name]
    if asked.since or asked.until:
        chosen.append(Choice(pgettext("filter", "Date"), asked.at(since=None, until=None)))
    return chosen


def _words(query) -> str:
    return query.get("q", "").replace("\0", " ").strip()[:LONGEST]


def _section(slug: str | None, menu: list[Section]) -> Section | None:
    if not slug:
        return None
    named = next((section for section in menu if section.slug == slug), None)
    return named or Section.objects.filter(slug=slug.replace("\0", "")).first()


def _author(slug: str | None) -> Author | None:
    return Author.objects.filter(slug=slug.replace("\0", "")).first() if slug else None


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(arabic.ascii_digits(text or "")[:10])
    except ValueError:
        return None
    # Where the calendar ends, a day cannot be added.
    return day if 1 < day.year < 9999 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
