"""What the first page of the back office shows: what should be done now, by whoever looks.

Everything here only reads, is limited, and goes through an index that holds nothing but what is open: a paper with a
million texts has the same desk as one with a hundred. `MOST_QUERIES` is held by a test.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, ArticleCount, Author, Autosave, Section, TransitionLog
from articles.models.article_queryset import ArticleQuerySet, MergedLists
from articles.models.payload import BylineRole
from articles.workflow import EDITORS_STAGES, STEPS, WRITERS_STAGES, Stage, Status
from maseer.lib import html

MOST_QUERIES = 40

# Numbers are counted up to here, and "99+" beyond.
MOST_COUNTED = 99
SHOWN = 8
SHOWN_OF_A_DAY = 4
DAYS_BACK, DAYS_AHEAD = 2, 4

# The stations of a text; what is approved, scheduled or public stands in the status, not in the stage.
TO_PUBLISH, SCHEDULED, TODAY = "to_publish", "scheduled", "today"
STATIONS = (
    (Stage.IDEA, _("Ideas")),
    (Stage.DRAFT, _("Drafts")),
    (Stage.SUBMITTED, _("Handed in")),
    (Stage.IN_EDIT, _("In edit")),
    (Stage.FACT_CHECK, _("Fact check")),
    (Stage.LEGAL_REVIEW, _("Legal review")),
    (TO_PUBLISH, _("Ready")),
    (SCHEDULED, _("Scheduled")),
    (TODAY, _("Published today")),
)
ADDRESSES = {TO_PUBLISH: "desk=to_publish", SCHEDULED: "status=scheduled", TODAY: "desk=today"}

# What waits for whom: the stage, what one must be allowed to, and what there is to do.
QUEUES = (
    (Stage.SUBMITTED, "articles.claim_article", pgettext_lazy("to do", "Review")),
    (Stage.IN_EDIT, "articles.claim_article", pgettext_lazy("to do", "Review")),
    (Stage.FACT_CHECK, STEPS[Stage.FACT_CHECK], pgettext_lazy("to do", "Check")),
    (Stage.LEGAL_REVIEW, STEPS[Stage.LEGAL_REVIEW], pgettext_lazy("to do", "Check")),
)


@dataclass(frozen=True)
class Station:
    name: str
    label: str
    count: int
    late: int
    query: str

    @property
    def is_last(self) -> bool:
        return self.name == TODAY


@dataclass
class Line:
    """One text in a list of the desk."""

    article: Article
    title: str
    writers: list[str]
    section: str
    words: int = 0
    act: str = ""
    is_late: bool = False
    # How often readers have read it so far.
    views: int = 0
    # Why it was sent back, and by whom.
    reason: TransitionLog | None = None

    @property
    def stage(self) -> Stage:
        return Stage(self.article.stage)


@dataclass(frozen=True)
class Day:
    day: date
    lines: list[Line]
    has_more: bool
    is_today: bool
    is_past: bool


@dataclass
class Desk:
    now: datetime
    road: list[Station] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    mine: list[Line] = field(default_factory=list)
    unsaved: list[Autosave] = field(default_factory=list)
    reading: list[Line] = field(default_factory=list)
    read_by_others: list[Line] = field(default_factory=list)
    overdue: list[Line] = field(default_factory=list)
    sent_back: list[Line] = field(default_factory=list)
    week: list[Day] = field(default_factory=list)
    recent: list[Line] = field(default_factory=list)

    @property
    def has_work(self) -> bool:
        mine = self.mine, self.unsaved, self.reading
        return any((self.waiting, *mine, self.read_by_others, self.overdue, self.sent_back))


def desk(user, now: datetime | None = None) -> Desk:
    now = now or timezone.now()
    if not user.has_perm("articles.view_article"):
        return Desk(now)
    seen = Article.objects.visible_to(user)
    edits = user.has_perm("articles.edit_all_article")
    overdue = list(_rows(seen.overdue(now).not_archived()).order_by("due_at")[: MOST_COUNTED + 1])
    waiting = _waiting(user, seen)
    mine = _mine(user)
    reading = list(_rows(Article.objects.filter(claimed_by=user)).order_by("claimed_at")[:SHOWN])
    others = seen.being_read().exclude(claimed_by=user) if edits else seen.none()
    read_by_others = list(_rows(others).order_by("claimed_at")[:SHOWN])
    sent_back = _sent_back(user, seen) if edits else []
    days = [_day(seen, now, timezone.localdate(now) + timedelta(days=away)) for away in _DAYS]
    recent = list(_recent(user, now))
    lines = _Lines(now)
    lines.know(
        overdue, [article for article, _act in waiting], mine, reading, read_by_others, sent_back, recent
    )
    lines.know(*(articles for articles, _more in days))
    return Desk(
        now=now,
        road=_road(user, seen, overdue, lines.sections.values(), now),
        waiting=[lines.of(article, act=act, with_words=True) for article, act in waiting],
        mine=lines.all(mine),
        unsaved=_unsaved(user),
        reading=lines.all(reading),
        read_by_others=lines.all(read_by_others),
        overdue=lines.all(overdue[:SHOWN]),
        sent_back=lines.all(sent_back),
        week=[
            _week_day(now, timezone.localdate(now) + timedelta(days=away), lines.all(articles), more)
            for away, (articles, more) in zip(_DAYS, days, strict=True)
        ],
        recent=_with_views(lines.all(recent)),
    )


_DAYS = range(-DAYS_BACK, DAYS_AHEAD + 1)


# The road


def _road(user, seen: ArticleQuerySet, overdue: list[Article], sections, now: datetime) -> list[Station]:
    scope = user.section_scope
    asked_for = {
        step for section in sections if scope is None or section.pk in scope for step in section.steps
    }
    late = [TO_PUBLISH if article.stage == Stage.APPROVED else article.stage for article in overdue]
    stations = []
    for name, label in STATIONS:
        count = _count(_standing_at(seen, name, now))
        if count or name not in STEPS or name in asked_for:
            query = ADDRESSES.get(name, f"stage={name}")
            stations.append(Station(name, label, count, late.count(name), query))
    return stations


def _standing_at(seen: ArticleQuerySet, station: str, now: datetime) -> ArticleQuerySet:
    if station == TO_PUBLISH:
        return seen.to_publish()
    if station == SCHEDULED:
        return seen.scheduled(now)
    return seen.on_day(timezone.localdate(now)).published(now) if station == TODAY else seen.at_stage(station)


def _count(articles: ArticleQuerySet) -> int:
    return articles.order_by().values("pk")[: MOST_COUNTED + 1].count()


# The lists


def _rows(articles: ArticleQuerySet, with_text: bool = False) -> ArticleQuerySet:
    """With everything a line shows; without the texts themselves, unless their words are counted."""
    return (
        articles.select_related("working_revision", "assignee", "claimed_by", "created_by")
        .defer("deck", "body", "withdrawn_note", *(() if with_text else ("working_revision__payload",)))
        .annotate(
            working_bylines=F("working_revision__payload__bylines"),
            working_section=F("working_revision__payload__section"),
        )
    )


def _waiting(user, seen: ArticleQuerySet) -> list[tuple[Article, str]]:
    """What this person can do something about and nobody else has in hand, the most pressing first."""
    if not user.has_perm("articles.edit_all_article"):
        return []
    acts = {stage: act for stage, permission, act in QUEUES if user.has_perm(permission)}
    pressing = [F("priority").desc(), F("due_at").asc(nulls_last=True), "working_revision"]
    # One's own text waits for somebody else.
    others = _rows(seen.exclude(created_by=user), with_text=True)
    queues = [(others.at_stage(*acts).filter(claimed_by=None), None)]
    if user.has_perm("articles.publish_article"):
        queues.append((_rows(seen.to_publish(), with_text=True), pgettext_lazy("to do", "Publish")))
    if user.has_perm("articles.approve_article"):
        queues.append((others.to_review(), pgettext_lazy("to do", "Read again")))
    found = {}
    for articles, act in queues:
        for article in articles.order_by(*pressing)[:SHOWN]:
            if article.in_scope(user):
                found.setdefault(article.pk, (article, act or acts[article.stage]))
    return sorted(found.values(), key=_pressing)[:SHOWN]


def _pressing(waiting: tuple[Article, str]):
    article, _act = waiting
    return -article.priority, article.due_at is None, article.due_at or article.created_at


def _mine(user) -> list[Article]:
    """What this person writes, what came back first."""
    theirs = Article.objects.theirs(user)
    with_writer = list(_rows(theirs.at_stage(*WRITERS_STAGES)).order_by("-working_revision")[: SHOWN * 2])
    handed_in = list(_rows(theirs.at_stage(*EDITORS_STAGES)).order_by("-working_revision")[:SHOWN])
    came_back = [article for article in with_writer if article.stage == Stage.CHANGES_REQUESTED]
    others = [article for article in with_writer if article.stage != Stage.CHANGES_REQUESTED]
    return [*came_back, *others, *handed_in][:SHOWN]


def _sent_back(user, seen: ArticleQuerySet) -> list[Article]:
    """What editors wait for; one's own stands under one's own work."""
    others = seen.at_stage(Stage.CHANGES_REQUESTED).exclude(created_by=user)
    return list(_rows(others).order_by("-working_revision")[:SHOWN])


def _unsaved(user) -> list[Autosave]:
    """The newest of what was typed into each text and not saved."""
    newest = {}
    open_ones = Autosave.objects.unsaved(user).defer("data").order_by("-id")
    for kept in open_ones[: SHOWN * 4]:
        newest.setdefault((kept.article_id, kept.form_key), kept)
    return list(newest.values())[:SHOWN]


def _recent(user, now: datetime):
    """The newest that readers have, of what this person may see. Each list is the head of an index."""
    public = Article.objects.newest_first(now)
    scope = user.section_scope
    if user.has_perm("articles.see_all_article"):
        rows = public if scope is None else Article.objects.in_sections(sorted(scope), now)
        # A text also stands in further sections, whose editors may read it only as readers do.
        shown = _whole(rows, public)[: SHOWN if scope is None else SHOWN * 2]
        return [article for article in shown if scope is None or article.section_id in scope][:SHOWN]
    own = [Article.objects.by_author(author, now) for author in Author.objects.filter(user=user)]
    begun = Article.objects.published(now).filter(created_by=user).order_by("-id")
    return _whole(MergedLists([*own, begun], public), public)[:SHOWN]


def _with_views(lines: list[Line]) -> list[Line]:
    counts = ArticleCount.objects.in_bulk([line.article.pk for line in lines])
    for line in lines:
        line.views = counts[line.article.pk].all_views if line.article.pk in counts else 0
    return lines


def _whole(rows, public):
    return MergedLists(rows.lists, _rows(public)) if isinstance(rows, MergedLists) else _rows(rows)


# The week


def _day(seen: ArticleQuerySet, now: datetime, day: date) -> tuple[list[Article], bool]:
    """What is to come before what has been: the first of those, the last of these."""
    that_day, today = seen.on_day(day), timezone.localdate(now)
    coming, gone = [], []
    if day >= today:
        coming = list(_rows(that_day.scheduled(now)).order_by("published_at", "pk")[: SHOWN_OF_A_DAY + 1])
    if day <= today:
        gone = list(_rows(that_day.published(now)).order_by("-published_at", "-pk")[: SHOWN_OF_A_DAY + 1])
    kept = gone[: max(SHOWN_OF_A_DAY - len(coming), 0)][::-1] + coming[:SHOWN_OF_A_DAY]
    return kept, len(gone) + len(coming) > len(kept)


def _week_day(now: datetime, day: date, lines: list[Line], has_more: bool) -> Day:
    today = timezone.localdate(now)
    return Day(day, lines, has_more, is_today=day == today, is_past=day < today)


class _Lines:
    """Articles as lines, with the names of their writers and sections: two queries for the whole desk."""

    def __init__(self, now: datetime):
        self.now = now
        self.sections = {section.pk: section for section in Section.objects.select_related("parent")}
        self.authors = {}
        self.reasons = {}

    def know(self, *lists: list[Article]) -> None:
        articles = [article for articles in lists for article in articles]
        signed = {author for article in articles for author, _role in article.working_bylines or ()}
        self.authors |= Author.objects.only("name").in_bulk(signed - set(self.authors))
        back = [article.pk for article in articles if article.stage == Stage.CHANGES_REQUESTED]
        if back:
            # The newest of each comes last and stays.
            entries = TransitionLog.objects.filter(article__in=back, transition="send_back").order_by("id")
            self.reasons |= {entry.article_id: entry for entry in entries}

    def all(self, articles: list[Article]) -> list[Line]:
        return [self.of(article) for article in articles]

    def of(self, article: Article, act: str = "", with_words: bool = False) -> Line:
        signed = [
            str(self.authors[author])
            for author, role in article.working_bylines or ()
            if author in self.authors and role in {BylineRole.WRITER, BylineRole.CARTOONIST}
        ]
        section = self.sections.get(article.working_section)
        words = len(html.plain_text(article.working_revision.content.body).split()) if with_words else 0
        return Line(
            article=article,
            title=article.working_revision.title,
            writers=signed or ([str(article.created_by)] if article.created_by else []),
            section=str(section) if section else "",
            words=words,
            act=act,
            is_late=article.is_overdue(self.now) and article.status != Status.ARCHIVED,
            reason=self.reasons.get(article.pk) if article.stage == Stage.CHANGES_REQUESTED else None,
        )
