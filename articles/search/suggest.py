"""What may be meant while somebody is still typing: titles, writers, tags."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article, Author, Byline, SearchTerm, Tag, Tagged, names_of
from articles.models.search_document import MARK, number_of, public_until
from articles.search.engines import Group, engine
from articles.search.frequencies import Frequencies, levelled, marked
from articles.search.turns import in_turn
from maseer.lib import arabic
from maseer.lib.arabic.analyser import ARTICLES
from maseer.lib.prepared import Given, Prepared

SHORTEST = 2
MOST = 8
MOST_NAMES = 2
MOST_WORDS = 6
# So many words may a beginning be the beginning of.
MOST_COMPLETIONS = 20


def _named(model, listings):
    """Those with a public text whose name begins with the key, or a further word of it does."""
    is_meant = Q(name_key__startswith=Given("key")) | Q(name_key__contains=Given("further"))
    public = Exists(listings.filter(public_at__lte=Given("now")))
    return model.objects.filter(is_meant).filter(public).order_by("sorted_as", "name_key")[:MOST_NAMES]


_AUTHORS = Prepared(lambda _keys: _named(Author, Byline.objects.filter(author=OuterRef("pk"))))
_TAGS = Prepared(lambda _keys: _named(Tag, Tagged.objects.filter(tag=OuterRef("pk"))))
_TITLES = Prepared(
    lambda numbers: Article.objects.published(Given("now")).as_titles().order_by().filter(pk__in=numbers)
)


@dataclass(frozen=True)
class Suggestions:
    articles: list[Article] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    stems: frozenset[str] = frozenset()
    """For `highlight`."""

    def __len__(self) -> int:
        return len(self.articles) + len(self.authors) + len(self.tags)


@in_turn
def suggest(text: str, most: int = MOST, now=None) -> Suggestions:
    """For a question whose last word may not be finished. Nothing for less than two letters."""
    spelled, found = arabic.analyse(text[-100:])
    if sum(map(len, spelled)) < SHORTEST:
        return Suggestions()
    spelled, found = spelled[-MOST_WORDS:], found[-MOST_WORDS:]
    now = now or timezone.now()
    key = arabic.fold(" ".join(spelled))
    authors = _AUTHORS(key=key, further=f" {key}", now=now)
    tags = _TAGS(key=key, further=f" {key}", now=now)
    groups = [levelled(((stem,),), "t") for stem in found[:-1]]
    last = _completions(spelled[-1], found[-1])
    if not last:
        return Suggestions([], authors, tags)
    most -= len(authors) + len(tags)
    titles = (*groups, last)
    ords = engine().newest(titles, public_until(now), most, Frequencies(titles))
    articles = _TITLES.in_this_order(map(number_of, ords), now=now)
    names_of(articles)
    stems = {*found, *(words[0].partition(MARK)[0] for words in last)}
    return Suggestions(articles, authors, tags, frozenset(stems))


def _completions(word: str, stem: str) -> Group:
    """The words of titles that this may be the beginning of, the commonest of them."""
    beginnings = {word, *(word.removeprefix(article) for article in ARTICLES)}
    begun = Q()
    for beginning in beginnings:
        if len(beginning) >= SHORTEST or beginning == word:
            # A range is a part of the index; LIKE is none on SQLite.
            begun |= Q(word__gte=beginning, word__lt=beginning + "\U0010fffd")
    title_words = SearchTerm.objects.filter(begun, texts__gt=0, word__endswith=marked("", "t"))
    found = title_words.order_by("-texts", "word").values_list("word", flat=True)[:MOST_COMPLETIONS]
    return tuple((word,) for word in dict.fromkeys([*found, marked(stem, "t")]))
