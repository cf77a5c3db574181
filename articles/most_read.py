"""What is read most: of the day, the week, the month and of all time; everywhere, by section and by writer.

The formula is public: a reader weighs half as much when one half-life has passed, and readers who came by the list
itself weigh nothing, so that the list cannot feed itself.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F, FloatField, Sum, Value
from django.db.models.functions import Cast, Power
from django.utils import timezone

from articles.models import Article, ArticleCount, Byline, HourlyCount, MostRead, Placement

Window = MostRead.Window

PLACES = 20
# window -> (how far back, half-life), both in hours.
FADING = {Window.DAY: (24, 8), Window.WEEK: (7 * 24, 48), Window.MONTH: (30 * 24, 240)}
# Of so many texts the places are given; those after them are no section's most read.
POOL = 2_000
# A list of a section or a writer says something from so many places on.
LEAST = 3
# So many of a list may have been withdrawn since it was made, and it is shown as long as ever.
SPARE = 5
# Data older than this is shown to nobody.
STALE_AFTER = timedelta(minutes=35)
EVERYWHERE = "all"


def list_of(scope: str = EVERYWHERE, window: str = Window.DAY, places: int = 5) -> list[Article]:
    """The most read, as cards, in their order; none if the list is stale. Only what is public now."""
    numbers = _fresh(scope).filter(window=window).values_list("places", flat=True).first() or []
    return _cards(numbers, places)


def of_now(places: int = 5) -> tuple[str, list[Article]]:
    """The most read of the day; of the week and so on where the paper was hardly read in the day. And of which."""
    lists = dict(_fresh(EVERYWHERE).values_list("window", "places"))
    window = next((window for window in Window if len(lists.get(window, ())) >= LEAST), Window.DAY)
    return window, _cards(lists.get(window, ()), places)


def _fresh(scope: str):
    return MostRead.objects.filter(scope=scope, made_at__gt=timezone.now() - STALE_AFTER)


def _cards(numbers, places: int) -> list[Article]:
    cards = Article.objects.published().as_counted_cards()
    return cards.in_this_order(numbers[: places + SPARE])[:places]


def of_section(section) -> list[Article]:
    """Read most of it in the week, its parts included."""
    return _worth_showing(list_of(f"section:{section.pk}", Window.WEEK))


def of_writer(author) -> list[Article]:
    """Read most of theirs at all times."""
    return _worth_showing(list_of(f"author:{author.pk}", Window.ALL))


def _worth_showing(articles: list[Article]) -> list[Article]:
    return articles if len(articles) >= LEAST else []


def work_out() -> int:
    """Makes all lists anew. Returns how many there are."""
    now = timezone.now()
    rows = [
        MostRead(scope=scope, window=window, places=places, made_at=now)
        for window in Window
        for scope, places in _places(scores(window, now)).items()
    ]
    MostRead.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scope", "window"],
        update_fields=["places", "made_at"],
    )
    # A section nobody has read of in this window has no list.
    MostRead.objects.filter(made_at__lt=now).delete()
    return len(rows)


def scores(window: str, now) -> dict[int, float]:
    """Article -> how much it is read, the most read first."""
    if window == Window.ALL:
        all_time = ArticleCount.objects.annotate(score=F("views") + F("views_before") - F("from_list"))
        rows = all_time.filter(score__gt=0).order_by("-score", "-pk").values_list("pk", "score")
        return dict(rows[:POOL])
    hours, half_life = FADING[window]
    hour = now.timestamp() / 3600
    age = (Value(hour) - Cast("hour", FloatField())) / Value(float(half_life))
    rows = (
        HourlyCount.objects.filter(hour__gt=int(hour) - hours)
        .values("article")
        .annotate(score=Sum((F("readers") - F("from_list")) * Power(Value(0.5), age)))
        .filter(score__gt=0)
        .order_by("-score", "-article")
        .values_list("article", "score")
    )
    return dict(rows[:POOL])


def _places(scored: dict[int, float]) -> dict[str, list[int]]:
    """Scope -> its articles, the most read first."""
    public = set(Article.objects.published().filter(pk__in=scored).values_list("pk", flat=True))
    ranked = [article for article in scored if article in public]
    lists: dict[str, list[int]] = defaultdict(list, {EVERYWHERE: ranked[:PLACES]})
    scopes = defaultdict(list)
    places = Placement.objects.filter(article__in=ranked)
    for article, section, whole in places.values_list("article", "section", "section__parent"):
        # What is read of a part is read of the section it belongs to.
        scopes[article] += [f"section:{number}" for number in (section, whole) if number]
    for article, author in Byline.objects.filter(article__in=ranked).values_list("article", "author"):
        scopes[article].append(f"author:{author}")
    for article in ranked:
        for scope in dict.fromkeys(scopes[article]):
            if len(lists[scope]) < PLACES:
                lists[scope].append(article)
    return dict(lists)
