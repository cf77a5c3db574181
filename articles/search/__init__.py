"""Search: what readers find on the site, and editors in the back office.

    finding = search("الفلسطينيين", section=section)
    finding.articles, finding.total, finding.next

`docs/search.md` explains how.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from articles.models import Article, SearchDocument, names_of
from articles.models.search_document import GREATEST, MARK, SMALLEST, number_of, place, public_until
from articles.search import candidates, ranking
from articles.search.engines import Bounds, Expression, engine
from articles.search.frequencies import Frequencies
from articles.search.highlight import excerpt, highlight
from articles.search.question import LONGEST, Question, unquoted
from articles.search.spelling import did_you_mean
from articles.search.suggest import Suggestions, suggest
from articles.search.turns import in_turn
from maseer.lib.numbers import row_number
from maseer.lib.prepared import Given, Prepared

__all__ = [
    "LONGEST",
    "Finding",
    "Question",
    "Suggestions",
    "did_you_mean",
    "excerpt",
    "highlight",
    "numbers",
    "search",
    "suggest",
    "unquoted",
]

PAGE = 20
MOST_COUNTED = 1_000
# So many texts with all the words are enough to leave out those with only some; a longer question is rarely met by all.
ENOUGH = 20
FEW_TERMS = 3

_CARDS = Prepared(
    lambda numbers: Article.objects.published(Given("now")).as_cards().order_by().filter(pk__in=numbers)
)


@dataclass(frozen=True)
class Finding:
    articles: list[Article] = field(default_factory=list)
    total: int = 0
    """How many were found; at most `MOST_COUNTED`, and then there are `more`."""
    more: bool = False
    stems: frozenset[str] = frozenset()
    """For `highlight`."""
    next: str = ""
    """Where the next page begins: `after=` of the next search. "" on the last page."""
    previous: str | None = None
    """The same for the page before; None on the first page, and "" where that is the first."""

    def __bool__(self) -> bool:
        return bool(self.articles)


@in_turn
def search(
    text: str,
    *,
    section=None,
    author=None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    order: str = "relevance",
    after: str = "",
    size: int = PAGE,
    now: datetime | None = None,
) -> Finding:
    """What readers may see now of what they ask for. Whatever they type, it is no error."""
    now = now or timezone.now()
    question = Question.read(text)
    if not question:
        return Finding()
    filters = _filters(section, author, kind)
    bounds = _bounds(since, until, now)
    find = _newest_first if order == "newest" else _best_first
    found = find(question, filters, bounds, after, size, now)
    if not found.articles and question.is_mixed:
        return find(Question.loosely(text[:LONGEST]), filters, bounds, after, size, now)
    return found


def numbers(text: str, most: int = 200) -> list[int]:
    """Articles for the back office, by number, the newest first: drafts and what was withdrawn are among them."""
    question = Question.read(text)
    if not question:
        return []
    known = Frequencies(question.groups)
    question = question.cut(known)
    found = engine().newest(question.groups, (SMALLEST, GREATEST), most, known)
    return sorted(SearchDocument.objects.filter(pk__in=found).values_list("article", flat=True), reverse=True)


def _filters(section, author, kind) -> Expression:
    filters = []
    if section:
        # A section's texts are those of its parts too.
        parts = [section.pk, *section.children.values_list("pk", flat=True)]
        filters.append(tuple((f"{MARK}s{number}",) for number in parts))
    if author:
        filters.append(((f"{MARK}a{author.pk}",),))
    if kind:
        filters.append(((f"{MARK}k{kind}",),))
    return tuple(filters)


def _bounds(since, until, now) -> Bounds:
    first, last = public_until(min(until, now) if until else now)
    return (place(since) if since else first, last)


def _best_first(question, filters, bounds, after, size, now) -> Finding:
    known = Frequencies((*question.groups, *filters))
    question = question.cut(known)
    everything = (*question.groups, *filters)
    if question.is_one_phrase:
        # Whether words stand side by side is seen only in each text: one walk both counts and finds.
        found = engine().newest(everything, bounds, MOST_COUNTED + 1, known)
        total, chosen = len(found), candidates.all_alike(found)
        must_have_all = total >= ENOUGH
    else:
        is_short = len(question.terms) <= FEW_TERMS
        total = engine().count(everything, bounds, MOST_COUNTED + 1) if is_short else 0
        must_have_all = total >= ENOUGH
        choose = candidates.with_all if must_have_all else candidates.with_any
        chosen = choose(question, filters, bounds, known)
    if not must_have_all:
        total = len(chosen)
    if older := _older_than(after):
        # What was not among the candidates comes after them, the newest first.
        shown = {ord for ord, _weight in chosen}
        most = size + 1 + len(shown)
        found = engine().newest(everything, (bounds[0], older - 1), most, known)
        found = [ord for ord in found if ord not in shown][: size + 1]
        return _page(question, found, total, size, now, previous="")
    start = row_number(after, 5) or 0
    ranked = ranking.rank(question, chosen, known, now.timestamp(), start + size + 1)
    found = ranked[start : start + size + 1]
    goes_on = str(start + size) if len(found) > size else ""
    if not goes_on and must_have_all and total > len(chosen):
        goes_on = f"o{bounds[1] + 1}"
    previous = str(start - size) if start > size else ""
    return _page(question, found, total, size, now, goes_on, previous if start else None)


def _newest_first(question, filters, bounds, after, size, now) -> Finding:
    known = Frequencies((*question.groups, *filters))
    question = question.cut(known)
    everything = (*question.groups, *filters)
    total = engine().count(everything, bounds, MOST_COUNTED + 1)
    older = _older_than(after)
    if total < ENOUGH:
        # Those that are shown by relevance, in another order.
        found = sorted(
            (ord for ord, _weight in candidates.with_any(question, filters, bounds, known)), reverse=True
        )
        total = len(found)
        found = [ord for ord in found if not older or ord < older]
    else:
        if older:
            bounds = (bounds[0], min(older - 1, bounds[1]))
        found = engine().newest(everything, bounds, size + 1, known)
    return _page(question, found, total, size, now, previous="" if older else None)


def _page(question, found, total, size, now, goes_on: str | None = None, previous=None) -> Finding:
    if goes_on is None:
        goes_on = f"o{found[size - 1]}" if len(found) > size else ""
    articles = _CARDS.in_this_order(map(number_of, found[:size]), now=now)
    names_of(articles)
    more = total > MOST_COUNTED
    return Finding(articles, min(total, MOST_COUNTED), more, question.stems, goes_on, previous)


def _older_than(after: str) -> int:
    number = after.removeprefix("o")
    return min(row_number(number, 19) or 0, GREATEST) if number != after else 0
