from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from articles.models.listings import Byline, Placement
from articles.models.queues import Queues
from articles.models.search_document import documents_of, payload_of, replace
from articles.models.search_words import SearchDue
from articles.workflow import Status
from images.models import SHOWN

# So many are read by search within the change of a name.
AT_ONCE = 50
# Letters of markup in which the first words of a text are found.
BEGINNING = 1500
# What lists show of a text. The rest is for its own page and for the desk.
ON_CARDS = (
    *("status", "published_at", "updated_at", "kind", "title", "slug", "deck"),
    *("reading_minutes", "series_part", "related", "section__slug", "section__name", "section__parent"),
    *(f"image__{field}" for field in SHOWN),
)


class ArticleQuerySet(Queues, models.QuerySet):
    def published(self, now=None):
        """What readers may see: the only definition of it. A schedule needs no job; it is this comparison."""
        return self.filter(status=Status.PUBLISHED, published_at__lte=now or timezone.now())

    def scheduled(self, now=None):
        return self.filter(status=Status.PUBLISHED, published_at__gt=now or timezone.now())

    def on_day(self, day: date):
        """What became public on a day of the paper's calendar, or will."""
        begins = timezone.make_aware(datetime.combine(day, time.min))
        ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return self.filter(status=Status.PUBLISHED, published_at__gte=begins, published_at__lt=ends)

    def canonical_here(self):
        """Those that search engines find under our address: not those they are sent to the first publisher for."""
        return self.filter(Q(source=None) | Q(source__is_canonical=False) | Q(source_url=""))

    def to_announce(self, now=None):
        """Public, and nobody has been told."""
        return self.published(now).filter(to_announce=True).order_by("published_at")

    def to_remind(self, now=None):
        """Overdue, and nobody has been told."""
        return self.filter(to_remind=True, due_at__lte=now or timezone.now()).order_by("due_at")

    def visible_to(self, user):
        """What somebody in the back office may see: editors what is in their sections, contributors their own."""
        if not user.has_perm("articles.view_article"):
            return self.none()
        sees_all = user.has_perm("articles.see_all_article")
        if sees_all and user.section_scope is None:
            return self
        # Short lists of numbers; an OR of them would look at every article.
        signed = Byline.objects.filter(author__user=user).order_by().values("article")
        theirs = self.model.objects.theirs(user).order_by().values("pk").union(signed)
        if not sees_all:
            return self.filter(pk__in=theirs)
        in_scope = Q(section__in=user.section_scope) | Q(section=None)
        return self.filter(in_scope | Q(pk__in=theirs))

    def among_visible(self, rows, user):
        """Those rows about articles (revisions, entries of the log) whose article somebody may see."""
        if user.has_perm("articles.see_all_article") and user.section_scope is None:
            return rows
        # Asked for each row of a list that is read from its end; the numbers of all articles would be gathered first.
        seen = self.model.objects.order_by().visible_to(user)
        return rows.filter(Exists(seen.filter(pk=OuterRef("article"))))

    def theirs(self, user):
        """What somebody began or is in charge of."""
        begun = self.model.objects.filter(created_by=user).order_by().values("pk")
        given = self.model.objects.filter(assignee=user).order_by().values("pk")
        return self.filter(pk__in=begun.union(given))

    def read_anew(self) -> None:
        """A name or a picture of theirs has changed: search reads a few now, many when the worker comes to them."""
        numbers = set(self.order_by().values_list("pk", flat=True).distinct()[: AT_ONCE + 1])
        if len(numbers) > AT_ONCE:
            SearchDue.note(self)
        elif numbers:
            self.model.objects.filter(pk__in=numbers).read_now()

    @transaction.atomic
    def read_now(self) -> int:
        """Search reads them again. Nobody publishes one of them meanwhile."""
        rows = self.order_by("pk").select_for_update(of=("self",))
        rows = list(rows.select_related("live_revision", "working_revision").defer("body"))
        replace(list(documents_of([(article, payload_of(article)) for article in rows])))
        return len(rows)

    def as_cards(self):
        """For lists: everything a card shows; bylines come with `bylines_of`."""
        return self.select_related("section", "image").only(*ON_CARDS)

    def as_titles(self):
        """For rows of little but a title and a day."""
        return self.only("title", "published_at", "section")

    def as_full_cards(self):
        """For short lists: how the text begins, too, and how many comments it has."""
        return self.as_cards().annotate(
            beginning=Left("body", BEGINNING), comment_count=self._comment_count()
        )

    def as_counted_cards(self):
        """Full ones with how often each was read and shared."""
        return self.as_full_cards().select_related("counts").only(*ON_CARDS, "counts")

    def in_this_order(self, numbers) -> list:
        """Those of these numbers that are among them, one after the other as they are named."""
        numbers = list(numbers)
        found = self.order_by().in_bulk(numbers)
        return [found[number] for number in numbers if number in found]

    def as_page(self):
        """For the page of one article: whether it has what most have not, so that this is not asked for in vain."""
        further = Placement.objects.filter(article=OuterRef("pk")).exclude(section=OuterRef("section"))
        corrections = self.model._meta.get_field("corrections").related_model.objects
        return self.select_related("section", "image", "gallery", "source", "series", "counts").annotate(
            has_further_sections=Exists(further),
            comment_count=self._comment_count(),
            has_corrections=Exists(corrections.filter(article=OuterRef("pk"))),
        )

    def _comment_count(self):
        comments = self.model._meta.get_field("comments").related_model.objects.shown().order_by()
        counted = comments.filter(article=OuterRef("pk")).values("article").annotate(number=Count("pk"))
        return Coalesce(Subquery(counted.values("number")), 0)

    # Lists of what is published, newest first. Each names the columns of one index: when it became public, and the id.

    def newest_first(self, now=None):
        return self.published(now)._listed("published_at", "pk")

    def in_section(self, section, now=None):
        return self._listed_in("placements", "article_id", now, section=section)

    def in_sections(self, sections, now=None):
        """A section and its parts, as one list."""
        lists = [self.in_section(section, now) for section in sections]
        return lists[0] if len(lists) == 1 else MergedLists(lists, self.newest_first(now))

    def by_author(self, author, now=None):
        return self._listed_in("bylines", "article_id", now, author=author)

    def tagged_with(self, tag, now=None):
        return self._listed_in("tagged", "content_object_id", now, tag=tag)

    def of_source(self, source, now=None):
        return self.filter(source=source).newest_first(now)

    def in_parts(self, series):
        return self.filter(series=series).order_by("series_part", "published_at", "pk")

    def _listed_in(self, listing: str, article: str, now, **rows):
        now = now or timezone.now()
        conditions = {f"{listing}__{name}": value for name, value in (rows | {"public_at__lte": now}).items()}
        return (
            self.published(now).filter(**conditions)._listed(f"{listing}__public_at", f"{listing}__{article}")
        )

    def _listed(self, at: str, pk: str):
        """Named so that `KeysetPage` can page over any list."""
        return self.annotate(listed_at=F(at), listed_id=F(pk)).order_by(F(at).desc(), F(pk).desc())

    def at_the_head_of(self, lists):
        """Those that stand in one of these lists, each cut to its first rows."""
        # SQLite takes no limit inside a union, but does inside what is looked up in one.
        every = self.model.objects.order_by()
        heads = [every.filter(pk__in=rows.values("pk")).values("pk") for rows in lists]
        return self.filter(pk__in=heads[0].union(*heads[1:]))

    def locked(self, pk):
        """The row, held until the transaction ends. SQLite has no row locks; its IMMEDIATE transaction is the lock."""
        return self.select_for_update().get(pk=pk)

    def free(self, pk):
        """The row, held as above, if it is still one of these and no other worker holds it; or None."""
        return self.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()


class MergedLists:
    """Several lists as one, newest first; what is in two of them is there once.

    One query over all of them would sort all they hold. The newest twenty of all are among the newest twenty of each,
    and those are the heads of indexes.
    """

    def __init__(self, lists: list[ArticleQuerySet], rows: ArticleQuerySet):
        self.lists, self.rows = lists, rows

    def as_cards(self):
        return MergedLists(self.lists, self.rows.as_cards())

    def as_full_cards(self):
        return MergedLists(self.lists, self.rows.as_full_cards())

    def filter(self, *conditions, **fields):
        return MergedLists([rows.filter(*conditions, **fields) for rows in self.lists], self.rows)

    def reverse(self):
        return MergedLists([rows.reverse() for rows in self.lists], self.rows.reverse())

    def __getitem__(self, head: slice) -> ArticleQuerySet:
        return self.rows.at_the_head_of([rows[head] for rows in self.lists])[head]
